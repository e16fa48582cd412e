import assert from "node:assert/strict";
import {
  freshnessOf,
  isTradable,
  type LatestQuote,
  type Need,
  type QuoteOutcome,
  type QuoteSource,
} from "@bourse/core";
import type { Ticker } from "@bourse/core";
import { valueOf } from "../assertions.ts";
import { clause, type Clause } from "../contract.ts";
import { assertSound, assertUnavailable, outcomeFor, type QuoteSourceSubject } from "./quote-source-subject.ts";

const NEEDS: readonly (Need | undefined)[] = [undefined, "look", "valuation", "trade"];

/** What the source answers for the ticker, by itself and in a list. */
async function bothWays(port: QuoteSource, ticker: Ticker, need: Need | undefined): Promise<QuoteOutcome[]> {
  return [await port.latest(ticker, need), outcomeFor(await port.latestOf([ticker], need), ticker)];
}

/** What was learnt before the source was cut off and outlasted: it is all that can be answered since. */
async function learntBefore({ port, known, memory }: QuoteSourceSubject): Promise<LatestQuote> {
  const learnt = valueOf(await port.latest(known, "look"));
  memory?.cutOff();
  await memory?.outlast();
  return learnt;
}

/** What must hold of a source that may answer what it learnt earlier. */
export const quoteMemory: readonly Clause<QuoteSourceSubject>[] = [
  clause("4. every need is met with a quote of the asked ticker", async ({ port, known, alsoKnown }) => {
    for (const need of NEEDS) {
      for (const ticker of [known, alsoKnown]) {
        for (const outcome of await bothWays(port, ticker, need)) assertSound(valueOf(outcome), ticker);
      }
    }
  }),

  clause(
    "4. what was learnt earlier is answered with the time at which it was learnt, or not at all",
    async (subject) => {
      const { port, known, memory } = subject;
      if (!memory) return;
      const learnt = await learntBefore(subject);
      for (const need of [undefined, "look", "valuation"] as const) {
        for (const outcome of await bothWays(port, known, need)) {
          if (outcome.isOk()) assert.deepEqual(outcome.value, learnt, `for ${need}`);
          else assertUnavailable(outcome, known);
        }
      }
    },
  ),

  clause("4. for a trade nothing is answered that is too old, when nothing newer can be learnt", async (subject) => {
    const { port, known, memory } = subject;
    if (!memory) return;
    await learntBefore(subject);
    for (const outcome of await bothWays(port, known, "trade")) assertUnavailable(outcome, known);
  }),

  clause("4. for a trade nothing is answered that is too old, when something newer can be learnt", async (subject) => {
    const { port, known, alsoKnown, memory } = subject;
    if (!memory) return;
    for (const ticker of [known, alsoKnown]) valueOf(await port.latest(ticker, "look"));
    await memory.outlast();
    for (const ticker of [known, alsoKnown]) {
      for (const outcome of await bothWays(port, ticker, "trade")) {
        if (outcome.isErr()) assertUnavailable(outcome, ticker);
        else
          assert.ok(isTradable(freshnessOf(outcome.value, memory.market())), `fetched at ${outcome.value.fetchedAt}`);
      }
    }
  }),
];
