import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import { SESSION_COOKIE } from "../../../src/auth.ts";

export const DESKTOP = { viewport: { width: 1280, height: 800 } };
/** As narrow as a page must fit: https://www.w3.org/TR/WCAG22/#reflow */
export const TELEPHONE = { viewport: { width: 320, height: 568 }, hasTouch: true, isMobile: true };

export type Visitor = { readonly context: BrowserContext; readonly page: Page };

/** How long anything may take that a test waits for, and a whole test of many pages, in milliseconds. */
export const LONG_TEST = 300_000;
const PATIENCE = 60_000;

/**
 * Somebody new at the site, with no cookie. The test fails when the browser complained of anything, as of what the
 * content security policy forbids, or asked any other site for anything.
 */
export async function visitorAt(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visitor> {
  // Without motion, a colour is at once what it is to be, so that no test sees it on its way there.
  const given = { baseURL: url, locale: "en-US", reducedMotion: "reduce", ...options } as const;
  const context = await browser.newContext(given);
  context.setDefaultTimeout(PATIENCE);
  const complaints: string[] = [];
  const pages = new Set<string>();
  context.on("console", (message) => {
    // The browser complains of every page that is answered with 400 too, which is as it should be.
    const isAnswer = message.text().startsWith("Failed to load resource") && pages.has(message.location().url);
    if (["error", "warning"].includes(message.type()) && !isAnswer)
      complaints.push(`${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  context.on("request", (request) => {
    if (request.isNavigationRequest()) pages.add(request.url());
    const { protocol, origin } = new URL(request.url());
    if (origin !== new URL(url).origin && protocol !== "data:") complaints.push(`asked for ${request.url()}`);
  });
  onTestFinished(async () => {
    await context.close();
    expect(complaints, "what the browser complained of").toStrictEqual([]);
  });
  return { context, page: await context.newPage() };
}

/** Signs the visitor in, without the form. */
export async function signVisitorIn({ context }: Visitor, url: string, token: string): Promise<void> {
  await context.addCookies([{ name: SESSION_COOKIE, value: token, url, httpOnly: true, sameSite: "Lax" }]);
}
