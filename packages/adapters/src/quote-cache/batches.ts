import type { Need, QuoteOutcome, QuoteSource, Ticker } from "@bourse/core";
import { err } from "neverthrow";
import { unavailable } from "./entry.ts";

export type AskFor = (ticker: Ticker, need: Need) => PromiseLike<QuoteOutcome>;

/** Asks together for what is asked for in one turn of the event loop, for a source that answers many in one request. */
export function inBatches(source: QuoteSource): AskFor {
  const gathering = new Map<Need, { readonly tickers: Ticker[]; readonly outcomes: Promise<Outcomes> }>();

  async function gathered(tickers: readonly Ticker[], need: Need): Promise<Outcomes> {
    await Promise.resolve();
    gathering.delete(need);
    return source.latestOf(tickers, need);
  }

  return async (ticker, need) => {
    let batch = gathering.get(need);
    if (!batch) {
      const tickers: Ticker[] = [];
      batch = { tickers, outcomes: gathered(tickers, need) };
      gathering.set(need, batch);
    }
    batch.tickers.push(ticker);
    const outcomes = await batch.outcomes;
    return outcomes.get(ticker) ?? err(unavailable(ticker, NO_ANSWER));
  };
}

type Outcomes = ReadonlyMap<Ticker, QuoteOutcome>;

const NO_ANSWER = { reason: "the source did not answer for this stock", retryAfter: 60 };
