import type { LocalDate, Ticker } from "@bourse/core";
import { err, ok, type Result } from "neverthrow";
import type { Failure } from "../failure.ts";
import { decodeDay, decodePrice, decodeTicker, isFields, nonsense, type Fields } from "./fields.ts";
import type { Price } from "./global-quote.ts";
import { FAILURES } from "./refusals.ts";

/**
 * A REALTIME_BULK_QUOTES answer: a price for each ticker that was asked for and has a usable row. A key without the
 * plan is answered with made-up rows and a `message` that says so, hence only the one message is believed. No row of a
 * day after `lastDay` is usable.
 */
export function decodeBulkQuotes(
  body: Fields,
  asked: ReadonlySet<Ticker>,
  lastDay: LocalDate,
): Result<Map<Ticker, Price>, Failure> {
  const { message, data } = body;
  if (typeof message === "string" && message !== "success") return err(FAILURES["premium-endpoint"]);
  if (message !== "success" || !Array.isArray(data)) return err(nonsense("the price source's answer has no quotes"));
  const prices = new Map<Ticker, Price>();
  const doubtful = new Set<Ticker>();
  for (const row of data.filter(isFields)) {
    const ticker = decodeTicker(row["symbol"]);
    if (ticker === null || !asked.has(ticker)) continue;
    const price = priceIn(row);
    // Two rows for one ticker contradict each other, or why would there be two.
    if (price === null || price.tradingDay > lastDay || prices.has(ticker)) doubtful.add(ticker);
    else prices.set(ticker, price);
  }
  for (const ticker of doubtful) prices.delete(ticker);
  return ok(prices);
}

/** `close` is the last price, `""` when there is none. `timestamp` is New York's: `2024-10-30 19:59:53.814`. */
function priceIn(row: Fields): Price | null {
  const { timestamp } = row;
  const price = decodePrice(row["close"]);
  const tradingDay = typeof timestamp === "string" ? decodeDay(/^(\S{10}) /.exec(timestamp)?.[1]) : null;
  if (price === null || tradingDay === null) return null;
  return { price, tradingDay, previousClose: decodePrice(row["previous_close"]) };
}
