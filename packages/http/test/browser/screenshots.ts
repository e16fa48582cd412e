import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SESSION_COOKIE } from "../../src/auth.ts";
import { open } from "../support/people.ts";
import { testServer } from "../support/server.ts";
import { startChromium } from "./support/chromium.ts";
import { addressOf, pageRoutes } from "./support/page-routes.ts";
import { somebodyWithAPast } from "./support/past.ts";

const FOLDER = fileURLToPath(new URL("../../../../screenshots", import.meta.url));
const SIZES = { desktop: { width: 1280, height: 800 }, telephone: { width: 320, height: 568 } };

/** The two that stand, small, in the README: copied from here to `docs/images`, they are as the pages are. */
const IN_README = [
  { name: "portfolio", address: "/", colorScheme: "light", viewport: { width: 900, height: 640 } },
  { name: "quote", address: "/quote?symbol=AAPL", colorScheme: "dark", viewport: { width: 390, height: 640 } },
] as const;

/** Takes a picture of every page, as somebody sees it who has traded for a while: `pnpm screenshots`. */
async function takeScreenshots(): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const bourse = await testServer({ policy: { sessionLifetime: 400 * 86_400 } });
  const person = await somebodyWithAPast(bourse);
  const nobody = await open(bourse);
  const url = await bourse.listen();
  const browser = await startChromium();
  const cookie = { name: SESSION_COOKIE, value: person.token, url, httpOnly: true, sameSite: "Lax" } as const;
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"] as const) {
      const context = await browser.newContext({ baseURL: url, viewport, colorScheme, reducedMotion: "reduce" });
      const page = await context.newPage();
      const take = async (route: string): Promise<void> => {
        const address = await addressOf(bourse, route, nobody);
        const answer = await page.goto(address);
        const isPage = answer?.headers()["content-type"]?.startsWith("text/html") && page.url() === url + address;
        if (!isPage) return;
        const name = route.split("?", 1)[0]?.slice(1).replaceAll(/\W+/g, "-") || "portfolio";
        await page.screenshot({ path: join(FOLDER, `${name}-${size}-${colorScheme}.png`), fullPage: true });
      };
      const routes = pageRoutes(bourse)
        .filter((route) => !/\.\w+$/.test(route))
        .map((route) => (route === "/quote" ? "/quote?symbol=AAPL" : route));
      for (const route of routes) await take(route);
      await context.addCookies([cookie]);
      for (const route of routes) await take(route);
      await context.close();
    }
  }
  for (const { name, address, ...options } of IN_README) {
    const context = await browser.newContext({ baseURL: url, reducedMotion: "reduce", ...options });
    await context.addCookies([cookie]);
    const page = await context.newPage();
    await page.goto(address);
    await page.screenshot({ path: join(FOLDER, `README-${name}.png`) });
    await context.close();
  }
  await browser.close();
  await bourse.close();
}

await takeScreenshots();
