import type { Page } from "playwright-core";
import { expect } from "vitest";
import { focusSeen } from "./focus.ts";

const FOCUSABLE = "a[href], button, input:not([type=hidden], [hidden]), select, summary, [tabindex='0']";

/** From one end to the other: each thing that can have the focus gets it, in turn, and is seen to have it. */
export async function expectKeyboardLeadsEverywhere(page: Page, name: string): Promise<void> {
  const expected = await page.locator(FOCUSABLE).count();
  const reached = new Set<number>();
  // Past the last comes the first again; a date is one place with several stops.
  for (let last = -1, at = -1; !(reached.has(at) && at !== last);) {
    if (at >= 0) reached.add(at);
    await page.keyboard.press("Tab");
    [last, at] = [at, await focusSeen(page)];
  }
  expect(reached.size, `${name}: places that the keyboard reaches`).toBe(expected);
}
