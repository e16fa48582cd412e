import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import { cachedQuotes } from "@bourse/adapters/quote-cache";
import { FREE_PLAN, requestBudget, tickerDemand, type RequestBudget } from "@bourse/adapters/request-budget";
import { sqliteBudgetStore, sqliteQuoteStore } from "@bourse/adapters/sqlite";
import { instant, type Instant, type Need, type QuoteOutcome, type QuoteSource, type Ticker } from "@bourse/core";
import { manualMarket, type ManualMarket } from "@bourse/testkit";
import { err, ResultAsync } from "neverthrow";
import { newStore } from "../sqlite/store.ts";
import { virtualTime, type VirtualTime } from "../virtual-time.ts";
import { MAX_QUOTE_AGE } from "./stage.ts";

const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The first moment of Monday, 15 June 2026, in New York. */
export const MIDNIGHT: Instant = instant(Date.UTC(2026, 5, 15, 4));

/** A server's prices on a free key: a cache over a budget over a market, kept in one file. */
export type FreeKey = {
  readonly time: VirtualTime;
  readonly market: ManualMarket;
  /** What the market was asked, and when. */
  readonly asked: { readonly ticker: Ticker; readonly need: Need; readonly at: number }[];
  readonly quotes: () => QuoteSource;
  readonly budget: () => RequestBudget;
  /** Ends the process and begins another over the same file. */
  readonly restart: () => void;
  readonly dispose: () => Promise<void>;
};

export function freeKey(start: Instant = MIDNIGHT): FreeKey {
  const time = virtualTime(start);
  const { clock, wait } = time;
  const calendar = nyseCalendar();
  const market = manualMarket(clock, calendar);
  const asked: FreeKey["asked"] = [];
  const { db, reopen, dispose } = newStore();

  function serverOver(file: ReturnType<typeof db>): { readonly quotes: QuoteSource; readonly budget: RequestBudget } {
    const demand = tickerDemand();
    const budget = requestBudget({ store: sqliteBudgetStore(file), clock, plan: FREE_PLAN, demand, wait });
    const source = budgeted(market, budget, (ticker, need) => asked.push({ ticker, need, at: time.elapsed() }));
    const store = sqliteQuoteStore(file);
    const rest = { calendar, clock, maxQuoteAge: MAX_QUOTE_AGE, demand, wait };
    return { quotes: cachedQuotes({ source, store, ...rest }), budget };
  }

  let server = serverOver(db());
  return {
    time,
    market,
    asked,
    quotes: () => server.quotes,
    budget: () => server.budget,
    restart: () => {
      server = serverOver(reopen());
    },
    dispose,
  };
}

/** So many listed tickers: AA, BA, CA … */
export function list(market: ManualMarket, count: number): readonly Ticker[] {
  return Array.from({ length: count }, (_, number) =>
    market.set(String.fromCharCode(65 + (number % 26), 65 + Math.floor(number / 26)), "10.00"),
  );
}

/** As an adapter asks: leave from the budget first, then the market. */
function budgeted(market: QuoteSource, budget: RequestBudget, note: (ticker: Ticker, need: Need) => void): QuoteSource {
  async function latest(ticker: Ticker, need: Need): Promise<QuoteOutcome> {
    const leave = await budget.take(need, ticker);
    if (leave.isErr()) return err({ kind: "QuoteUnavailable", ticker, ...leave.error });
    note(ticker, need);
    const outcome = await market.latest(ticker, need);
    leave.value.over({ kind: "Answered" });
    return outcome;
  }
  return {
    latest: (ticker, need = "look") => new ResultAsync(latest(ticker, need)),
    latestOf: async (tickers, need = "look") =>
      new Map(await Promise.all(tickers.map(async (ticker) => [ticker, await latest(ticker, need)] as const))),
  };
}
