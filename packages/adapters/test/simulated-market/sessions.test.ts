import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import { simulatedMarket } from "@bourse/adapters/simulated-market";
import { LISTED_STOCKS } from "@bourse/adapters/stock-list";
import {
  marketAt as tradingAt,
  formatMoney,
  freshnessOf,
  instant,
  type Instant,
  type LatestQuote,
  type Ticker,
} from "@bourse/core";
import { dateOf, errorOf, manualClock, tickerOf, valueOf } from "@bourse/testkit";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

const calendar = nyseCalendar();
const AAPL = tickerOf("AAPL");

function marketAt(at: number) {
  return simulatedMarket({ clock: manualClock(instant(at)), calendar });
}

async function quoteAt(at: number, ticker: Ticker = AAPL): Promise<LatestQuote> {
  return valueOf(await marketAt(at).latest(ticker));
}

const anyTime = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2029, 0, 1) }).map(instant);
const anyTicker = fc.constantFrom(...LISTED_STOCKS.keys());

function always(law: (at: Instant, ticker: Ticker) => Promise<void>): Promise<void> {
  return fc.assert(fc.asyncProperty(anyTime, anyTicker, law), { numRuns: 500 });
}

describe("the simulated market's days", () => {
  // Written down, so that another engine, version or machine that computes otherwise is found out.
  it("end at what they did everywhere", async () => {
    const market = marketAt(Date.UTC(2026, 11, 1));
    const closesOf = async (text: string) => {
      const closes = valueOf(await market.closes(tickerOf(text), dateOf("2026-11-24"), dateOf("2026-11-30")));
      return [...closes].map(([day, close]) => `${day} ${formatMoney(close)}`);
    };
    expect(await closesOf("AAPL")).toEqual([
      "2026-11-24 220.09",
      "2026-11-25 219.76",
      "2026-11-27 213.47",
      "2026-11-30 216.07",
    ]);
    expect(await closesOf("BRK.B")).toEqual([
      "2026-11-24 577.73",
      "2026-11-25 584.37",
      "2026-11-27 579.62",
      "2026-11-30 585.51",
    ]);
  });

  it("of a holiday, a weekend and half a day: the last quote stands", async () => {
    const { closesAt } = calendar.onOrBefore(dateOf("2026-11-27"));
    const close = await quoteAt(closesAt);
    expect(close.tradingDay).toBe("2026-11-27");
    for (const at of ["2026-11-27T18:00:01Z", "2026-11-28T12:00:00Z", "2026-11-30T14:29:59.999Z"].map(Date.parse)) {
      expect(await quoteAt(at)).toEqual({ ...close, fetchedAt: at });
    }
    expect((await quoteAt(Date.parse("2026-11-30T14:30:00Z"))).tradingDay).toBe("2026-11-30");
  });

  it("have a close from their last moment on, and none before", async () => {
    const { day, closesAt } = calendar.onOrBefore(dateOf("2026-11-20"));
    const closesAtTime = async (at: number) => [...valueOf(await marketAt(at).closes(AAPL, day, day)).keys()];
    expect(await closesAtTime(closesAt - 1)).toEqual([]);
    expect(await closesAtTime(closesAt)).toEqual([day]);
  });

  it("of the future have no close, and neither have those of an unknown stock", async () => {
    const market = marketAt(Date.UTC(2026, 10, 20, 15));
    const [from, to] = [dateOf("2026-11-20"), dateOf("2027-11-20")];
    expect(valueOf(await market.closes(AAPL, from, to))).toEqual(new Map());
    const unknown = tickerOf("NOPE");
    expect(errorOf(await market.closes(unknown, from, to))).toEqual({ kind: "TickerNotFound", ticker: unknown });
  });
});

describe("laws of the simulated market's days", () => {
  it("a day's close is its last quote's price, and stands until the next opening", () =>
    always(async (at, ticker) => {
      const { day, closesAt } = calendar.latest(at);
      const opening = calendar.next(at).opensAt;
      const closes = valueOf(await marketAt(opening).closes(ticker, day, day));
      for (const moment of [closesAt, closesAt + 1, opening - 1]) {
        const { price, tradingDay } = await quoteAt(moment, ticker);
        expect([tradingDay, price]).toEqual([day, closes.get(day)]);
      }
    }));

  it("the close before a quote is the close of the session before", () =>
    always(async (at, ticker) => {
      const { previousClose, tradingDay } = await quoteAt(at, ticker);
      const before = calendar.latest(instant(calendar.latest(at).opensAt - 1));
      const closes = valueOf(await marketAt(at).closes(ticker, before.day, tradingDay));
      expect(previousClose).toBe(closes.get(before.day));
    }));

  it("a close is the same whenever it is asked for", () =>
    always(async (at, ticker) => {
      const { day } = calendar.latest(instant(at - 4 * 86_400_000));
      const [then, later] = [marketAt(at), marketAt(at + 1e11)];
      expect(valueOf(await then.closes(ticker, day, day))).toEqual(valueOf(await later.closes(ticker, day, day)));
    }));

  it("a quote is fresh while the market is open, and closed while it is not", () =>
    always(async (at, ticker) => {
      const session = calendar.latest(at);
      const freshness = freshnessOf(await quoteAt(at, ticker), tradingAt(calendar, at, 60));
      expect(freshness).toBe(at < session.closesAt ? "fresh" : "closed");
    }));
});
