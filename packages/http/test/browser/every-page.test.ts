import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectAxeFindsNothing } from "./support/axe.ts";
import { NO_CHROMIUM } from "./support/chromium.ts";
import { expectOnlyText } from "./support/only-text.ts";
import { HOSTILE, WHOM, WHOSE_FORMS } from "./support/people.ts";
import { guestAt, lookAround, lookAtMistakes } from "./support/scenes.ts";
import { openSite, type Site } from "./support/site.ts";
import { LONG_TEST, TELEPHONE } from "./support/visitor.ts";

describe.skipIf(NO_CHROMIUM)("axe finds nothing, and all markup is text", { timeout: LONG_TEST }, () => {
  let site: Site;

  beforeAll(async () => {
    site = await openSite();
  });

  afterAll(() => site.close());

  it.each(WHOM)("on every page that %s sees, in the light and in the dark", async (whom) => {
    const guest = await guestAt(site, whom);
    await lookAround(guest, async (page, name) => {
      await expectOnlyText(page, name);
      await expectAxeFindsNothing(page, name);
    });
  });

  it.each(WHOSE_FORMS)("on every page that tells %s of mistakes, and has kept what was typed", async (whom) => {
    const guest = await guestAt(site, whom, TELEPHONE);
    const kept: string[] = [];
    await lookAtMistakes(guest, async (page, name) => {
      await expectOnlyText(page, name);
      await expectAxeFindsNothing(page, name);
      const wrong = page.locator("input:is([type=text], [type=email], [type=search])[aria-invalid]");
      for (const field of await wrong.all()) kept.push(await field.inputValue());
    });
    expect(kept).not.toStrictEqual([]);
    expect(kept.filter((text) => !text.startsWith(HOSTILE))).toStrictEqual([]);
  });

  it("and a script that gets into a page all the same is not run", async () => {
    const { page, context } = await site.visit();
    await page.goto("/signin");
    const refusals: string[] = [];
    context.removeAllListeners("console");
    context.on("console", (message) => refusals.push(message.text()));
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.body.append(script);
      document.body.setAttribute("onclick", "window.ran = true");
      document.body.click();
    });
    expect(await page.evaluate(() => "ran" in globalThis)).toBe(false);
    await expect.poll(() => refusals.filter((text) => text.includes("Content Security Policy")).length).toBe(2);
  });
});
