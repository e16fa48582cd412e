import type { Page } from "playwright-core";
import { expect } from "vitest";

/** What was typed came back as text: nothing of it ran, and nothing of it became a part of the page. */
export async function expectOnlyText(page: Page, name: string): Promise<void> {
  const made = await page.evaluate(() => ({
    ran: "ran" in globalThis,
    scripts: document.scripts.length,
    images: document.images.length,
    links: document.querySelectorAll("[href^='javascript:' i], [onerror]").length,
  }));
  expect(made, name).toStrictEqual({ ran: false, scripts: 0, images: 0, links: 0 });
}
