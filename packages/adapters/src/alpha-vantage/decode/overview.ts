import { ZERO, type LocalDate, type Money, type StockProfile, type Ticker } from "@bourse/core";
import { err, ok, type Result } from "neverthrow";
import type { Failure } from "../failure.ts";
import { decodeMoney, decodePrice, decodeText, decodeTicker, nonsense, type Fields } from "./fields.ts";

const LINE = 200;
const PARAGRAPH = 5000;

/** An OVERVIEW answer for this ticker. `{}` is how it says that it has none, for a fund or an unknown symbol. */
export function decodeOverview(body: Fields, ticker: Ticker, asOf: LocalDate): Result<StockProfile, Failure> {
  if (Object.keys(body).length === 0) return err({ kind: "Unknown" });
  if (decodeTicker(body["Symbol"]) !== ticker) return err(nonsense("the price source answered for another stock"));
  const name = decodeText(body["Name"], LINE);
  if (name === null) return err(nonsense("the price source's answer has no name"));
  return ok({
    ticker,
    name,
    exchange: decodeText(body["Exchange"], LINE),
    sector: decodeText(body["Sector"], LINE),
    industry: decodeText(body["Industry"], LINE),
    description: decodeText(body["Description"], PARAGRAPH),
    ...amountsIn(body),
    asOf,
  });
}

type Amounts = Pick<StockProfile, "dividendPerShare" | "fiftyTwoWeekHigh" | "fiftyTwoWeekLow" | "marketCapitalization">;

/** In another currency, or in pence, a number would be taken for dollars. */
function amountsIn(body: Fields): Amounts {
  const inDollars = body["Currency"] === "USD" ? body : {};
  return {
    marketCapitalization: aboveZero(decodeMoney(inDollars["MarketCapitalization"])),
    dividendPerShare: decodeMoney(inDollars["DividendPerShare"]),
    fiftyTwoWeekHigh: decodePrice(inDollars["52WeekHigh"]),
    fiftyTwoWeekLow: decodePrice(inDollars["52WeekLow"]),
  };
}

function aboveZero(amount: Money | null): Money | null {
  return amount !== null && amount > ZERO ? amount : null;
}
