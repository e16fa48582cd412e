import assert from "node:assert/strict";
import {
  freshnessOf,
  isTradable,
  type LatestQuote,
  type Market,
  type Need,
  type QuoteOutcome,
  type QuoteSource,
} from "@bourse/core";
import type { Ticker } from "@bourse/core";
import { clause, type Clause } from "../contract.ts";
import { shown, timeShown } from "../shown.ts";
import { assertUnavailable, callOf, outcomeFor, soundQuote, type QuoteSourceSubject } from "./quote-source-subject.ts";
import { must, valueIn } from "./told.ts";

const NEEDS: readonly (Need | undefined)[] = [undefined, "look", "valuation", "trade"];

/** What the source answers for the ticker, by itself and in a list, beside what it was asked by. */
async function bothWays(port: QuoteSource, ticker: Ticker, need: Need | undefined): Promise<[string, QuoteOutcome][]> {
  const [alone, listed] = [callOf("latest", ticker, need), callOf("latestOf", [ticker], need)];
  return [
    [alone, await port.latest(ticker, need)],
    [listed, outcomeFor(listed, await port.latestOf([ticker], need), ticker)],
  ];
}

/** What was learnt before the source was cut off and outlasted: it is all that can be answered since. */
async function learntBefore({ port, known, memory }: QuoteSourceSubject): Promise<LatestQuote> {
  const learnt = valueIn(callOf("latest", known, "look"), await port.latest(known, "look"));
  await memory?.cutOff();
  await memory?.outlast();
  return learnt;
}

/** What must hold of a source that may answer what it learnt earlier. */
export const quoteMemory: readonly Clause<QuoteSourceSubject>[] = [
  clause("4. every need is met with a quote of the asked ticker", async ({ port, known, alsoKnown }) => {
    for (const need of NEEDS) {
      for (const ticker of [known, alsoKnown]) {
        for (const [call, outcome] of await bothWays(port, ticker, need)) soundQuote(call, outcome, ticker);
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
        for (const [call, outcome] of await bothWays(port, known, need)) {
          if (outcome.isErr()) assertUnavailable(call, outcome, known);
          else assertLearnt(call, outcome.value, learnt);
        }
      }
    },
  ),

  clause("4. for a trade nothing is answered that is too old, when nothing newer can be learnt", async (subject) => {
    const { port, known, memory } = subject;
    if (!memory) return;
    await learntBefore(subject);
    for (const [call, outcome] of await bothWays(port, known, "trade")) assertUnavailable(call, outcome, known);
  }),

  clause("4. for a trade nothing is answered that is too old, when something newer can be learnt", async (subject) => {
    const { port, known, alsoKnown, memory } = subject;
    if (!memory) return;
    for (const ticker of [known, alsoKnown]) {
      valueIn(callOf("latest", ticker, "look"), await port.latest(ticker, "look"));
    }
    await memory.outlast();
    for (const ticker of [known, alsoKnown]) {
      for (const [call, outcome] of await bothWays(port, ticker, "trade")) {
        if (outcome.isErr()) assertUnavailable(call, outcome, ticker);
        else assertTradable(call, outcome.value, memory.market());
      }
    }
  }),
];

function assertLearnt(call: string, quote: LatestQuote, learnt: LatestQuote): void {
  const rule = "nothing newer could be learnt, so that it must answer an error, or what it learnt earlier as it was";
  assert.deepEqual(quote, learnt, `${call}: ${rule}, ${shown(learnt)}; it answered ${shown(quote)}`);
}

function assertTradable(call: string, quote: LatestQuote, market: Market): void {
  const { tradingDay, fetchedAt } = quote;
  const found = `a price of ${tradingDay} that was fetched at ${timeShown(fetchedAt)}, while it is ${timeShown(market.now)}`;
  must(
    isTradable(freshnessOf(quote, market)),
    `${call} must answer a price that a trade may fill on, or QuoteUnavailable; it answered ${found}`,
  );
}
