import { ok, safeTry, type ResultAsync } from "neverthrow";
import type { AccountId } from "../domain/account.ts";
import type { Entry } from "../domain/entry.ts";
import type { StoreUnavailable } from "../domain/errors.ts";
import type { InvalidInput } from "../domain/invalid.ts";
import type { Money } from "../domain/money.ts";
import { afterEntry, type Portfolio } from "../domain/portfolio.ts";
import type { LocalDate } from "../domain/time.ts";
import { worthAt } from "../domain/valuation.ts";
import type { Clock } from "../ports/clock.ts";
import type { DailyCloses } from "../ports/daily-closes.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { MarketCalendar, TradingSession } from "../ports/market-calendar.ts";
import { closedSessions, type DayWindow } from "./closed-sessions.ts";
import { closesOf } from "./prices.ts";

export type PortfolioHistory = DayWindow & { readonly accountId: AccountId };

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
    const portfolios = yield* await portfoliosAt(needs.ledger, command.accountId, sessions);
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

/** The portfolio at each session's close: one is read, the others are the entries in between on top of it. */
function portfoliosAt(
  ledger: Ledger,
  accountId: AccountId,
  sessions: readonly TradingSession[],
): ResultAsync<readonly Portfolio[], StoreUnavailable> {
  return safeTry(async function* () {
    const [first, last] = [sessions.at(0), sessions.at(-1)];
    if (!first || !last) return ok([]);
    let portfolio = yield* await ledger.portfolio(accountId, first.closesAt);
    const entries = yield* await entriesUntil(ledger, portfolio, last);
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
      const page = yield* await ledger.tail({ accountId, after, limit: ENTRIES_AT_ONCE });
      const wanted = page.filter(({ at }) => at <= closesAt);
      entries.push(...wanted);
      if (page.length < ENTRIES_AT_ONCE || wanted.length < page.length) return ok(entries);
      after += page.length;
    }
  });
}
