import {
  alphaVantage,
  type AlphaVantage,
  type AlphaVantageOptions,
  type AlphaVantageRequest,
  type Ending,
  type Leave,
  type Limit,
  type RequestBudget,
} from "@bourse/adapters/alpha-vantage";
import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import { secondsAfter, type Need, type Ticker } from "@bourse/core";
import { manualClock, type ManualClock } from "@bourse/testkit";
import {
  fakeAlphaVantage,
  type FakeAlphaVantage,
  type FakeAlphaVantageOptions,
} from "@bourse/testkit/fake-alpha-vantage";
import { errAsync, okAsync } from "neverthrow";
import { onTestFinished } from "vitest";
import { KEY, NOW } from "./known.ts";

/** A budget that lets everything go but what a refusal has ruled out, and keeps a record. */
type RecordingBudget = RequestBudget & {
  readonly taken: (readonly [Need, Ticker | null])[];
  readonly endings: Ending[];
  /** The limits among the endings. */
  readonly told: Limit[];
  /** What it gives to whoever it lets go. */
  readonly leave: Leave;
};

const PAUSES: Readonly<Record<Limit, number>> = { second: 2, minute: 60, day: 86_400 };

function recordingBudget(clock: ManualClock): RecordingBudget {
  const taken: (readonly [Need, Ticker | null])[] = [];
  const endings: Ending[] = [];
  const told: Limit[] = [];
  const leave: Leave = {
    over: (ending) => {
      endings.push(ending);
      if (ending.kind !== "LimitReached") return;
      told.push(ending.limit);
      pausedUntil = secondsAfter(clock.now(), PAUSES[ending.limit]);
    },
  };
  let pausedUntil = clock.now();
  return {
    taken,
    endings,
    told,
    leave,
    take: (need, ticker) => {
      const seconds = Math.ceil((pausedUntil - clock.now()) / 1000);
      if (seconds > 0) return errAsync({ reason: "the budget waits", retryAfter: seconds });
      taken.push([need, ticker]);
      return okAsync(leave);
    },
  };
}

export type Backed = AlphaVantage & {
  readonly fake: FakeAlphaVantage;
  readonly clock: ManualClock;
  readonly budget: RecordingBudget;
  readonly log: readonly AlphaVantageRequest[];
  /** Another adapter over the same fake, clock and log, with the same budget. */
  readonly another: (options: Partial<AlphaVantageOptions>) => AlphaVantage;
  /** With a budget that hears of refusals and lets everything go all the same. */
  readonly lenient: AlphaVantage;
  /** The functions asked for so far, in order. */
  readonly asked: () => string[];
  readonly dispose: () => Promise<void>;
};

export type BackedOptions = {
  readonly fake?: Partial<FakeAlphaVantageOptions>;
  readonly adapter?: Partial<AlphaVantageOptions>;
};

/** An adapter over a fake Alpha Vantage, which has no limits unless told otherwise. */
export async function fakeBacked(options: BackedOptions = {}): Promise<Backed> {
  const clock = manualClock(NOW);
  const budget = recordingBudget(clock);
  const calendar = nyseCalendar();
  const fake = await fakeAlphaVantage({ clock, calendar, limits: null, ...options.fake });
  const log: AlphaVantageRequest[] = [];
  const another: Backed["another"] = (given) =>
    alphaVantage({
      apiKey: KEY,
      url: fake.url,
      clock,
      calendar,
      budget,
      onRequest: (line) => log.push(line),
      ...options.adapter,
      ...given,
    });
  const lenient = another({ budget: { ...budget, take: () => okAsync(budget.leave) } });
  const asked = () => fake.requests().map((request) => request.function);
  return { ...another({}), fake, clock, budget, log, another, lenient, asked, dispose: fake.close };
}

/** The same, which ends with the test. */
export async function backed(options: BackedOptions = {}): Promise<Backed> {
  const world = await fakeBacked(options);
  onTestFinished(world.dispose);
  return world;
}
