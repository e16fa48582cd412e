import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** The smaller of axe's two files by far, since each page has to read it anew. */
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Nothing but colours changes in the dark: all of axe's rules on colour are enough for it, and much sooner done. */
const ON_COLOUR = ["color-contrast", "link-in-text-block"];

/** Holds the page as it is now to every rule that axe has by itself, in the light and in the dark. */
export async function expectAxeFindsNothing(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: "light" });
  await page.evaluate(AXE);
  expect(await violations(page), `${name}, in the light`).toStrictEqual([]);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await violations(page, ON_COLOUR), `${name}, in the dark`).toStrictEqual([]);
}

async function violations(page: Page, rules?: string[]): Promise<unknown> {
  return page.evaluate(async (only) => {
    // In the page, where axe's script has put it.
    const { axe: inPage } = globalThis as unknown as {
      readonly axe: { run: (options: object) => Promise<AxeResults> };
    };
    const found = await inPage.run({ resultTypes: ["violations"], ...(only && { runOnly: only }) });
    return found.violations.map(({ id, help, nodes }) => ({ id, help, in: nodes.map(({ html }) => html) }));
  }, rules);
}
