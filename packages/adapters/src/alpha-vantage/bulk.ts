import type { LocalDate, Need, Ticker } from "@bourse/core";
import { err, ok, type Result } from "neverthrow";
import type { Ask } from "./ask.ts";
import { decodeBulkQuotes } from "./decode/bulk-quotes.ts";
import type { Price } from "./decode/global-quote.ts";
import { endsAll, type Failure } from "./failure.ts";
import { wireSymbol } from "./request.ts";

type Priced = ReadonlyMap<Ticker, Result<Price, Failure>>;

/** As many as one request may ask for. */
const MOST = 100;

/**
 * Prices by REALTIME_BULK_QUOTES: none at all once a key turned out to be without it. A ticker that the answer has no
 * usable row for is left out, and so is every ticker when the answer makes no sense: those are to be asked for singly.
 */
export function bulkPrices(
  ask: Ask,
  isInPlan: boolean,
  lastDay: () => LocalDate,
): (tickers: readonly Ticker[], need: Need) => Promise<Priced> {
  let isHad = isInPlan;
  const chunkOf = (tickers: readonly Ticker[], need: Need) =>
    ask(
      { function: "REALTIME_BULK_QUOTES", parameters: { symbol: tickers.map(wireSymbol).join(",") }, ticker: null },
      need,
    ).andThen((body) => decodeBulkQuotes(body, new Set(tickers), lastDay()));

  return async (tickers, need) => {
    const priced = new Map<Ticker, Result<Price, Failure>>();
    if (tickers.length < 2) return priced;
    for (let start = 0; isHad && start < tickers.length; start += MOST) {
      const prices = await chunkOf(tickers.slice(start, start + MOST), need);
      if (prices.isOk()) {
        for (const [ticker, price] of prices.value) priced.set(ticker, ok(price));
      } else if (endsAll(prices.error)) {
        for (const ticker of tickers.slice(start)) priced.set(ticker, err(prices.error));
        break;
      } else if (isAbsence(prices.error)) isHad = false;
    }
    return priced;
  };
}

/** A function that Alpha Vantage took away is as absent as one that the plan never had. */
function isAbsence({ kind }: Failure): boolean {
  return kind === "NotInPlan" || kind === "NotEntitled" || kind === "NoSuchFunction";
}
