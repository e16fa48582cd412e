import type { StockProfile } from "../domain/quote.ts";
import type { Ticker } from "../domain/ticker.ts";

/**
 * Who is behind a ticker. Promises:
 *
 * 1. A profile is the asked ticker's; null when nothing is known of it, which says nothing about its existence.
 */
export interface StockDirectory {
  profile(ticker: Ticker): Promise<StockProfile | null>;
}
