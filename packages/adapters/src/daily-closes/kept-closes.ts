import type {
  Clock,
  Closes,
  DailyCloses,
  LocalDate,
  MarketCalendar,
  QuoteUnavailable,
  StoreUnavailable,
  Ticker,
  TickerNotFound,
} from "@bourse/core";
import { err, ok, ResultAsync, type Result } from "neverthrow";
import { oneATurn, timer } from "../event-loop/index.ts";
import type { CloseStore, KeptCloses } from "../price-stores/index.ts";
import type { BudgetNow } from "../spare-requests/index.ts";
import { closeAttempts } from "./attempts.ts";
import { sparing } from "./spare.ts";
import { isWorthAsking, lastSessions } from "./worth-asking.ts";

export type KeptClosesOptions = {
  readonly source: DailyCloses;
  /** One store must not serve two different markets. */
  readonly store: CloseStore;
  readonly calendar: MarketCalendar;
  readonly clock: Clock;
  /** Where the budget stands that prices are paid from too, and null when nobody knows; no limit when left out. */
  readonly budget?: () => Promise<BudgetNow | null>;
  /** How many of a ticker's last sessions the source can have; 100 when left out, as one request has. */
  readonly reach?: number;
  /** How long a caller waits before it is answered what is known, in milliseconds; 3000 when left out. */
  readonly patience?: number;
  /** Resolves after so many milliseconds; by a timer, when left out. */
  readonly wait?: (milliseconds: number) => Promise<void>;
  /** Told when the store fails, which no caller ever is; it must not throw. */
  readonly onStoreFailure?: (failure: StoreUnavailable) => void;
};

type Outcome = Result<Closes, QuoteUnavailable | TickerNotFound>;

const NOTHING: KeptCloses = { closes: new Map(), asked: null };
const STILL_ASKING = { reason: "the closes have been asked for, and are not there yet", retryAfter: 5 };

/**
 * Closes that are kept for good. The source is asked only for what is wanted, not kept, and within its reach; then for
 * all of its reach at once, from the requests that prices leave, and not again for what it turned out not to have. A
 * failed or slow request, or none to spare, answers with what is kept; a slow one goes on, and the next caller sees it.
 */
export function keptCloses(options: KeptClosesOptions): DailyCloses {
  const { store, calendar, clock, budget, reach = 100, patience = 3000, wait = timer, onStoreFailure } = options;
  const source = budget ? sparing({ source: options.source, clock, budget }) : options.source;
  const sessionsInReach = lastSessions(calendar, reach);
  // A history asks for the years of each of its tickers at once.
  const turn = oneATurn();
  const attempts = closeAttempts({ source, store, clock, onStoreFailure });

  async function kept(ticker: Ticker, from: LocalDate, to: LocalDate): Promise<KeptCloses> {
    const found = await store.find(ticker, from, to).orTee((failure) => onStoreFailure?.(failure));
    return found.unwrapOr(NOTHING);
  }

  async function closesOf(ticker: Ticker, from: LocalDate, to: LocalDate): Promise<Outcome> {
    const now = clock.now();
    const sessions = sessionsInReach(now);
    const last = sessions.at(-1);
    if (!last || from > last.day) return ok(new Map());
    // What is kept was over once; it need not be by a clock that was set back.
    const until = to < last.day ? to : last.day;
    const before = await kept(ticker, from, until);
    const wanted = sessions.filter(({ day }) => day >= from && day <= until);
    if (!isWorthAsking(wanted, before, now)) return outcomeOf(ticker, before, null);
    const failure = attempts.failureOf(ticker, now);
    if (failure) return outcomeOf(ticker, before, failure);

    const made = await Promise.race([attempts.make(ticker, sessions, before), wait(patience).then(() => null)]);
    if (!made) return outcomeOf(ticker, before, { kind: "QuoteUnavailable", ticker, ...STILL_ASKING });
    const after = await kept(ticker, from, until);
    const learnt = [...made.closes].filter(([day]) => day >= from && day <= until);
    const closes = new Map([...learnt, ...after.closes]);
    return outcomeOf(ticker, { closes, asked: after.asked ?? made.asked }, made.failure);
  }

  return {
    closes: (ticker, from, to) => new ResultAsync(turn().then(() => closesOf(ticker, from, to))),
  };
}

function outcomeOf(ticker: Ticker, { closes, asked }: KeptCloses, failure: QuoteUnavailable | null): Outcome {
  if (closes.size > 0) return ok(closes);
  if (failure) return err(failure);
  return asked?.known === false ? err({ kind: "TickerNotFound", ticker }) : ok(closes);
}
