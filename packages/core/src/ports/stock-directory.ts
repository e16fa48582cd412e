import type { ResultAsync } from "neverthrow";
import type { ProfileUnavailable, SearchUnavailable } from "../domain/errors.ts";
import type { StockMatch, StockProfile } from "../domain/stock-profile.ts";
import type { Ticker } from "../domain/ticker.ts";

/**
 * Who is behind a ticker. Promises:
 *
 * 1. A profile is the asked ticker's; null when the directory has none, which says nothing about its existence. When
 *    that cannot be learnt now: ProfileUnavailable, and never null, so that nobody keeps it as an answer.
 * 2. A search answers US stocks whose ticker or name has to do with the text, the likeliest first, each once, and at
 *    most MAX_MATCHES of them; an exact ticker that it knows comes first. When it cannot be asked: SearchUnavailable.
 */
export interface StockDirectory {
  profile(ticker: Ticker): ResultAsync<StockProfile | null, ProfileUnavailable>;
  search(text: string): ResultAsync<readonly StockMatch[], SearchUnavailable>;
}

export const MAX_MATCHES = 20;
