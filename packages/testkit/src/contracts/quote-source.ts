import type { Ticker } from "@bourse/core";
import { RACERS, racing } from "../assertions.ts";
import { clause, type Contract } from "../contract.ts";
import { contractOf } from "./handles.ts";
import { quoteMemory } from "./quote-memory.ts";
import {
  assertAnswer,
  assertUnavailable,
  assertUnknown,
  callOf,
  outcomeFor,
  soundQuote,
  type QuoteSourceSubject,
} from "./quote-source-subject.ts";
import { mapIn, must } from "./told.ts";

/** What every QuoteSource must fulfil; the numbers are the port's promises. */
export const quoteSourceContract: Contract<QuoteSourceSubject> = contractOf(
  "QuoteSource",
  { port: "object", known: "string", alsoKnown: "string", unknown: "string", answer: "function" },
  [
    clause("1. a quote is the asked ticker's, above zero, with its day, time and source", async (subject) => {
      const { port, known, alsoKnown } = subject;
      for (const ticker of [known, alsoKnown, known]) {
        soundQuote(callOf("latest", ticker), await port.latest(ticker), ticker);
      }
    }),

    clause("1. a quote is what the source knows: its price, day and time", async ({ port, answer, ...subject }) => {
      for (const ticker of [subject.known, subject.alsoKnown]) {
        const call = callOf("latest", ticker);
        assertAnswer(call, soundQuote(call, await port.latest(ticker), ticker), answer(ticker));
      }
    }),

    clause("1. quotes asked for at once do not get mixed up", async ({ port, known, alsoKnown }) => {
      const tickerAt = (index: number): Ticker => (index % 2 ? known : alsoKnown);
      const quotes = await racing(RACERS, (index) => port.latest(tickerAt(index)));
      for (const [index, quote] of quotes.entries()) {
        const ticker = tickerAt(index);
        soundQuote(`${callOf("latest", ticker)}, one of ${RACERS} at once,`, quote, ticker);
      }
    }),

    clause("2. a ticker that the market does not know is TickerNotFound", async ({ port, unknown }) => {
      for (let asked = 0; asked < 2; asked += 1) {
        assertUnknown(callOf("latest", unknown), await port.latest(unknown), unknown);
      }
    }),

    clause("2. every failure to learn is QuoteUnavailable, with a time to try again", async (subject) => {
      const tickers = [subject.known, subject.alsoKnown];
      for (const [index, source] of (subject.failing ?? []).entries()) {
        const by = `failing[${index}].`;
        assertUnavailable(by + callOf("latest", subject.known), await source.latest(subject.known), subject.known);
        const outcomes = await source.latestOf(tickers);
        const call = by + callOf("latestOf", tickers);
        for (const ticker of tickers) assertUnavailable(call, outcomeFor(call, outcomes, ticker), ticker);
      }
    }),

    clause("3. latestOf answers each ticker it was asked for, as latest would", async (subject) => {
      const { port, known, alsoKnown, unknown } = subject;
      const tickers = [known, unknown, alsoKnown];
      const outcomes = await port.latestOf(tickers);
      const call = callOf("latestOf", tickers);
      for (const ticker of [known, alsoKnown]) {
        const quote = soundQuote(call, outcomeFor(call, outcomes, ticker), ticker);
        assertAnswer(call, quote, subject.answer(ticker));
      }
      assertUnknown(call, outcomeFor(call, outcomes, unknown), unknown);
      assertOnly(call, tickers, outcomes);
    }),

    clause("3. latestOf answers a ticker once, however often it is in the list", async ({ port, known, alsoKnown }) => {
      const tickers = [known, alsoKnown, known, known];
      const outcomes = await port.latestOf(tickers);
      const call = callOf("latestOf", tickers);
      for (const ticker of [known, alsoKnown]) soundQuote(call, outcomeFor(call, outcomes, ticker), ticker);
      assertOnly(call, tickers, outcomes);
    }),

    clause("3. latestOf answers nothing for an empty list", async ({ port, failing = [] }) => {
      for (const source of [port, ...failing]) assertOnly(callOf("latestOf", []), [], await source.latestOf([]));
    }),

    ...quoteMemory,
  ],
);

function assertOnly(call: string, tickers: readonly Ticker[], outcomes: ReadonlyMap<Ticker, unknown>): void {
  const unasked = [...mapIn(call, outcomes).keys()].filter((ticker) => !tickers.includes(ticker));
  must(unasked.length === 0, `${call} must answer nothing else; it answered ${unasked.join(", ")} as well`);
}
