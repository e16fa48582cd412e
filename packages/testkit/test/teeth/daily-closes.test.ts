import { money, type Closes, type DailyCloses, type LocalDate, type Money } from "@bourse/core";
import { dateOf, manualCalendar, moneyOf, tickerOf } from "@bourse/testkit";
import { dailyClosesContract } from "@bourse/testkit/contracts";
import { okAsync } from "neverthrow";
import { describe } from "vitest";
import { marketSubject } from "../subjects.ts";
import { hasTeeth, type Wrong } from "./bites.ts";

type Changed = (right: DailyCloses) => Partial<DailyCloses>;

const EVERY_DAY = "1. closes are the asked ticker's, of every day that has one and no other";
const WINDOW = "1. a window has the closes of its days alone, both ends included";
const LATER = "2. a close that was answered is the same later";
const FAILING = "3. every failure to learn is QuoteUnavailable, with a time to try again";

/** Answers as the right one does, once `change` has had its way with the closes. */
function changing(change: (closes: Closes) => Iterable<readonly [LocalDate, Money]>): () => Changed {
  return () => (right) => ({
    closes: (ticker, from, to) => right.closes(ticker, from, to).map((closes) => new Map(change(closes))),
  });
}

const TODAY = dateOf("2026-06-15");

const wrongs: readonly Wrong<Changed>[] = [
  ["answers a close of zero", changing((closes) => [...closes].map(([day]) => [day, money(0n)])), EVERY_DAY],
  ["leaves out the last day", changing((closes) => [...closes].slice(0, -1)), EVERY_DAY],
  [
    "answers another ticker's",
    () => (right) => ({ closes: (_, from, to) => right.closes(tickerOf("AAPL"), from, to) }),
    EVERY_DAY,
  ],
  [
    "fills the days without a session",
    () => (right) => ({
      closes: (ticker, from, to) =>
        right.closes(ticker, from, to).map((closes) => {
          const days = manualCalendar().between(from, to).slice(0, -1);
          return new Map(days.map(({ day }) => [day, closes.get(day) ?? moneyOf("1.00")]));
        }),
    }),
    EVERY_DAY,
  ],
  [
    "answers all it knows, whichever window is asked",
    () => (right) => ({ closes: (ticker) => right.closes(ticker, dateOf("2026-06-10"), TODAY) }),
    WINDOW,
  ],
  [
    "leaves out the window's end",
    () => (right) => ({
      closes: (ticker, from, to) =>
        right.closes(ticker, from, to).map((closes) => new Map([...closes].filter(([day]) => day < to))),
    }),
    WINDOW,
  ],
  [
    "mixes up what was asked at once",
    () => (right) => {
      let last = tickerOf("AAPL");
      return {
        closes: (ticker, from, to) => {
          last = ticker;
          return okAsync(null).andThen(() => right.closes(last, from, to));
        },
      };
    },
    "1. closes asked for at once do not get mixed up",
  ],
  [
    "tells a price of today as its close",
    () => (right) => ({
      closes: (ticker, from, to) =>
        right
          .closes(ticker, from, to)
          .map((closes) => new Map(to < TODAY ? closes : [...closes, [TODAY, moneyOf("112.00")] as const])),
    }),
    "1. a session that is not over has no close",
  ],
  [
    "answers what it asked first, whichever window comes after",
    () => (right) => {
      const known = new Map<string, ReturnType<DailyCloses["closes"]>>();
      return {
        closes: (ticker, from, to) => {
          const found = known.get(ticker) ?? right.closes(ticker, from, to);
          known.set(ticker, found);
          return found.map((closes) => new Map([...closes].filter(([day]) => day >= from && day <= to)));
        },
      };
    },
    "2. a close is the same in whichever order windows are asked",
  ],
  [
    "adjusts what it answered, as for a split",
    () => (right) => {
      let asked = 0;
      return {
        closes: (ticker, from, to) => {
          asked += 1;
          const split = asked > 2 ? 10n : 1n;
          const adjusted = (closes: Closes) => [...closes].map(([day, close]) => [day, money(close * split)] as const);
          return right.closes(ticker, from, to).map((closes) => new Map(adjusted(closes)));
        },
      };
    },
    LATER,
  ],
  [
    "forgets what it answered",
    () => (right) => {
      let asked = 0;
      return {
        closes: (ticker, from, to) => {
          asked += 1;
          return asked > 2 ? okAsync(new Map()) : right.closes(ticker, from, to);
        },
      };
    },
    LATER,
  ],
  [
    "makes up closes",
    () => () => ({ closes: (_, from) => okAsync(new Map([[from, moneyOf("1.00")]])) }),
    "3. a ticker of which the source knows nothing is TickerNotFound",
  ],
  [
    "takes a failure for a window without closes",
    () => (right) => ({
      closes: (ticker, from, to) =>
        right
          .closes(ticker, from, to)
          .orElse((error) => (error.kind === "QuoteUnavailable" ? okAsync(new Map()) : right.closes(ticker, from, to))),
    }),
    FAILING,
  ],
  [
    "names no time to try again",
    () => (right) => ({
      closes: (ticker, from, to) => right.closes(ticker, from, to).mapErr((error) => ({ ...error, retryAfter: 0 })),
    }),
    FAILING,
  ],
];

describe("the daily closes' contract", () => {
  hasTeeth(dailyClosesContract, marketSubject, wrongs);
});
