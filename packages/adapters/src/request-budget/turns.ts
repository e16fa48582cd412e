import { LONGEST_REQUEST, type BudgetPlan } from "./plan.ts";

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
  /** `isFirst` when no request was ever made before, by anyone. */
  readonly isOpen: (isFirst: boolean) => boolean;
  readonly letThrough: () => Passage;
};

/** Tells that a request is over. False when it was over before, or had to be. */
export type Passage = () => boolean;

const MINUTE = 60_000;

/**
 * Keeps the plan's spacing and its minute by timers, since a clock may be set forward; rings when it opens again. It
 * begins with one spacing, for what an earlier process asked just before it ended: no clock tells how long ago that was.
 */
export function timedGate({ spacing, oneAtATime, perMinute }: BudgetPlan, { wait, ring }: Timing): Gate {
  let isOpening = true;
  let isClosed = false;
  let inLastMinute = 0;

  async function open(): Promise<void> {
    await wait(spacing);
    isOpening = false;
    ring();
  }

  async function closeUntil(over: Promise<void>): Promise<void> {
    isClosed = true;
    inLastMinute += 1;
    if (oneAtATime) await over;
    await wait(spacing);
    isClosed = false;
    ring();
    if (perMinute === null) return;
    await wait(MINUTE - spacing);
    inLastMinute -= 1;
    ring();
  }

  void open();
  return {
    isOpen: (isFirst) => (isFirst || !isOpening) && !isClosed && (perMinute === null || inLastMinute < perMinute),
    letThrough() {
      const { promise, resolve } = Promise.withResolvers<void>();
      let isOver = false;
      const end: Passage = () => {
        const wasOver = isOver;
        isOver = true;
        resolve();
        return !wasOver;
      };
      void closeUntil(promise);
      if (oneAtATime) void wait(LONGEST_REQUEST).then(end);
      return end;
    },
  };
}

type Timing = { readonly wait: (milliseconds: number) => Promise<void>; readonly ring: () => void };
