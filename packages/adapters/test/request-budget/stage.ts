import {
  FREE_PLAN,
  inMemoryBudgetStore,
  requestBudget,
  type BudgetStore,
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

/** One request that was let through, and when, by a time that no clock can change. */
type Granted = { readonly need: Need; readonly ticker: Ticker | null; readonly at: number };
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
  let budget = made(store);
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
        () => void (asked === budget && granted.push({ need, ticker, at: time.elapsed() })),
        (spent) => void refused.push({ need, ticker, ...spent }),
      );
      asking.catch((bug: unknown) => {
        if (asked === budget) throw bug;
      });
    },
    restart(over = store) {
      budget = made(over);
    },
  };
}
