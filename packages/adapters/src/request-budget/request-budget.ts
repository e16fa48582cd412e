import type { Clock, Instant, Need, StoreUnavailable, Ticker } from "@bourse/core";
import { err, errAsync, ok, ResultAsync, type Result } from "neverthrow";
import type { BudgetStore, LimitReached, Spent, SpentChange } from "../price-stores/index.ts";
import { budgetDays, type BudgetDay } from "./days.ts";
import { tickerDemand, type TickerDemand } from "./demand.ts";
import { laterLimit, type Held } from "./limits.ts";
import type { BudgetPlan } from "./plan.ts";
import { judge, type Patience, type Waiter } from "./queue.ts";
import { alarm, oneAfterAnother, timedGate, timer } from "./turns.ts";
import { stateOf, type BudgetState } from "./state.ts";

/** Why a request may not be made now, and when to ask again, in whole seconds. */
export type BudgetSpent = { readonly reason: string; readonly retryAfter: number };

/** What every outbound request asks first. */
export type RequestBudget = {
  /** Resolves once the request may be made, and has been counted; waits its turn, or says why there is none. */
  readonly take: (need: Need, ticker: Ticker | null) => ResultAsync<void, BudgetSpent>;
  /** Told when an answer was a refusal, so that nothing is asked for in vain. */
  readonly refused: (limit: LimitReached["limit"]) => void;
  /** For health and metrics. */
  readonly state: () => ResultAsync<BudgetState, StoreUnavailable>;
};

export type RequestBudgetOptions = {
  readonly store: BudgetStore;
  readonly clock: Clock;
  readonly plan: BudgetPlan;
  /** Which tickers are wanted most; the same that the quote cache tells. All are wanted alike when left out. */
  readonly demand?: TickerDemand;
  /** The longest wait for a turn, in milliseconds; a trade waits 10 s and the others 60 s when left out. */
  readonly patience?: Patience;
  /** Resolves after so many milliseconds; by a timer, when left out. */
  readonly wait?: (milliseconds: number) => Promise<void>;
};

type Waiting = Waiter & {
  readonly settle: (outcome: Result<void, BudgetSpent>) => void;
  readonly fail: (bug: unknown) => void;
};

const PATIENCE: Patience = { look: 60_000, trade: 10_000, valuation: 60_000 };
const MAX_WAITING = 10_000;
const TOO_MANY: BudgetSpent = { reason: "too many prices are being asked for", retryAfter: 5 };
/** What is not counted is not made. */
const NOT_COUNTED: BudgetSpent = { reason: "requests for prices cannot be counted now", retryAfter: 5 };

/**
 * What a key allows, handed out by need: a trade before a valuation before a look, and within a need the most wanted
 * ticker first. A request is counted before it is made, so that a crash can only count one too many. Whoever's turn
 * would come too late is told so at once.
 */
export function requestBudget(options: RequestBudgetOptions): RequestBudget {
  const { store, clock, plan, demand = tickerDemand(), patience = PATIENCE, wait = timer } = options;
  const dayAt = budgetDays(plan.dayStartsAt);
  const inTurn = oneAfterAnother();
  let waiting: Waiting[] = [];
  let isCalled = false;
  const gate = timedGate(plan, { wait, ring: call });
  const sleep = alarm({ wait, ring: call });

  function change<Answer>(decide: Decide<Answer>): ResultAsync<Answer, StoreUnavailable> {
    const now = clock.now();
    const day = dayAt(now);
    return store.change({ now, day: day.name, recent: plan.perMinute ?? 1 }, (spent) => decide(spent, day, now));
  }

  /** Lets at most one request go, and sends away who would wait too long. */
  async function pass(): Promise<void> {
    isCalled = false;
    const judged = await change((spent, day, now) => {
      const { refused, next } = judge(waiting, { plan, spent, day, now, patience, demand });
      const granted = next && next.at <= now && gate.isOpen() ? next.waiter : null;
      return { answer: { refused, next, granted, now }, request: granted?.need };
    });
    if (judged.isErr()) {
      settle(waiting.map((each) => [each, err(NOT_COUNTED)]));
      return;
    }
    const { refused, next, granted, now } = judged.value;
    if (granted) gate.letThrough();
    else if (next && gate.isOpen()) sleep.set(next.at - now);
    settle(refused.map(([each, held]) => [each, err(spentUntil(held, now))]));
    if (granted) settle([[granted, ok()]]);
  }

  function settle(outcomes: readonly (readonly [Waiting, Result<void, BudgetSpent>])[]): void {
    const settled = new Set(outcomes.map(([each]) => each));
    waiting = waiting.filter((each) => !settled.has(each));
    for (const [each, outcome] of outcomes) each.settle(outcome);
  }

  /** In a later turn, so that all who ask in this one are judged together. */
  function call(): void {
    if (isCalled || waiting.length === 0) return;
    isCalled = true;
    inTurn(pass).catch((bug: unknown) => {
      for (const each of waiting) each.fail(bug);
      waiting = [];
    });
  }

  return {
    take(need, ticker) {
      if (waiting.length >= MAX_WAITING) return errAsync(TOO_MANY);
      const turn = new Promise<Result<void, BudgetSpent>>((settled, fail) => {
        waiting.push({ need, ticker, since: clock.now(), settle: settled, fail });
      });
      call();
      return new ResultAsync(turn);
    },
    refused(limit) {
      const told = (spent: Spent, day: BudgetDay, now: Instant): SpentChange<void> => ({
        answer: undefined,
        reached: laterLimit(spent.reached, { limit, since: now, day: day.name }),
      });
      // A store that cannot keep it cannot count the next request either, and that one is then not made.
      inTurn(async () => change(told)).then(call, call);
    },
    state: () =>
      new ResultAsync(
        inTurn(async () => change((spent, day, now) => ({ answer: stateOf(plan, spent, day, now, waiting.length) }))),
      ),
  };
}

type Decide<Answer> = (spent: Spent, day: BudgetDay, now: Instant) => SpentChange<Answer>;

function spentUntil({ reason, until }: Held, now: Instant): BudgetSpent {
  return { reason, retryAfter: Math.max(Math.ceil((until - now) / 1000), 1) };
}
