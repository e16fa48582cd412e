import assert from "node:assert/strict";
import type { Ticker } from "@bourse/core";
import { RACERS, racing, refusal, valueOf } from "../assertions.ts";
import { clause, type Contract } from "../contract.ts";
import { quoteMemory } from "./quote-memory.ts";
import { assertSound, assertUnavailable, outcomeFor, type QuoteSourceSubject } from "./quote-source-subject.ts";

/** What every QuoteSource must fulfil; the numbers are the port's promises. */
export const quoteSourceContract: Contract<QuoteSourceSubject> = {
  name: "QuoteSource",
  clauses: [
    clause("1. a quote is the asked ticker's, above zero, with its day, time and source", async (subject) => {
      const { port, known, alsoKnown } = subject;
      for (const ticker of [known, alsoKnown, known]) assertSound(valueOf(await port.latest(ticker)), ticker);
    }),

    clause("1. quotes asked for at once do not get mixed up", async ({ port, known, alsoKnown }) => {
      const tickerAt = (index: number): Ticker => (index % 2 ? known : alsoKnown);
      const quotes = await racing(RACERS, (index) => port.latest(tickerAt(index)));
      for (const [index, quote] of quotes.entries()) assertSound(valueOf(quote), tickerAt(index));
    }),

    clause("2. a ticker that the market does not know is TickerNotFound", async ({ port, unknown }) => {
      for (let asked = 0; asked < 2; asked += 1) {
        assert.deepEqual(refusal(await port.latest(unknown), "TickerNotFound"), {
          kind: "TickerNotFound",
          ticker: unknown,
        });
      }
    }),

    clause("2. every failure to learn is QuoteUnavailable, with a time to try again", async (subject) => {
      const { failing = [], known, alsoKnown } = subject;
      for (const source of failing) {
        assertUnavailable(await source.latest(known), known);
        const outcomes = await source.latestOf([known, alsoKnown]);
        for (const ticker of [known, alsoKnown]) assertUnavailable(outcomeFor(outcomes, ticker), ticker);
      }
    }),

    clause("3. latestOf answers each ticker it was asked for, as latest would", async (subject) => {
      const { port, known, alsoKnown, unknown } = subject;
      const outcomes = await port.latestOf([known, unknown, alsoKnown]);
      assert.deepEqual([...outcomes.keys()].toSorted(), [known, unknown, alsoKnown].toSorted());
      for (const ticker of [known, alsoKnown]) assertSound(valueOf(outcomeFor(outcomes, ticker)), ticker);
      const error = refusal(outcomeFor(outcomes, unknown), "TickerNotFound");
      assert.deepEqual(error, { kind: "TickerNotFound", ticker: unknown });
    }),

    clause("3. latestOf answers a ticker once, however often it is in the list", async ({ port, known, alsoKnown }) => {
      const outcomes = await port.latestOf([known, alsoKnown, known, known]);
      assert.equal(outcomes.size, 2);
      for (const ticker of [known, alsoKnown]) assertSound(valueOf(outcomeFor(outcomes, ticker)), ticker);
    }),

    clause("3. latestOf answers nothing for an empty list", async ({ port, failing = [] }) => {
      for (const source of [port, ...failing]) assert.equal((await source.latestOf([])).size, 0);
    }),

    ...quoteMemory,
  ],
};
