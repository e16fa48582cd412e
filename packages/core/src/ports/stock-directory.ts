import type { ResultAsync } from "neverthrow";
import type { SearchUnavailable } from "../domain/errors.ts";
import type { StockMatch, StockProfile } from "../domain/stock-profile.ts";
import type { Ticker } from "../domain/ticker.ts";

/**
 * Who is behind a ticker. Promises:
 *
 * 1. A profile is the asked ticker's; null when nothing is known of it, which says nothing about its existence.
 * 2. A search answers US stocks whose ticker or name has to do with the text, the likeliest first, each once, and at
 *    most MAX_MATCHES of them; an exact ticker that it knows comes first. When it cannot be asked: SearchUnavailable.
 */
export interface StockDirectory {
  profile(ticker: Ticker): Promise<StockProfile | null>;
  search(text: string): ResultAsync<readonly StockMatch[], SearchUnavailable>;
}

export const MAX_MATCHES = 20;
