import { err, ok, safeTry, type Result, type ResultAsync } from "neverthrow";
import type { AccountId } from "../domain/account.ts";
import type { Entry } from "../domain/entry.ts";
import type { StoreUnavailable } from "../domain/errors.ts";
import { invalid, type InvalidInput } from "../domain/invalid.ts";
import type { Money } from "../domain/money.ts";
import { afterEntry, type Portfolio } from "../domain/portfolio.ts";
import { parseLocalDate, type LocalDate } from "../domain/time.ts";
import { worthAt } from "../domain/valuation.ts";
import type { Clock } from "../ports/clock.ts";
import type { DailyCloses } from "../ports/daily-closes.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { MarketCalendar, TradingSession } from "../ports/market-calendar.ts";
import { allOf } from "./all-of.ts";
import { isOver } from "./closed-day.ts";
import { closesOf } from "./prices.ts";

/** Days as `YYYY-MM-DD`, both included. */
export type PortfolioHistory = { readonly accountId: AccountId; readonly from: string; readonly to: string };

/** A portfolio as the market closed on a day; `complete` is false when a holding's close is not known. */
export type HistoryPoint = {
  readonly day: LocalDate;
  readonly cash: Money;
  readonly holdingsValue: Money;
  readonly totalValue: Money;
  readonly complete: boolean;
};

export type PortfolioHistoryError = InvalidInput | StoreUnavailable;

export type PortfolioHistoryNeeds = {
  readonly ledger: Ledger;
  readonly calendar: MarketCalendar;
  readonly closes: DailyCloses;
  readonly clock: Clock;
};

/** About five years of trading days. */
export const MAX_HISTORY_DAYS = 1_300;
/** Years by their numbers that so many trading days can touch: six are more than enough at 250 a year. */
const MAX_HISTORY_YEARS = 6;
const ENTRIES_AT_ONCE = 500;

/**
 * What an account was worth as the market closed on each trading day of a window, oldest first; a session that is not
 * over is left out. From the ledger and the closes alone: a day has the same value in every window that has it.
 */
export function portfolioHistory(
  needs: PortfolioHistoryNeeds,
  command: PortfolioHistory,
): ResultAsync<readonly HistoryPoint[], PortfolioHistoryError> {
  return safeTry(async function* () {
    const sessions = yield* closedSessions(needs, command);
    const portfolios = yield* portfoliosAt(needs.ledger, command.accountId, sessions);
    const [first, last] = [sessions.at(0), sessions.at(-1)];
    if (!first || !last) return ok([]);
    const tickers = new Set(portfolios.flatMap(({ holdings }) => [...holdings.keys()]));
    const closes = await closesOf(needs, [...tickers], first.day, last.day);
    return ok(
      portfolios.map((portfolio, index) => {
        const { day } = sessions[index] ?? last;
        return { day, ...worthAt(portfolio, (ticker) => closes.get(ticker)?.get(day)) };
      }),
    );
  });
}

function closedSessions(
  { calendar, clock }: PortfolioHistoryNeeds,
  { from, to }: PortfolioHistory,
): Result<readonly TradingSession[], InvalidInput> {
  return allOf([parseLocalDate(from, "from"), parseLocalDate(to, "to")]).andThen(([first, last]) => {
    if (first > last) return err(invalid("from", "order", "from must not be after to."));
    const today = clock.today();
    if (first > today) return err(invalid("from", "past", "from must not be in the future."));
    const end = last < today ? last : today;
    // Told by the years first, or else a window of two thousand of them would be walked through to be refused.
    const sessions = yearsApart(first, end) > MAX_HISTORY_YEARS ? null : calendar.between(first, end);
    if (sessions === null || sessions.length > MAX_HISTORY_DAYS) {
      return err(invalid("from", "window", `from and to may be at most ${MAX_HISTORY_DAYS} trading days apart.`));
    }
    const now = clock.now();
    return ok(sessions.filter((session) => isOver(session, now)));
  });
}

function yearsApart(from: LocalDate, to: LocalDate): number {
  return Number(to.slice(0, 4)) - Number(from.slice(0, 4));
}

/** The portfolio at each session's close: one is read, the others are the entries in between on top of it. */
function portfoliosAt(
  ledger: Ledger,
  accountId: AccountId,
  sessions: readonly TradingSession[],
): ResultAsync<readonly Portfolio[], StoreUnavailable> {
  return safeTry(async function* () {
    const [first, last] = [sessions.at(0), sessions.at(-1)];
    if (!first || !last) return ok([]);
    let portfolio = yield* ledger.portfolio(accountId, first.closesAt);
    const entries = yield* entriesUntil(ledger, portfolio, last);
    let next = 0;
    return ok(
      sessions.map(({ closesAt }) => {
        for (let entry = entries[next]; entry && entry.at <= closesAt; entry = entries[next]) {
          portfolio = afterEntry(portfolio, entry);
          next += 1;
        }
        return portfolio;
      }),
    );
  });
}

function entriesUntil(
  ledger: Ledger,
  { accountId, seq }: Portfolio,
  { closesAt }: TradingSession,
): ResultAsync<readonly Entry[], StoreUnavailable> {
  return safeTry(async function* () {
    const entries: Entry[] = [];
    for (let after = seq; ;) {
      const page = yield* ledger.tail({ accountId, after, limit: ENTRIES_AT_ONCE });
      const wanted = page.filter(({ at }) => at <= closesAt);
      entries.push(...wanted);
      if (page.length < ENTRIES_AT_ONCE || wanted.length < page.length) return ok(entries);
      after += page.length;
    }
  });
}
