import { expect } from "vitest";
import type { Locator, Page } from "playwright-core";
import type { Hands } from "./hands.ts";

/** What stands in a form's fields, by their names; true ticks a box. */
type Fields = Readonly<Record<string, string | true>>;

/** What a journey is made of: somebody at a page, and how they work it. */
export type Steps = {
  readonly page: Page;
  readonly hands: Hands;
  /** Goes to a page by the navigation. */
  readonly goTo: (link: string) => Promise<void>;
  /** Follows a link of the page itself. */
  readonly follow: (link: string) => Promise<void>;
  /** Fills the form in that sends to this path, and sends it. */
  readonly send: (action: string, fields?: Fields) => Promise<void>;
  /** What the page says was done. */
  readonly told: (words: string | RegExp) => Promise<void>;
  /** What the page has in its main part, as people read it. */
  readonly text: () => Promise<string>;
};

export function stepsOf(page: Page, hands: Hands): Steps {
  /** The browser has gone on to another document, be it at the same address. */
  const andArrive = async (press: () => Promise<void>): Promise<void> => {
    await Promise.all([page.waitForEvent("domcontentloaded"), press()]);
  };
  const fill = async (form: Locator, [name, value]: readonly [string, string | true]): Promise<void> => {
    const field = form.locator(`[name="${name}"]`);
    if (value === true) return hands.press(field);
    const isSelect = (await field.evaluate((element) => element.tagName)) === "SELECT";
    return isSelect ? hands.choose(field, value) : hands.type(field, value);
  };
  return {
    page,
    hands,
    goTo: (link) =>
      andArrive(() => hands.press(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: link }))),
    follow: (link) => andArrive(() => hands.press(page.getByRole("main").getByRole("link", { name: link }).first())),
    send: async (action, fields = {}) => {
      const form = page.locator(`form[action="${action}"]`);
      for (const field of Object.entries(fields)) await fill(form, field);
      await andArrive(() => hands.press(form.locator("button[type=submit]")));
    },
    told: async (words) => {
      expect(await page.getByRole("status").innerText()).toMatch(words);
    },
    text: () => page.getByRole("main").innerText(),
  };
}
