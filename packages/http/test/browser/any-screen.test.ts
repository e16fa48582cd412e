import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NO_CHROMIUM } from "./support/chromium.ts";
import { expectKeyboardLeadsEverywhere } from "./support/keyboard-way.ts";
import { WHOM, WHOSE_FORMS } from "./support/people.ts";
import { guestAt, lookAround, lookAtMistakes } from "./support/scenes.ts";
import { openSite, type Site } from "./support/site.ts";
import { LONG_TEST, TELEPHONE } from "./support/visitor.ts";

/**
 * Nothing scrolls sideways; what would have to, such as a wide table, does so by itself, and not before it has told how
 * old its prices are.
 */
async function expectFits(page: Page, name: string): Promise<void> {
  const tooWide = await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    const { scrollWidth, clientWidth } = document.scrollingElement ?? document.documentElement;
    const isOver = (element: Element): boolean => element.getBoundingClientRect().right > clientWidth;
    const whole = scrollWidth <= clientWidth ? ".scroll .words" : "body *";
    return [...document.querySelectorAll(whole)].filter(isOver).map((element) => element.outerHTML.slice(0, 200));
  });
  expect(tooWide, `${name} is wider than the screen`).toStrictEqual([]);
}

/** All that a page needs is in its document: nothing is hidden, and each field still has its name beside it. */
async function expectWhole(page: Page, name: string): Promise<void> {
  const found = await page.evaluate(() => {
    const seen = { visibilityProperty: true };
    const isNamed = ({ labels }: HTMLInputElement): boolean =>
      [...(labels ?? [])].some((label) => label.checkVisibility(seen) && label.innerText !== "");
    const fields = [
      ...document.querySelectorAll<HTMLInputElement>("form :is(input:not([type=hidden], [hidden]), select)"),
    ];
    const others = [...document.querySelectorAll("main, h1, h2, a[href], form, button")];
    const hidden = others.filter((element) => !element.checkVisibility(seen));
    const unseen = [...fields.filter((field) => !isNamed(field)), ...hidden];
    return {
      styles: [...document.styleSheets].filter(({ cssRules }) => cssRules.length > 0).length,
      headings: document.querySelectorAll("h1").length,
      buttons: [...document.forms].filter((form) => form.querySelectorAll("button[type=submit]").length !== 1).length,
      unseen: unseen.map((element) => element.outerHTML),
    };
  });
  expect(found, name).toStrictEqual({ styles: 0, headings: 1, buttons: 0, unseen: [] });
}

describe.skipIf(NO_CHROMIUM)("every page", { timeout: LONG_TEST }, () => {
  let site: Site;

  beforeAll(async () => {
    site = await openSite();
  });

  afterAll(() => site.close());

  it.each(WHOM)("fits on the narrowest screen, and a keyboard leads through it in sight of %s", async (whom) => {
    await lookAround(await guestAt(site, whom, TELEPHONE), async (page, name) => {
      await expectFits(page, name);
      await expectKeyboardLeadsEverywhere(page, name);
    });
  });

  it.each(WHOSE_FORMS)("fits where it tells %s of mistakes", async (whom) => {
    await lookAtMistakes(await guestAt(site, whom, { ...TELEPHONE, colorScheme: "dark" }), expectFits);
  });

  it("leads a keyboard through its mistakes, in the dark", async () => {
    const guest = await guestAt(site, "nobody", { ...TELEPHONE, colorScheme: "dark" });
    await lookAtMistakes(guest, (page, name) => expectKeyboardLeadsEverywhere(page, name));
  });

  it.each(WHOSE_FORMS)("is whole for %s without style and script", async (whom) => {
    const guest = await guestAt(site, whom, { javaScriptEnabled: false });
    await guest.context.route(/\.css$/, (route) => route.fulfill({ contentType: "text/css", body: "" }));
    await lookAround(guest, expectWhole);
  });
});
