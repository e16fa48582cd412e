import type { Browser, BrowserContextOptions } from "playwright-core";
import { open, type Person } from "../../support/people.ts";
import { testServer, type TestServer, type TestServerOptions } from "../../support/server.ts";
import { startChromium } from "./chromium.ts";
import { signVisitorIn, visitorAt, type Visitor } from "./visitor.ts";

/** A server in this process, and a browser to visit it with. */
export type Site = {
  readonly url: string;
  readonly bourse: TestServer;
  readonly browser: Browser;
  readonly visit: (options?: BrowserContextOptions) => Promise<Visitor>;
  /** Visits it as somebody who is signed in; somebody new, who has nothing, unless told. */
  readonly visitAs: (person: Person, options?: BrowserContextOptions) => Promise<Visitor>;
  readonly person: () => Promise<Person>;
  readonly close: () => Promise<void>;
};

export async function openSite(options: TestServerOptions = {}): Promise<Site> {
  // Whoever has a past has lived through some days, and is signed in all the while.
  const bourse = await testServer({ ...options, policy: { sessionLifetime: 30 * 86_400, ...options.policy } });
  const url = await bourse.listen();
  const browser = await startChromium();
  return {
    url,
    bourse,
    browser,
    visit: (given) => visitorAt(browser, url, given),
    visitAs: async ({ token }, given) => {
      const visitor = await visitorAt(browser, url, given);
      await signVisitorIn(visitor, url, token);
      return visitor;
    },
    person: () => open(bourse),
    close: async () => {
      await browser.close();
      await bourse.close();
    },
  };
}
