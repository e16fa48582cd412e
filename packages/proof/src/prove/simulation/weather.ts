import type { AccountId, Conflict, ConsecutiveEntries, IdempotencyKey } from "@bourse/core";
import type { Scheduler } from "fast-check";
import { err, ResultAsync, type Result } from "neverthrow";
import type { Trouble } from "./plan.ts";
import type { Tally } from "./tally.ts";

/** One process, from its start to its crash. */
export type Life = {
  readonly isOver: () => boolean;
  /** Settles when the process dies: whoever waits for an answer of it gets none. */
  readonly end: Promise<void>;
};

/** Another process over the same stores. */
export type Rival = {
  /** Makes an entry of its own in the account. */
  readonly enters: (accountId: AccountId) => Promise<void>;
  /** Makes a wish of the account that is being asked for under the key, or under any; none, if none is. */
  readonly repeats: (accountId: AccountId, key?: IdempotencyKey) => Promise<void>;
  /** An entry of the account takes effect of which the process was told that it failed. */
  readonly takesEffect: (accountId: AccountId) => void;
};

/** What comes between the process and its stores: delays, and the troubles of the round. */
export type Weather = {
  /** Waits until the scheduler lets it go on; a process that has died by then never does. */
  readonly gate: (label: string, life?: Life) => Promise<void>;
  /** How long anyone waits in vain for something slow: until the scheduler says so; in the calm nothing is slow. */
  readonly patience: (life: Life) => Promise<void>;
  /** The port as the process has it. `failure` is the kind of error by which its calls fail. */
  readonly over: <Port extends object>(name: string, port: Port, life: Life, failure?: string) => Port;
  /** From now on these troubles come, with what is left of those before, and calls take turns as the scheduler says. */
  readonly begin: (troubles: readonly Trouble[]) => void;
  /** From now on all goes well, at once. */
  readonly calm: () => Promise<void>;
  /** How many calls of stores have failed. */
  readonly failures: () => number;
};

export type WeatherOptions = {
  readonly scheduler: Scheduler;
  readonly tally: Tally;
  readonly trace: (line: string) => void;
  readonly crash: () => void;
  readonly rival: Rival;
};

type Call = (...given: readonly unknown[]) => PromiseLike<Result<unknown, Conflict | { readonly kind: string }>>;

export function weather({ scheduler, tally, trace, crash, rival }: WeatherOptions): Weather {
  const forever = new Promise<never>(() => undefined);
  let waiting: Trouble[] = [];
  let stragglers: (() => void)[] = [];
  let takingEffect: PromiseLike<unknown>[] = [];
  let isCalm = true;
  let calls = 0;
  let failures = 0;

  async function gate(label: string, life?: Life): Promise<void> {
    if (life?.isOver()) return forever;
    if (isCalm) return undefined;
    await scheduler.schedule(Promise.resolve(), label);
    return life?.isOver() ? forever : undefined;
  }

  /** The first trouble that is due and can happen to the call. */
  function meet(label: string): Trouble["kind"] | null {
    calls += 1;
    const met = waiting.find((trouble) => trouble.call < calls && canHappen(trouble, label));
    waiting = waiting.filter((each) => each !== met);
    if (met) trace(`${label} meets: ${met.kind}`);
    return met?.kind ?? null;
  }

  function fail(kind: string, label: string, when: string): Result<never, { readonly kind: string }> {
    failures += 1;
    tally.add(`store errors ${when}`);
    return err({ kind, cause: new Error(`${label} was to fail ${when}`) });
  }

  async function called(label: string, life: Life, failure: string, call: Call, given: readonly unknown[]) {
    if (life.isOver()) return forever;
    if (isCalm) return call(...given);
    await gate(label, life);
    const trouble = meet(label);
    if (trouble === "before" || (trouble === "after" && failure !== "StoreUnavailable")) {
      return fail(failure, label, "before the effect");
    }
    if (trouble === "crash before") return died();
    if (trouble === "late") {
      const takeEffect = (): void => {
        const due = scheduler.schedule(Promise.resolve(), `${label}, late`);
        takingEffect.push(due.then(() => rival.takesEffect(ownerOf(given))).then(() => call(...given)));
      };
      // In this round, or in the next.
      if (calls % 2 === 0) takeEffect();
      else stragglers.push(takeEffect);
      return fail(failure, label, "with the effect yet to come");
    }
    if (trouble === "rival") await rival.enters(ownerOf(given));
    if (trouble === "rival repeats" && label === "ledger.portfolio") await rival.repeats(given[0] as AccountId);
    const outcome = await call(...given);
    trace(`${label}: ${outcome.isOk() ? "ok" : outcome.error.kind}`);
    if (outcome.isErr() && outcome.error.kind === "Conflict") tally.add("conflicts");
    if (trouble === "rival repeats" && label === "ledger.entryByKey") {
      await rival.repeats(...(given as [AccountId, IdempotencyKey]));
    }
    if (trouble === "crash after") return died();
    await gate(`${label}, answered`, life);
    return trouble === "after" ? fail(failure, label, "after the effect") : outcome;
  }

  function died(): Promise<never> {
    crash();
    return forever;
  }

  return {
    gate,
    patience: (life) => (isCalm ? forever : gate("patience", life)),
    over: (name, port, life, failure = "StoreUnavailable") =>
      new Proxy(port, {
        get: (target, method: string) => {
          const call = Reflect.get(target, method) as Call;
          return (...given: readonly unknown[]) =>
            new ResultAsync(called(`${name}.${method}`, life, failure, call, given));
        },
      }),
    begin: (troubles) => {
      const left = waiting.map((trouble) => ({ ...trouble, call: 0 }));
      waiting = [...left, ...troubles.toSorted((a, b) => a.call - b.call)];
      isCalm = false;
      calls = 0;
      for (const takeEffect of stragglers) takeEffect();
      stragglers = [];
    },
    calm: async () => {
      await Promise.all(takingEffect);
      takingEffect = [];
      isCalm = true;
    },
    failures: () => failures,
  };
}

/** Whose entries an append is given: `late` and `rival` happen to nothing else. */
function ownerOf(given: readonly unknown[]): AccountId {
  const [[{ accountId }]] = given as readonly [ConsecutiveEntries];
  return accountId;
}

function canHappen({ kind, write }: Trouble, label: string): boolean {
  if (kind === "late" || kind === "rival") return label === "ledger.append";
  // Between looking for the key and appending: with the copy in memory, or while it is being read.
  if (kind === "rival repeats") return label === "ledger.entryByKey" || label === "ledger.portfolio";
  return write === null || write === label;
}
