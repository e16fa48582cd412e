import { faultyLedger, type FaultyLedger } from "@bourse/testkit";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Person } from "../support/people.ts";
import { NO_CHROMIUM } from "./support/chromium.ts";
import { openSite, type Site } from "./support/site.ts";

const BUY = 'form[action="/buy"]';
const SHOWS_BUY = ["/buy?symbol=AAPL", "/quote?symbol=AAPL"];

const BOUGHT = /^Bought 10 shares of AAPL/;

const submit = (page: Page) => page.locator(`${BUY} button[type=submit]`);
const told = (page: Page) => page.getByRole("status");
const cashOf = async (person: Person): Promise<unknown> =>
  (await person.ask("GET", "/v1/accounts/me/balance")).body["cash"];

describe.skipIf(NO_CHROMIUM)("an order is filled once", () => {
  let ledger: FaultyLedger;
  let site: Site;

  beforeAll(async () => {
    site = await openSite({ ledger: (real) => (ledger = faultyLedger(real)) });
    site.bourse.market.set("AAPL", "112.00");
  });

  afterAll(() => site.close());

  const atForm = async (address: string): Promise<{ readonly page: Page; readonly person: Person }> => {
    const person = await site.person();
    await person.topUp("10000.00");
    const { page } = await site.visitAs(person);
    await page.goto(address);
    await page.locator(`${BUY} [name=shares]`).fill("10");
    return { page, person };
  };
  it.each(SHOWS_BUY)("when its button is pressed twice: %s", async (address) => {
    const { page, person } = await atForm(address);
    const sent: string[] = [];
    page.on("request", (request) => void (request.method() === "POST" && sent.push(request.postData() ?? "")));
    // The first order is held up until the second one has come, too.
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    ledger.onAppend(() => held);
    onTestFinished(() => letGo());
    await submit(page).hover();
    for (const count of [1, 2]) {
      await page.mouse.down();
      await page.mouse.up();
      await expect.poll(() => sent.length).toBe(count);
    }
    letGo();
    await told(page).waitFor();
    expect(await told(page).innerText()).toMatch(BOUGHT);
    expect(sent[1]).toBe(sent[0]);
    expect(await cashOf(person)).toBe("8880.00");
  });

  it.each(SHOWS_BUY)("when the page after it is loaded again: %s", async (address) => {
    const { page, person } = await atForm(address);
    await submit(page).click();
    await told(page).waitFor();
    await page.reload();
    expect(await told(page).count()).toBe(0);
    expect(await cashOf(person)).toBe("8880.00");
  });

  it.each(SHOWS_BUY)("when somebody goes back to its form and sends what is there: %s", async (address) => {
    const { page, person } = await atForm(address);
    await submit(page).click();
    await told(page).waitFor();
    await page.goBack();
    const arrival = page.waitForEvent("domcontentloaded");
    await submit(page).click();
    await arrival;
    expect(await cashOf(person)).toBe("8880.00");
  });

  it.each(SHOWS_BUY)("when its form is still open in another tab, and sent from there: %s", async (address) => {
    const { page, person } = await atForm(address);
    const other = page.context().waitForEvent("page");
    await submit(page).click({ modifiers: ["ControlOrMeta"] });
    await told(await other).waitFor();
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(address);
    await submit(page).click();
    await told(page).waitFor();
    expect(await told(page).innerText()).toMatch(BOUGHT);
    expect(await cashOf(person)).toBe("8880.00");
  });
});
