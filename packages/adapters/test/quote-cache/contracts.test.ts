import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import { cachedQuotes, type QuoteCacheOptions } from "@bourse/adapters/quote-cache";
import { simulatedMarket } from "@bourse/adapters/simulated-market";
import { marketAt, type Clock, type QuoteSource } from "@bourse/core";
import { manualClock, manualMarket, tickerOf, verifyContract } from "@bourse/testkit";
import { quoteSourceContract, type QuoteSourceSubject } from "@bourse/testkit/contracts";
import { errAsync } from "neverthrow";
import { describe, it } from "vitest";
import { MAX_QUOTE_AGE } from "./stage.ts";
import { STORES, type StoreUnderTest } from "./stores.ts";

const tickers = { known: tickerOf("AAPL"), alsoKnown: tickerOf("BRK.B"), unknown: tickerOf("NOPE") };
const calendar = nyseCalendar();

function listed(clock: Clock): ReturnType<typeof manualMarket> {
  const market = manualMarket(clock, calendar);
  market.set("AAPL", "190.00");
  market.set("BRK.B", "410.00");
  return market;
}

function failing(clock: Clock): QuoteSource {
  const market = listed(clock);
  market.fail("AAPL");
  market.fail("BRK.B", 1);
  return market;
}

/** A source that can be cut off. */
function severable(source: QuoteSource): { readonly source: QuoteSource; readonly cutOff: () => void } {
  let isCut = false;
  const latest: QuoteSource["latest"] = (ticker, need) =>
    isCut
      ? errAsync({ kind: "QuoteUnavailable", ticker, reason: "cut off", retryAfter: 60 })
      : source.latest(ticker, need);
  const latestOf: QuoteSource["latestOf"] = async (asked, need) =>
    new Map(await Promise.all(asked.map(async (ticker) => [ticker, await latest(ticker, need)] as const)));
  return { source: { latest, latestOf }, cutOff: () => void (isCut = true) };
}

async function make(
  source: (clock: Clock) => QuoteSource,
  open: () => StoreUnderTest,
  options: Partial<QuoteCacheOptions>,
): Promise<QuoteSourceSubject> {
  const clock = manualClock();
  const [store, empty] = [open(), open()];
  const over = (inner: QuoteSource, under: StoreUnderTest): QuoteSource =>
    cachedQuotes({ source: inner, store: under.store, calendar, clock, maxQuoteAge: MAX_QUOTE_AGE, ...options });
  const { source: inner, cutOff } = severable(source(clock));
  const right = await source(clock).latestOf([tickers.known, tickers.alsoKnown]);
  return {
    port: over(inner, store),
    failing: [over(failing(clock), empty)],
    ...tickers,
    answer: (ticker) => right.get(ticker)?.unwrapOr(null) ?? {},
    memory: {
      cutOff,
      outlast: () => clock.advance(MAX_QUOTE_AGE * 1000 + 1),
      market: () => marketAt(calendar, clock.now(), MAX_QUOTE_AGE),
    },
    dispose: async () => {
      await store.dispose();
      await empty.dispose();
    },
  };
}

const SOURCES = [
  { over: "a market that a test controls", source: listed },
  { over: "the simulated market", source: (clock: Clock) => simulatedMarket({ clock, calendar }) },
];
const KINDS = [
  { kind: "with room for all", options: {} },
  // Every ticker but one has always been forgotten.
  { kind: "with room for one", options: { capacity: 1 } },
  { kind: "that asks together", options: { together: true } },
];

describe.each(SOURCES)("a quote cache over $over", ({ source }) => {
  describe.each(STORES)("and $name", ({ open }) => {
    describe.each(KINDS)("$kind", ({ options }) => {
      verifyContract(quoteSourceContract, () => make(source, open, options), { describe, it });
    });
  });
});
