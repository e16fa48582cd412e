import type { LocalDate, Money, Ticker } from "@bourse/core";
import { err, ok, type Result } from "neverthrow";
import type { Failure } from "../failure.ts";
import { decodeDay, decodePrice, decodeTicker, fieldsUnder, nonsense, type Fields } from "./fields.ts";

/** What an answer tells of a ticker's price. */
export type Price = { readonly price: Money; readonly tradingDay: LocalDate; readonly previousClose: Money | null };

/**
 * A GLOBAL_QUOTE answer for this ticker. Every value in it is a string. `{"Global Quote": {}}` is how it says that
 * there is no such symbol; an answer without that key, `{}` above all, is an outage and says nothing of the kind. No
 * price can be of a day after `lastDay`.
 */
export function decodeGlobalQuote(body: Fields, ticker: Ticker, lastDay: LocalDate): Result<Price, Failure> {
  const fields = fieldsUnder(body, "Global Quote");
  if (!fields) return err(nonsense("the price source's answer has no quote"));
  if (Object.keys(fields).length === 0) return err({ kind: "Unknown" });
  if (decodeTicker(fields["01. symbol"]) !== ticker) {
    return err(nonsense("the price source answered for another stock"));
  }
  const price = decodePrice(fields["05. price"]);
  if (price === null) return err(nonsense("the price source's price is not usable"));
  const tradingDay = decodeDay(fields["07. latest trading day"]);
  if (tradingDay === null) return err(nonsense("the price source's trading day is not usable"));
  if (tradingDay > lastDay) return err(nonsense("the price source's trading day has not come"));
  return ok({ price, tradingDay, previousClose: decodePrice(fields["08. previous close"]) });
}
