import type {
  Clock,
  LatestQuote,
  LocalDate,
  MarketCalendar,
  Need,
  QuoteOutcome,
  QuoteSource,
  Ticker,
} from "@bourse/core";
import { err, errAsync, ResultAsync, type Result } from "neverthrow";
import type { Ask } from "./ask.ts";
import { bulkPrices } from "./bulk.ts";
import { decodeGlobalQuote, type Price } from "./decode/global-quote.ts";
import { endsAll, failureFor, type Failure } from "./failure.ts";
import { wireSymbol } from "./request.ts";

/** What a plan may add to a key: prices of today, 15 minutes old or none. */
export type Entitlement = "delayed" | "realtime";

type QuotesOptions = {
  readonly ask: Ask;
  readonly clock: Clock;
  readonly calendar: MarketCalendar | undefined;
  readonly entitlement: Entitlement | undefined;
  readonly bulk: boolean;
};

/**
 * Prices, a GLOBAL_QUOTE request each, or a hundred at once where the plan has REALTIME_BULK_QUOTES. Without an
 * entitlement they are the last day's: the quote's trading day says which.
 *
 * TickerNotFound when it says that it knows no such symbol. QuoteUnavailable for everything else that is not a price
 * for the very ticker that was asked for: a refusal, a fault, an answer that makes no sense.
 */
export function quotesFrom({ ask, clock, calendar, entitlement, bulk }: QuotesOptions): QuoteSource {
  // New York's day is never ahead of UTC's, which the clock tells.
  const lastDay = (): LocalDate => calendar?.latest(clock.now()).day ?? clock.today();
  const globalQuote = globalQuotes(ask, entitlement, lastDay);
  const bulkQuotes = bulkPrices(ask, bulk, lastDay);
  const outcomeOf = (ticker: Ticker, priced: Result<Price, Failure>): QuoteOutcome =>
    priced
      .map((price): LatestQuote => ({ ticker, ...price, fetchedAt: clock.now(), source: "alpha-vantage" }))
      .mapErr((failure) => failureFor(ticker, failure));

  async function latestOf(tickers: readonly Ticker[], need: Need = "look"): Promise<ReadonlyMap<Ticker, QuoteOutcome>> {
    const asked = [...new Set(tickers)];
    const inBulk = await bulkQuotes(asked, need);
    const outcomes = new Map<Ticker, QuoteOutcome>();
    let end: Failure | null = null;
    // One after another: a free key may ask once a second, so that asking side by side would only be refused.
    for (const ticker of asked) {
      const priced: Result<Price, Failure> = inBulk.get(ticker) ?? (end ? err(end) : await globalQuote(ticker, need));
      if (priced.isErr() && endsAll(priced.error)) end = priced.error;
      outcomes.set(ticker, outcomeOf(ticker, priced));
    }
    return outcomes;
  }

  const latest = async (ticker: Ticker, need: Need): Promise<QuoteOutcome> =>
    outcomeOf(ticker, await globalQuote(ticker, need));
  return { latest: (ticker, need = "look") => new ResultAsync(latest(ticker, need)), latestOf };
}

type GlobalQuotes = (ticker: Ticker, need: Need) => ResultAsync<Price, Failure>;

/** Asks with the entitlement until a key turns out to have none, and from then on without. */
function globalQuotes(ask: Ask, configured: Entitlement | undefined, lastDay: () => LocalDate): GlobalQuotes {
  let entitlement = configured;
  const quote: GlobalQuotes = (ticker, need) => {
    const sent = entitlement;
    const parameters = { symbol: wireSymbol(ticker), ...(sent && { entitlement: sent }) };
    return ask({ function: "GLOBAL_QUOTE", parameters, ticker }, need)
      .andThen((body) => decodeGlobalQuote(body, ticker, lastDay()))
      .orElse((failure) => {
        if (failure.kind !== "NotEntitled" || !sent) return errAsync(failure);
        entitlement = undefined;
        return quote(ticker, need);
      });
  };
  return quote;
}
