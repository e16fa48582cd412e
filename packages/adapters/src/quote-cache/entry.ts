import {
  freshnessOf,
  instant,
  isTradable,
  type Instant,
  type LatestQuote,
  type Market,
  type Need,
  type QuoteOutcome,
  type QuoteSource,
  type QuoteUnavailable,
  type Ticker,
  type TickerNotFound,
} from "@bourse/core";
import { err, ok, ResultAsync } from "neverthrow";
import type { KeptQuote } from "../price-stores/index.ts";

/** The last attempt to learn a price that came to nothing, and for how long it need not be repeated. */
type Failure = { readonly need: Need; readonly reason: string; readonly from: Instant; readonly until: Instant };

/** What is known of a ticker. It never changes; what is learnt makes another. */
export type Entry = {
  readonly ticker: Ticker;
  readonly kept: KeptQuote;
  readonly failure: Failure | null;
  /** What all are told while it is settled, made once: a promise for each caller would be most of a look-up's cost. */
  readonly answer: ReturnType<QuoteSource["latest"]>;
};

/** How long it is believed that the market knows no such ticker, in seconds: one never seen before, and one that had a quote. */
export type Belief = { readonly unknownFor: number; readonly doubtedFor: number };

const NOTHING: KeptQuote = { quote: null, unknownSince: null };
const STILL_ASKING = { reason: "the price has been asked for, and is not there yet", retryAfter: 5 };
/** How long a source that answers with too old a price is left alone, in seconds. */
const OLD_PRICE_RETRY = 60;
const HOUR = 3600;

export function entryOf(ticker: Ticker, kept: KeptQuote | null, failure: Failure | null = null): Entry {
  const known = kept ?? NOTHING;
  const outcome = known.quote && known.unknownSince === null ? ok(known.quote) : err(unknown(ticker));
  return { ticker, kept: known, failure, answer: new ResultAsync(Promise.resolve(outcome)) };
}

/** Whether nothing needs to be asked: the quote may still be used, or the market has lately said that there is none. */
export function isSettled({ kept: { quote, unknownSince } }: Entry, market: Market, belief: Belief): boolean {
  if (unknownSince === null) return quote !== null && isTradable(freshnessOf(quote, market));
  const seconds = quote ? belief.doubtedFor : belief.unknownFor;
  // A time to come is of a clock that was wrong.
  return unknownSince <= market.now && market.now < unknownSince + seconds * 1000;
}

const URGENCY: Readonly<Record<Need, number>> = { look: 0, valuation: 1, trade: 2 };

/** Whether asking for this need has just failed: what failed for a trade fails for a look, but not the other way round. */
export function hasFailed({ failure }: Entry, need: Need, now: Instant): boolean {
  return failure !== null && URGENCY[failure.need] >= URGENCY[need] && failure.from <= now && now < failure.until;
}

/**
 * What can be said when nothing more is learnt in time. The last known quote, with its true age, serves a look and a
 * valuation; a trade only when it may fill on it.
 */
export function outcomeOf(entry: Entry, need: Need, market: Market, belief: Belief): QuoteOutcome {
  const { ticker, kept } = entry;
  const settled = isSettled(entry, market, belief);
  if (settled && kept.unknownSince !== null) return err(unknown(ticker));
  if (kept.quote && (settled || need !== "trade")) return ok(kept.quote);
  if (!entry.failure || !hasFailed(entry, need, market.now)) return err(unavailable(ticker, STILL_ASKING));
  const { reason, until } = entry.failure;
  return err(unavailable(ticker, { reason, retryAfter: Math.ceil((until - market.now) / 1000) }));
}

/** What is known once the source has answered. */
export function afterOutcome(before: Entry, need: Need, outcome: QuoteOutcome, market: Market, belief: Belief): Entry {
  const { ticker } = before;
  const failed = (kept: KeptQuote, reason: string, seconds: number): Entry =>
    entryOf(ticker, kept, { need, reason, from: market.now, until: instant(market.now + seconds * 1000) });

  if (outcome.isErr()) {
    const { error } = outcome;
    if (error.kind === "QuoteUnavailable") return failed(before.kept, error.reason, Math.max(error.retryAfter, 1));
    return entryOf(ticker, { quote: before.kept.quote, unknownSince: market.now });
  }
  const quote = outcome.value;
  if (quote.ticker !== ticker) return failed(before.kept, "the source answered for another stock", OLD_PRICE_RETRY);
  const learnt = entryOf(ticker, { quote, unknownSince: null });
  // Or else every caller would ask again for what the source does not have.
  return isSettled(learnt, market, belief)
    ? learnt
    : failed(learnt.kept, "the source has only an old price", oldPriceRetry(before, need, quote, market));
}

/**
 * A day that has stood still since the last answer, such as a delisted stock's, hardly moves within a minute: asked for each
 * time that a portfolio is looked at, it would use up a free key's day. An hour for each day that it is behind, up to a day;
 * whoever wants to trade may ask again after one.
 */
function oldPriceRetry(before: Entry, need: Need, { tradingDay }: LatestQuote, market: Market): number {
  if (before.kept.quote?.tradingDay !== tradingDay || tradingDay >= market.dayBefore()) return OLD_PRICE_RETRY;
  const daysBehind = (Date.parse(market.session.day) - Date.parse(tradingDay)) / (24 * HOUR * 1000);
  return need === "trade" ? HOUR : Math.min(daysBehind, 24) * HOUR;
}

/** The missing first, then the oldest: where not all can be learnt, those are wanted most. */
export function byAge(a: Entry, b: Entry): number {
  return (a.kept.quote?.fetchedAt ?? -Infinity) - (b.kept.quote?.fetchedAt ?? -Infinity) || 0;
}

function unknown(ticker: Ticker): TickerNotFound {
  return { kind: "TickerNotFound", ticker };
}

export function unavailable(
  ticker: Ticker,
  { reason, retryAfter }: { readonly reason: string; readonly retryAfter: number },
): QuoteUnavailable {
  return { kind: "QuoteUnavailable", ticker, reason, retryAfter };
}
