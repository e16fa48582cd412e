import { expect } from "vitest";
import { formsOf, type Form } from "./html.ts";
import { newNames, PASSWORD, signIn, snapshot } from "./people.ts";
import { mailedToken } from "./resets.ts";
import type { TestServer } from "./server.ts";
import { newGuest, stranger, type Guest, type Visitor } from "./visitor.ts";

type Route = { readonly path: string; readonly methods: readonly string[] };

/** The routes of the pages: those that the server has and its document does not tell of. */
export function pageRoutes({ server, document }: TestServer): readonly Route[] {
  const told = new Set(Object.keys(document["paths"] as object).map((path) => path.replaceAll(/\{(\w+)\}/g, ":$1")));
  const isPage = ({ path }: Route): boolean => !told.has(path) && !/^\/(assets|docs|openapi)|\*/.test(path);
  return routesIn(server.printRoutes({ commonPrefix: false })).filter(isPage);
}

/** A tree of paths, each after the four characters a level that lead to it. */
function routesIn(tree: string): readonly Route[] {
  const parents: string[] = [];
  return tree.split("\n").flatMap((line) => {
    const [, branch = "", part = "", methods = ""] = /^(.*?── )(\S+) \((.+)\)$/.exec(line) ?? [];
    if (part === "") return [];
    const level = branch.length / 4 - 1;
    parents.length = level;
    parents.push(part);
    return [{ path: parents.join(""), methods: methods.split(", ") }];
  });
}

/** A form that changes something, as somebody finds it. */
export type Found = {
  /** The route that it goes to. */
  readonly path: string;
  readonly form: Form;
  /** The route of the page that has it. */
  readonly page: string;
  readonly guest: Guest;
  /** Who sends it: the guest, or nobody that the server knows. */
  readonly visitor: Visitor;
};

/** Every form of every page, each found by somebody with cash, shares, another session and a mail to reset by. */
export async function findForms(bourse: TestServer): Promise<readonly Found[]> {
  const routes = pageRoutes(bourse);
  const paths = routes.filter(({ methods }) => methods.includes("POST")).map(({ path }) => path);
  const pages = routes.filter(({ methods }) => methods.includes("GET")).map(({ path }) => path);
  return Promise.all(paths.map((path) => findForm(bourse, path, pages)));
}

/** The form anew, with somebody new. */
export async function findForm(bourse: TestServer, path: string, pages: readonly string[]): Promise<Found> {
  const guest = await newGuest(bourse);
  await signIn(bourse, guest.person);
  const token = await mailedToken(bourse, guest.person);
  const action = path.replace(":token", token);
  for (const visitor of [guest, stranger(bourse)]) {
    for (const page of pages) {
      const { headers, text } = await visitor.get(page.replace(":token", token));
      const isPage = String(headers["content-type"]).startsWith("text/html");
      // Of the sessions, the form of the other one: whoever ends his own is gone.
      const form = isPage
        ? formsOf(text).findLast((each) => each.method === "post" && each.action === action)
        : undefined;
      if (form) return { path, form, page, guest, visitor };
    }
  }
  throw new Error(`no page has a form to ${path}`);
}

/** What each field is filled with so that its form does what it says. */
export function goodValues({ form, path, guest: { person } }: Found): Readonly<Record<string, string>> {
  const { username, email } = newNames();
  const isSigningIn = path === "/signin";
  const good: Readonly<Record<string, string>> = {
    username: isSigningIn ? person.username : username,
    email: path === "/forgot" ? person.email : email,
    password: isSigningIn ? PASSWORD : "a much better one",
    confirmation: "a much better one",
    current_password: PASSWORD,
    date_of_birth: "1990-05-17",
    name: "Ada",
    status: "TOP-UP",
    amount: "5.00",
    symbol: "AAPL",
    shares: "1",
    confirm: "yes",
  };
  return Object.fromEntries(Object.entries(form.values).map(([name, value]) => [name, good[name] ?? value]));
}

/** All that a form might change; whoever could sign in still can, which is tried last since it makes a session. */
export async function expectUnchanged(
  bourse: TestServer,
  { guest: { person } }: Found,
  act: () => Promise<unknown>,
): Promise<void> {
  const mails = bourse.mail.outbox().length;
  const before = await snapshot(person);
  await act();
  expect(await snapshot(person)).toStrictEqual(before);
  expect(bourse.mail.outbox()).toHaveLength(mails);
  await signIn(bourse, person);
}
