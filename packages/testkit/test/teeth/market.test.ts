import { instant, money, type Money, type QuoteSource } from "@bourse/core";
import { quoteOf, tickerOf } from "@bourse/testkit";
import { quoteSourceContract } from "@bourse/testkit/contracts";
import { okAsync } from "neverthrow";
import { describe } from "vitest";
import { marketSubject } from "../subjects.ts";
import { hasTeeth, type Wrong } from "./bites.ts";

type Changed = (right: QuoteSource) => Partial<QuoteSource>;

const SOUND = "1. a quote is the asked ticker's, above zero, with its day, time and source";
const RIGHT = "1. a quote is what the source knows: its price, day and time";
const UNKNOWN = "2. a ticker that the market does not know is TickerNotFound";
const FAILING = "2. every failure to learn is QuoteUnavailable, with a time to try again";
const EACH = "3. latestOf answers each ticker it was asked for, as latest would";

function wrong(fault: string, changed: Changed, title: string): Wrong<Changed> {
  return [fault, () => changed, title];
}

function cents(price: Money): Money {
  return money(price / 100n);
}

const quotes: readonly Wrong<Changed>[] = [
  wrong(
    "answers another ticker",
    (right) => ({ latest: (ticker) => right.latest(ticker).map((quote) => ({ ...quote, ticker: tickerOf("MSFT") })) }),
    SOUND,
  ),
  wrong(
    "answers a price of zero",
    (right) => ({ latest: (ticker) => right.latest(ticker).map((quote) => ({ ...quote, price: money(0n) })) }),
    SOUND,
  ),
  wrong(
    "does not say where a price is from",
    (right) => ({ latest: (ticker) => right.latest(ticker).map((quote) => ({ ...quote, source: "" })) }),
    SOUND,
  ),
  wrong(
    "takes no close before for one of zero",
    (right) => ({
      latest: (ticker) => right.latest(ticker).map((quote) => ({ ...quote, previousClose: money(0n) })),
    }),
    SOUND,
  ),
  wrong(
    "counts cents",
    (right) => ({ latest: (ticker) => right.latest(ticker).map((quote) => ({ ...quote, price: cents(quote.price) })) }),
    RIGHT,
  ),
  wrong(
    "counts cents in a list alone",
    (right) => ({
      latestOf: async (tickers) =>
        new Map(
          [...(await right.latestOf(tickers))].map(([ticker, outcome]) => [
            ticker,
            outcome.map((quote) => ({ ...quote, price: cents(quote.price) })),
          ]),
        ),
    }),
    EACH,
  ),
  wrong(
    "says that a price was fetched when it was asked for",
    (right) => ({
      latest: (ticker) => right.latest(ticker).map((quote) => ({ ...quote, fetchedAt: instant(quote.fetchedAt + 1) })),
    }),
    RIGHT,
  ),
  wrong(
    "mixes up what was asked at once",
    (right) => {
      let last: ReturnType<typeof tickerOf> | null = null;
      return {
        latest: (ticker) => {
          last = ticker;
          return right.latest(ticker).map((quote) => ({ ...quote, ticker: last ?? ticker }));
        },
      };
    },
    "1. quotes asked for at once do not get mixed up",
  ),
  wrong(
    "makes up a price",
    () => ({ latest: (ticker) => okAsync({ ...quoteOf(ticker, "1.00"), previousClose: null }) }),
    UNKNOWN,
  ),
  wrong(
    "throws when it fails",
    (right) => ({
      latest: (ticker) =>
        right.latest(ticker).mapErr((error) => {
          if (error.kind === "QuoteUnavailable") throw new Error("the market is down");
          return error;
        }),
    }),
    FAILING,
  ),
  wrong(
    "takes a failure for an unknown ticker",
    (right) => ({ latest: (ticker) => right.latest(ticker).mapErr(() => ({ kind: "TickerNotFound", ticker })) }),
    FAILING,
  ),
  wrong(
    "names no time to try again",
    (right) => ({ latest: (ticker) => right.latest(ticker).mapErr((error) => ({ ...error, retryAfter: 0 })) }),
    FAILING,
  ),
  wrong("drops the last ticker", (right) => ({ latestOf: (tickers) => right.latestOf(tickers.slice(0, -1)) }), EACH),
  wrong(
    "answers only what it knows",
    (right) => ({
      latestOf: async (tickers) =>
        new Map([...(await right.latestOf(tickers))].filter(([, outcome]) => outcome.isOk())),
    }),
    EACH,
  ),
  wrong(
    "answers for what nobody asked",
    (right) => ({ latestOf: (tickers) => right.latestOf([...tickers, tickerOf("MSFT")]) }),
    "3. latestOf answers nothing for an empty list",
  ),
];

describe("the quote source's contract", () => {
  hasTeeth(quoteSourceContract, marketSubject, quotes);
});
