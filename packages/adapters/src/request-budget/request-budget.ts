import type { Clock, Instant, Need, StoreUnavailable, Ticker } from "@bourse/core";
import { err, errAsync, ok, ResultAsync, type Result } from "neverthrow";
import { timer } from "../event-loop/index.ts";
import type { BudgetStore, LimitReached, Spent, SpentChange } from "../price-stores/index.ts";
import { budgetDays, type BudgetDay } from "./days.ts";
import { tickerDemand, type TickerDemand } from "./demand.ts";
import type { Leave } from "./leave.ts";
import { limitAfter, type Held } from "./limits.ts";
import type { BudgetPlan } from "./plan.ts";
import { judge, type Patience, type Waiter } from "./queue.ts";
import { silence } from "./silence.ts";
import { alarm, oneAfterAnother, timedGate, type Passage } from "./turns.ts";
import { stateOf, type BudgetState } from "./state.ts";

/** Why a request may not be made now, and when to ask again, in whole seconds. */
export type BudgetSpent = { readonly reason: string; readonly retryAfter: number };

/** What every outbound request asks first. */
export type RequestBudget = {
  /** Resolves once the request may be made, and has been counted; waits its turn, or says why there is none. */
  readonly take: (need: Need, ticker: Ticker | null) => ResultAsync<Leave, BudgetSpent>;
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
  readonly settle: (outcome: Result<Leave, BudgetSpent>) => void;
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
 * would come too late is told so as soon as that shows.
 */
export function requestBudget(options: RequestBudgetOptions): RequestBudget {
  const { store, clock, plan, demand = tickerDemand(), patience = PATIENCE, wait = timer } = options;
  const dayAt = budgetDays(plan.dayStartsAt);
  const inTurn = oneAfterAnother();
  const quiet = silence();
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
      const situation = { plan, spent, day, now, patience, demand, silence: quiet.held(now) };
      const { refused, next } = judge(waiting, situation);
      const isOpen = gate.isOpen(spent.recent.length === 0);
      const granted = next && next.at <= now && isOpen ? next.waiter : null;
      const request = granted && { need: granted.need, isUnderWay: plan.oneAtATime };
      return { answer: { refused, next, granted, inSpiteOf: spent.reached, now }, ...(request && { request }) };
    });
    if (judged.isErr()) {
      settle(waiting.map((each) => [each, err(NOT_COUNTED)]));
      return;
    }
    const { refused, next, granted, inSpiteOf, now } = judged.value;
    // Where the clock says that one may go at once, the gate rings when it opens. Behind a slow one patience may end.
    const pause = granted ? plan.spacing : next ? next.at - now : 0;
    if (pause > 0) sleep.set(pause);
    settle(refused.map(([each, held]) => [each, err(spentUntil(held, now))]));
    if (granted) settle([[granted, ok(leave(gate.letThrough(), inSpiteOf))]]);
  }

  function leave(passage: Passage, inSpiteOf: LimitReached | null): Leave {
    return {
      over(ending) {
        const isOver = passage() && plan.oneAtATime;
        quiet.heard(ending, clock.now());
        const told = ({ reached }: Spent, day: BudgetDay, now: Instant): SpentChange<void> => ({
          answer: undefined,
          isOver,
          reached: limitAfter(ending, reached, inSpiteOf, day, now),
        });
        // A store that cannot keep it cannot count the next request either, and that one is then not made.
        inTurn(async () => change(told)).then(call, call);
      },
    };
  }

  function settle(outcomes: readonly (readonly [Waiting, Result<Leave, BudgetSpent>])[]): void {
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
      const turn = new Promise<Result<Leave, BudgetSpent>>((settled, fail) => {
        waiting.push({ need, ticker, since: clock.now(), settle: settled, fail });
      });
      call();
      return new ResultAsync(turn);
    },
    state: () =>
      new ResultAsync(
        inTurn(async () =>
          change((spent, day, now) => {
            const beside = { waiting: waiting.length, silence: quiet.held(now) };
            return { answer: stateOf(plan, spent, day, now, beside) };
          }),
        ),
      ),
  };
}

type Decide<Answer> = (spent: Spent, day: BudgetDay, now: Instant) => SpentChange<Answer>;

function spentUntil({ reason, until }: Held, now: Instant): BudgetSpent {
  return { reason, retryAfter: Math.max(Math.ceil((until - now) / 1000), 1) };
}
