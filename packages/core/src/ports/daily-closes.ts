import type { ResultAsync } from "neverthrow";
import type { QuoteUnavailable, TickerNotFound } from "../domain/errors.ts";
import type { Money } from "../domain/money.ts";
import type { Ticker } from "../domain/ticker.ts";
import type { LocalDate } from "../domain/time.ts";

/** A ticker's closing prices by trading day. */
export type Closes = ReadonlyMap<LocalDate, Money>;

/**
 * What each trading day ended at. Promises:
 *
 * 1. A close is the asked ticker's, above zero, of a day from `from` to `to`, and of no day whose session is not over.
 * 2. A day's close, once answered, never changes, whichever window it is asked in.
 * 3. A day that is not known is left out. A ticker of which the source knows nothing is TickerNotFound; when it cannot
 *    be asked and nothing at all is known of the window, QuoteUnavailable. Nothing throws, and no close is made up.
 */
export interface DailyCloses {
  closes(ticker: Ticker, from: LocalDate, to: LocalDate): ResultAsync<Closes, QuoteUnavailable | TickerNotFound>;
}
