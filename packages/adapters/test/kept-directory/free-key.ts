import { setTimeout } from "node:timers/promises";
import { alphaVantage } from "@bourse/adapters/alpha-vantage";
import { keptCloses } from "@bourse/adapters/daily-closes";
import { keptDirectory } from "@bourse/adapters/kept-directory";
import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import { cachedQuotes } from "@bourse/adapters/quote-cache";
import { FREE_PLAN, requestBudget, tickerDemand } from "@bourse/adapters/request-budget";
import { sqliteBudgetStore, sqliteCloseStore, sqliteProfileStore, sqliteQuoteStore } from "@bourse/adapters/sqlite";
import { listedStocks } from "@bourse/adapters/stock-list";
import type { DailyCloses, Instant, QuoteSource, StockDirectory } from "@bourse/core";
import { fakeAlphaVantage, type FakeAlphaVantage } from "@bourse/testkit/fake-alpha-vantage";
import { onTestFinished } from "vitest";
import { newStore } from "../sqlite/store.ts";
import { virtualTime, type VirtualTime } from "../virtual-time.ts";
import { DAY, MINUTE, SECOND } from "./stage.ts";

type Server = { readonly quotes: QuoteSource; readonly closes: DailyCloses; readonly directory: StockDirectory };

/** A server's market on a free key, of real parts: over HTTP to a fake Alpha Vantage, kept in one SQLite file. */
export type FreeKey = {
  readonly time: VirtualTime;
  readonly fake: FakeAlphaVantage;
  readonly server: () => Server;
  /** Ends the process and begins another over the same file. */
  readonly restart: () => void;
  /** What Alpha Vantage was asked so far: each function with what about. */
  readonly asked: () => readonly string[];
};

export async function freeKey(start: Instant): Promise<FreeKey> {
  const time = virtualTime(start);
  const { clock, wait } = time;
  const calendar = nyseCalendar();
  const fake = await fakeAlphaVantage({ clock, calendar });
  const { db, reopen, dispose } = newStore();
  onTestFinished(async () => {
    await fake.close();
    await dispose();
  });

  function serverOver(file: ReturnType<typeof db>): Server {
    const demand = tickerDemand();
    const budget = requestBudget({ store: sqliteBudgetStore(file), clock, plan: FREE_PLAN, demand, wait });
    const source = alphaVantage({ apiKey: "A-FREE-KEY", url: fake.url, clock, calendar, budget });
    // Answers come over a real network, which virtual time does not wait for: nobody loses patience here.
    const patient = { clock, wait, patience: DAY };
    const budgetNow = async () => (await budget.state()).unwrapOr(null);
    return {
      quotes: cachedQuotes({
        source: source.quotes,
        store: sqliteQuoteStore(file),
        calendar,
        demand,
        maxQuoteAge: 900,
        ...patient,
      }),
      closes: keptCloses({
        source: source.closes,
        store: sqliteCloseStore(file),
        calendar,
        budget: budgetNow,
        ...patient,
      }),
      directory: keptDirectory({
        source: source.directory,
        fallback: listedStocks(),
        store: sqliteProfileStore(file),
        budget: budgetNow,
        ...patient,
      }),
    };
  }

  let server = serverOver(db());
  return {
    time,
    fake,
    server: () => server,
    restart: () => {
      server = serverOver(reopen());
    },
    asked: () =>
      fake
        .requests()
        .map(({ function: name, parameters }) => `${name} ${parameters["symbol"] ?? parameters["keywords"]}`),
  };
}

/** Waits for a real answer, while virtual time goes on a second at a time for whatever waits for its turn. */
export async function inTime<Answer>({ time }: FreeKey, answer: PromiseLike<Answer>): Promise<Answer> {
  const settled = Promise.resolve(answer);
  for (let second = 0; second < 5 * (MINUTE / SECOND); second += 1) {
    const isLate = await Promise.race([settled.then(() => false), setTimeout(10, true)]);
    if (!isLate) break;
    await time.pass(SECOND);
  }
  return settled;
}
