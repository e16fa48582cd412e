import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dataFolder, startServer } from "../process/support/server-process.ts";
import { testServer } from "../support/server.ts";
import { NO_CHROMIUM, startChromium } from "./support/chromium.ts";
import { keyboard, mouse, type Hands } from "./support/hands.ts";
import { expectJourney } from "./support/journey.ts";
import { stepsOf } from "./support/steps.ts";
import { DESKTOP, LONG_TEST, TELEPHONE, visitorAt } from "./support/visitor.ts";

type Way = readonly [name: string, hands: (page: Page) => Hands, options: BrowserContextOptions];

const WAYS: readonly Way[] = [
  ["by keyboard on a telephone", keyboard, TELEPHONE],
  ["without any script", mouse, { ...DESKTOP, javaScriptEnabled: false }],
];

/** None of them whole dollars, the first with a fraction of a cent. */
const PRICES = ["113.3725", "111.09"];

function thatIs<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error("there is none yet");
  return value;
}

describe.skipIf(NO_CHROMIUM)("from opening an account to closing it", { timeout: LONG_TEST }, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await startChromium();
  });

  afterAll(() => browser.close());

  it.each(WAYS)("%s", async (_, hands, options) => {
    const bourse = await testServer();
    bourse.market.set("AAPL", "112.00");
    const url = await bourse.listen();
    const { page } = await visitorAt(browser, url, options);
    const prices = PRICES.values();
    await expectJourney(stepsOf(page, hands(page)), {
      moveMarket: () => void bourse.market.set("AAPL", thatIs(prices.next().value)),
      mailedLink: () => `/reset/${thatIs(bourse.mail.outbox().at(-1)).token}`,
    });
    expect(bourse.mail.outbox(), "mail to an address that is closed").toStrictEqual([]);
    await bourse.close();
  });

  it("by mouse on a desktop, on a server as it is run, with its mail in files", async () => {
    const folder = dataFolder();
    const url = await startServer(folder).url;
    const { page } = await visitorAt(browser, url, DESKTOP);
    const mails = join(folder, "mail");
    await expectJourney(stepsOf(page, mouse(page)), {
      moveMarket: () => undefined,
      mailedLink: () => {
        const mail = readFileSync(
          join(mails, thatIs(readdirSync(mails).find((file) => file.endsWith(".eml")))),
          "utf8",
        );
        return thatIs(/^http:\S+\/reset\/\S+/m.exec(mail)?.[0]);
      },
    });
  });
});
