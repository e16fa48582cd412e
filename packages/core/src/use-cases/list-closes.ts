import { ok, safeTry, type ResultAsync } from "neverthrow";
import type { QuoteUnavailable, TickerNotFound } from "../domain/errors.ts";
import type { InvalidInput, InvalidTicker } from "../domain/invalid.ts";
import type { Money } from "../domain/money.ts";
import { parseTicker } from "../domain/ticker.ts";
import type { LocalDate } from "../domain/time.ts";
import type { Clock } from "../ports/clock.ts";
import type { DailyCloses } from "../ports/daily-closes.ts";
import type { MarketCalendar } from "../ports/market-calendar.ts";
import { closedSessions, type DayWindow } from "./closed-sessions.ts";

export type ListCloses = DayWindow & { readonly ticker: string };

/** What one share cost as the market closed on a day. */
export type DayClose = { readonly day: LocalDate; readonly close: Money };

export type ListClosesError = InvalidInput | InvalidTicker | QuoteUnavailable | TickerNotFound;

export type ListClosesNeeds = {
  readonly calendar: MarketCalendar;
  readonly closes: DailyCloses;
  readonly clock: Clock;
};

/**
 * What a stock ended each trading day of a window at, oldest first. A session that is not over is left out, as in a
 * portfolio's history, and so is a day whose close is not known: none is made up.
 */
export function listCloses(
  needs: ListClosesNeeds,
  command: ListCloses,
): ResultAsync<readonly DayClose[], ListClosesError> {
  return safeTry(async function* () {
    const ticker = yield* parseTicker(command.ticker);
    const sessions = yield* closedSessions(needs, command);
    const [first, last] = [sessions.at(0), sessions.at(-1)];
    if (!first || !last) return ok([]);
    const closes = yield* await needs.closes.closes(ticker, first.day, last.day);
    return ok(
      sessions.flatMap(({ day }) => {
        const close = closes.get(day);
        return close === undefined ? [] : [{ day, close }];
      }),
    );
  });
}
