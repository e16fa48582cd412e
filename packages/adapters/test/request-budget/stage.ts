import {
  FREE_PLAN,
  inMemoryBudgetStore,
  requestBudget,
  type BudgetStore,
  type Ending,
  type Leave,
  type RequestBudget,
  type RequestBudgetOptions,
} from "@bourse/adapters/request-budget";
import { sqliteBudgetStore } from "@bourse/adapters/sqlite";
import { instant, type Instant, type Need, type Ticker } from "@bourse/core";
import { tickerOf } from "@bourse/testkit";
import { newStore } from "../sqlite/store.ts";
import { virtualTime, type VirtualTime } from "../virtual-time.ts";

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The first moment of Monday, 15 June 2026, in New York. */
export const MIDNIGHT: Instant = instant(Date.UTC(2026, 5, 15, 4));

export const ANSWERED: Ending = { kind: "Answered" };
export const UNANSWERED: Ending = { kind: "Unanswered" };
export const UNREACHABLE: Ending = { kind: "Unreachable" };

/** A refusal as Alpha Vantage's are, which say when to ask again; `retryAfter` for one that says it another way. */
export function limited(limit: Limit, retryAfter: number = USUAL[limit]): Ending {
  return { kind: "LimitReached", limit, retryAfter };
}

type Limit = "day" | "minute" | "second";
const USUAL: Readonly<Record<Limit, number>> = { second: 2, minute: 60, day: 3600 };

export type StoreUnderTest = {
  readonly store: BudgetStore;
  readonly reopen: () => BudgetStore;
  readonly dispose: () => Promise<void>;
};

/** `runs` is how many random histories are worth their time over it. */
type Kind = { readonly name: string; readonly runs: number; readonly open: () => StoreUnderTest };

export const STORES: readonly Kind[] = [
  {
    name: "memory",
    runs: 300,
    open: () => {
      const store = inMemoryBudgetStore();
      return { store, reopen: () => store, dispose: async () => {} };
    },
  },
  {
    name: "SQLite",
    runs: 20,
    open: () => {
      const { db, reopen, dispose } = newStore();
      return { store: sqliteBudgetStore(db()), reopen: () => sqliteBudgetStore(reopen()), dispose };
    },
  },
];

/** One request that was let through, when, and until when something of it may be on its way, by a time of no clock. */
type Granted = { readonly need: Need; readonly ticker: Ticker | null; readonly at: number; until: number };
type Refused = {
  readonly need: Need;
  readonly ticker: Ticker | null;
  readonly reason: string;
  readonly retryAfter: number;
};

export type Stage = {
  readonly time: VirtualTime;
  readonly budget: RequestBudget;
  readonly granted: Granted[];
  readonly refused: Refused[];
  /** Asks, and notes what becomes of it. */
  readonly ask: (need: Need, name?: string | null) => void;
  /** How requests end that are let through from now on, and after how long; at once with an answer, until told. */
  readonly end: (ending: Ending, after?: number) => void;
  /** As a new process would, over the same store. */
  readonly restart: (store?: BudgetStore) => void;
};

export function newStage(options: Partial<RequestBudgetOptions> = {}, start: Instant = MIDNIGHT): Stage {
  const time = virtualTime(start);
  const store = options.store ?? inMemoryBudgetStore();
  const made = (over: BudgetStore): RequestBudget =>
    requestBudget({ plan: FREE_PLAN, clock: time.clock, wait: time.wait, ...options, store: over });
  const granted: Granted[] = [];
  const refused: Refused[] = [];
  let [ending, after]: [Ending, number] = [ANSWERED, 0];
  let budget = made(store);

  /** Of a process that ends, nothing is on its way any more. */
  async function make(request: Granted, leave: Leave, asked: RequestBudget): Promise<void> {
    const [how, duration] = [ending, after];
    granted.push(request);
    if (duration > 0) {
      request.until = Infinity;
      await time.wait(duration);
    }
    if (asked !== budget) return;
    request.until = time.elapsed();
    leave.over(how);
  }

  return {
    time,
    get budget() {
      return budget;
    },
    granted,
    refused,
    ask(need, name = null) {
      const asked = budget;
      const ticker = name === null ? null : tickerOf(name);
      const asking = asked.take(need, ticker).match(
        // A process that has ended makes no request, whatever it was promised.
        (leave) =>
          void (asked === budget && make({ need, ticker, at: time.elapsed(), until: time.elapsed() }, leave, asked)),
        (spent) => void refused.push({ need, ticker, ...spent }),
      );
      asking.catch((bug: unknown) => {
        if (asked === budget) throw bug;
      });
    },
    end(how, duration = 0) {
      [ending, after] = [how, duration];
    },
    restart(over = store) {
      for (const request of granted) request.until = Math.min(request.until, time.elapsed());
      budget = made(over);
    },
  };
}
