/*
 * Every page as a picture, light and dark, on a desktop and on a telephone, in the folder `screenshots`, and the two of
 * the README in `docs/images`. The clock and the market are told what to do. About a minute, with a Chromium:
 *
 *   node --conditions=@bourse/source packages/http/test/screenshots/main.ts
 */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { SESSION_COOKIE } from "../../src/auth.ts";
import type { Person } from "../support/people.ts";
import { mailedToken } from "../support/resets.ts";
import type { TestServer } from "../support/server.ts";
import { startChromium } from "./chromium.ts";
import { pageRoutes } from "./page-routes.ts";
import { scene } from "./scene.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const FOLDER = join(ROOT, "screenshots");
const README = join(ROOT, "docs/images");
const SCREENS = { desktop: { width: 1280, height: 800 }, telephone: { width: 390, height: 844 } };
const SCHEMES = ["light", "dark"] as const;
/** What a page shows only when it is asked for it. */
const ASKED_FOR = ["/quote?symbol=AAPL", "/nowhere"];

/** The addresses of what is a page for this visitor: what leads on to another page, or is a file, is none. */
async function pagesFor(bourse: TestServer, person: Person, cookie: string): Promise<readonly string[]> {
  const pages: string[] = [];
  for (const route of [...pageRoutes(bourse), ...ASKED_FOR]) {
    const url = route.includes(":token") ? route.replace(":token", await mailedToken(bourse, person)) : route;
    const { statusCode, headers } = await bourse.server.inject({ url, headers: { cookie, accept: "text/html" } });
    const isElsewhere = statusCode >= 300 && statusCode < 400;
    if (!isElsewhere && String(headers["content-type"]).startsWith("text/html")) pages.push(url);
  }
  return pages;
}

/** The address as a file's name; a token is another one each time, and is left out. */
function nameOf(address: string): string {
  const words = address.replace(/^\/reset\/.*/, "/reset-token").split(/[^\w-]+/);
  return words.filter((word) => word !== "").join("-") || "portfolio";
}

async function shoot(page: Page, path: string): Promise<void> {
  await page.screenshot({ path, fullPage: true, animations: "disabled" });
}

mkdirSync(README, { recursive: true });
rmSync(FOLDER, { recursive: true, force: true });
const { bourse, person } = await scene();
const url = await bourse.listen();
const browser = await startChromium();

/** A page that is signed in when there is a cookie for it. */
async function opened(
  viewport: { width: number; height: number },
  colorScheme: "dark" | "light",
  token: string | null,
) {
  const context = await browser.newContext({ baseURL: url, viewport, colorScheme, locale: "en-GB", timezoneId: "UTC" });
  if (token !== null) await context.addCookies([{ name: SESSION_COOKIE, value: token, url }]);
  return context.newPage();
}

try {
  let taken = 0;
  for (const [whom, token] of [
    ["signed-out", null],
    ["signed-in", person.token],
  ] as const) {
    const addresses = await pagesFor(bourse, person, token === null ? "" : `${SESSION_COOKIE}=${token}`);
    for (const [screen, viewport] of Object.entries(SCREENS)) {
      for (const scheme of SCHEMES) {
        const page = await opened(viewport, scheme, token);
        for (const address of addresses) {
          await page.goto(address);
          await shoot(page, join(FOLDER, `${whom}-${nameOf(address)}-${screen}-${scheme}.png`));
          taken += 1;
        }
        await page.context().close();
      }
    }
  }
  const desktop = await opened({ width: 900, height: 640 }, "light", person.token);
  await desktop.goto("/");
  await desktop.screenshot({ path: join(README, "portfolio.png") });
  const telephone = await opened({ width: 390, height: 640 }, "dark", person.token);
  await telephone.goto("/quote?symbol=AAPL");
  await telephone.screenshot({ path: join(README, "quote.png") });
  console.log(`${taken} pictures in ${FOLDER}, two in ${README}`);
} finally {
  await browser.close();
  await bourse.close();
}
