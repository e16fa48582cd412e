import type { BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";
import { SESSION_COOKIE } from "../../../src/auth.ts";
import { ask, type Person } from "../../support/people.ts";
import { addressOf, pageRoutes } from "./page-routes.ts";
import { HOSTILE, somebodyWithEverything, type Whom } from "./people.ts";
import type { Site } from "./site.ts";
import type { Visitor } from "./visitor.ts";

/** What pages show only when they are asked for it: a stock in all its states. */
const ASKED_FOR = [
  "/quote?symbol=AAPL",
  "/quote?symbol=OLD",
  "/quote?symbol=LOST",
  "/quote?symbol=GONE",
  "/quote?symbol=inc",
  "/buy?symbol=AAPL",
];
const NOWHERE = "/nowhere";

export type Guest = Visitor & {
  /** The addresses of all pages that are there for this guest; what leads on to another page, or is a file, is none. */
  readonly addresses: readonly string[];
};

type Look = (page: Page, address: string) => Promise<void>;

/** Whoever it is, on their way through all pages. */
export async function guestAt(site: Site, whom: Whom, options?: BrowserContextOptions): Promise<Guest> {
  const hasAll = whom === "somebody with everything";
  const person = hasAll ? await everything(site) : await site.person();
  const isNobody = whom === "nobody";
  const cookie = isNobody ? "" : `${SESSION_COOKIE}=${person.token}`;
  const addresses: string[] = [];
  for (const route of [...pageRoutes(site.bourse), NOWHERE, ...(hasAll ? ASKED_FOR : [])]) {
    const address = await addressOf(site.bourse, route, person);
    const { status, headers } = await ask(site.bourse, "GET", address, { headers: { cookie } });
    const isPage = (status < 300 || status >= 400) && String(headers["content-type"]).startsWith("text/html");
    if (isPage) addresses.push(address);
  }
  const visitor = isNobody ? await site.visit(options) : await site.visitAs(person, options);
  return { ...visitor, addresses };
}

const known = new WeakMap<Site, Promise<Person>>();

/** Their names are taken once they are there, so that they come once to a site. */
function everything(site: Site): Promise<Person> {
  const person = known.get(site) ?? somebodyWithEverything(site);
  known.set(site, person);
  return person;
}

/** Looks at each page. */
export async function lookAround({ page, addresses }: Guest, look: Look): Promise<void> {
  expect(addresses.length, "pages that are there for this guest").toBeGreaterThan(2);
  for (const address of addresses) {
    await page.goto(address);
    await look(page, address);
  }
}

/** Looks at what comes of each form of each page when everything in it is wrong. */
export async function lookAtMistakes({ page, addresses }: Guest, look: Look): Promise<void> {
  const seen: string[] = [];
  // What is asked for in the address brings no other form.
  for (const address of addresses.filter((plain) => !plain.includes("?"))) {
    await page.goto(address);
    const forms = await page.locator(FORMS).count();
    for (let at = 0; at < forms; at += 1) {
      if (at > 0) await page.goto(address);
      await sendNonsense(page, at);
      await look(page, `${address}, form ${at + 1}, refused`);
      seen.push(address);
    }
  }
  expect(seen.length, "forms that are there for this guest").toBeGreaterThan(2);
}

/** Those in which there is something to get wrong. */
const FORMS = "form:has(input:not([type=hidden]))";

async function sendNonsense(page: Page, at: number): Promise<void> {
  const sent = page.locator(FORMS).nth(at).evaluate(fillAndSend, HOSTILE.padEnd(10_000, "W"));
  await Promise.all([page.waitForEvent("domcontentloaded"), sent]);
}

/** Runs in the page: a visitor's hands are slower, and are the journeys' to try. */
function fillAndSend(form: Element, text: string): void {
  const typed = form.querySelectorAll<HTMLInputElement>("input:not([type=hidden], [type=date], [type=checkbox])");
  for (const field of typed) field.value = text;
  (form as HTMLFormElement).requestSubmit();
}
