import { MAX_MATCHES, type StockMatch, type Ticker } from "@bourse/core";
import { err, ok, type Result } from "neverthrow";
import type { Failure } from "../failure.ts";
import { decodeText, decodeTicker, isFields, nonsense, type Fields } from "./fields.ts";

const LINE = 200;

/** A SYMBOL_SEARCH answer: its US stocks, the likeliest first as it has them, but the very ticker before all others. */
export function decodeSymbolSearch(body: Fields, text: string): Result<readonly StockMatch[], Failure> {
  const { bestMatches } = body;
  if (!Array.isArray(bestMatches)) return err(nonsense("the price source's answer has no matches"));
  const found = bestMatches.map(matchIn).filter((match) => match !== null);
  const exact = decodeTicker(text);
  const matches = new Map<Ticker, StockMatch>();
  for (const match of [...found.filter(({ ticker }) => ticker === exact), ...found]) {
    if (!matches.has(match.ticker)) matches.set(match.ticker, match);
  }
  return ok([...matches.values()].slice(0, MAX_MATCHES));
}

/** Other markets' prices come in other currencies, or in pence. It does not name the exchange. */
function matchIn(row: unknown): StockMatch | null {
  if (!isFields(row) || row["4. region"] !== "United States" || row["8. currency"] !== "USD") return null;
  const ticker = decodeTicker(row["1. symbol"]);
  const name = decodeText(row["2. name"], LINE);
  return ticker === null || name === null ? null : { ticker, name, exchange: null };
}
