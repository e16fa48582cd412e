import type { BudgetPlan } from "./plan.ts";

/** Runs tasks one after another, so that what one tells is known to the next, also by a store that is far away. */
export function oneAfterAnother(): <Answer>(task: () => Promise<Answer>) => Promise<Answer> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const done = last.then(task);
    // A task that throws must not stop those behind it; its own caller still gets the rejection.
    last = done.catch(() => undefined);
    return done;
  };
}

export type Alarm = {
  readonly isSet: () => boolean;
  /** Rings after so many milliseconds; nothing new when it is set already. */
  readonly set: (milliseconds: number) => void;
};

export function alarm({ wait, ring }: Timing): Alarm {
  let isSet = false;
  async function run(milliseconds: number): Promise<void> {
    await wait(milliseconds);
    isSet = false;
    ring();
  }
  return {
    isSet: () => isSet,
    set(milliseconds) {
      if (isSet) return;
      isSet = true;
      void run(milliseconds);
    },
  };
}

export type Gate = {
  readonly isOpen: () => boolean;
  readonly letThrough: () => void;
};

const MINUTE = 60_000;

/** Keeps the plan's spacing and its minute by timers, since a clock may be set forward; rings when it opens again. */
export function timedGate({ spacing, perMinute }: BudgetPlan, { wait, ring }: Timing): Gate {
  let isCooling = false;
  let inLastMinute = 0;
  async function letThrough(): Promise<void> {
    isCooling = true;
    inLastMinute += 1;
    await wait(spacing);
    isCooling = false;
    ring();
    if (perMinute === null) return;
    await wait(MINUTE - spacing);
    inLastMinute -= 1;
    ring();
  }
  return {
    isOpen: () => !isCooling && (perMinute === null || inLastMinute < perMinute),
    letThrough: () => void letThrough(),
  };
}

type Timing = { readonly wait: (milliseconds: number) => Promise<void>; readonly ring: () => void };

/** It keeps no process alive. */
export function timer(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
