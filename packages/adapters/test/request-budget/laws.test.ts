import { FREE_PLAN, type BudgetPlan, type Ending } from "@bourse/adapters/request-budget";
import { instant, type Need } from "@bourse/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ANSWERED,
  DAY,
  HOUR,
  MIDNIGHT,
  MINUTE,
  newStage,
  STORES,
  UNANSWERED,
  type Stage,
  type StoreUnderTest,
} from "./stage.ts";

type Step =
  | { readonly kind: "ask"; readonly need: Need; readonly name: string | null; readonly crowd: number }
  | { readonly kind: "jump" | "pass"; readonly amount: number }
  | { readonly kind: "end"; readonly ending: Ending; readonly after: number }
  | { readonly kind: "restart" };

const FREE: BudgetPlan = { ...FREE_PLAN, perDay: 12, keptForTrades: 3 };
const PLANS: readonly BudgetPlan[] = [
  FREE,
  { ...FREE, perMinute: 5, spacing: 300, oneAtATime: false, perDay: null },
  { ...FREE, perMinute: 4 },
];

/** As long as a request may take. */
const LONGEST = 10_000;

const aWhile = fc.oneof(fc.nat(5000), fc.nat(2 * MINUTE), fc.nat(DAY));

function anyStep(): fc.Arbitrary<Step> {
  const need = fc.constantFrom<Need>("look", "trade", "valuation");
  const name = fc.constantFrom("A", "B", "C", null);
  return fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ kind: fc.constant("ask" as const), need, name, crowd: fc.integer({ min: 1, max: 8 }) }),
    },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("pass" as const), amount: aWhile }) },
    fc.record({ kind: fc.constant("jump" as const), amount: aWhile.chain((far) => fc.constantFrom(far, -far)) }),
    fc.record({
      kind: fc.constant("end" as const),
      ending: fc.oneof(
        fc.constantFrom(ANSWERED, UNANSWERED),
        fc.record({
          kind: fc.constant("LimitReached" as const),
          limit: fc.constantFrom("day" as const, "minute" as const, "second" as const),
          retryAfter: fc.nat(100_000),
        }),
      ),
      after: fc.oneof(fc.constant(0), fc.nat(5000), fc.nat(2 * LONGEST)),
    }),
    fc.record({ kind: fc.constant("restart" as const) }),
  );
}

/** What a budget must never do, found in what it let through. */
function breaches({ granted, refused, time }: Stage, plan: BudgetPlan, days: readonly string[]): readonly string[] {
  const times = granted.map(({ at }) => at);
  const tooClose = granted.some(
    (request, index) => index > 0 && request.at - lastMoment(granted[index - 1], plan) < plan.spacing,
  );
  const { perMinute, perDay } = plan;
  const crowdedMinute =
    perMinute !== null && times.some((at, index) => at - (times[index - perMinute] ?? -Infinity) < MINUTE);
  const crowdedDay = perDay !== null && days.some((day) => days.filter((other) => other === day).length > perDay);
  const forOthers = (day: string): number =>
    granted.filter(({ need }, index) => days[index] === day && need !== "trade").length;
  const keptForNone = perDay !== null && days.some((day) => forOthers(day) > perDay - plan.keptForTrades);
  const vague = refused.some(({ retryAfter }) => !Number.isInteger(retryAfter) || retryAfter < 1);
  return [
    ...(tooClose ? [`two requests within the spacing: ${times.join()} of ${time.elapsed()}`] : []),
    ...(crowdedMinute ? [`a crowded minute: ${times.join()}`] : []),
    ...(crowdedDay ? [`a day with too many: ${days.join()}`] : []),
    ...(keptForNone ? [`nothing kept for trades: ${days.join()}`] : []),
    ...(vague ? ["a refusal without a time to try again"] : []),
  ];
}

/** The last at which a request may arrive. One that takes longer than any may is taken to have been lost. */
function lastMoment(request: Stage["granted"][number] | undefined, { oneAtATime }: BudgetPlan): number {
  if (!request) return -Infinity;
  return oneAtATime ? Math.min(request.until, request.at + LONGEST) : request.at;
}

async function live(
  steps: readonly Step[],
  plan: BudgetPlan,
  { store, reopen }: StoreUnderTest,
): Promise<readonly string[]> {
  const stage = newStage({ plan, store }, instant(MIDNIGHT + 10 * HOUR));
  const { time, granted } = stage;
  /** The plan's day on which each request was let through, by the clock. It starts at four o'clock UTC in June. */
  const days: string[] = [];
  const note = (): void => {
    while (days.length < granted.length) days.push(new Date(time.clock.now() - 4 * HOUR).toISOString().slice(0, 10));
  };
  const pass = async (amount: number): Promise<void> => {
    // In small steps while anyone may wait, so that the clock still shows when a request was let through.
    for (let left = amount, step = 100; left > 0; step = Math.ceil(step * 1.2)) {
      const short = Math.min(step, left);
      await time.pass(short);
      left -= short;
      note();
    }
  };
  let lately: { readonly kind: "jump" | "restart"; readonly at: number } | null = null;
  for (const step of steps) {
    if (step.kind === "ask") for (let caller = 0; caller < step.crowd; caller += 1) stage.ask(step.need, step.name);
    else if (step.kind === "pass") await pass(step.amount);
    else if (step.kind === "end") stage.end(step.ending, step.after);
    await time.pass(0);
    note();
    if (step.kind === "jump" || step.kind === "restart") {
      // A new process cannot tell how many the old one asked, when the clock has been set forward meanwhile.
      const isNear = lately !== null && lately.kind !== step.kind && time.elapsed() - lately.at < MINUTE;
      if (isNear && plan.perMinute !== null) await pass(MINUTE);
      lately = { kind: step.kind, at: time.elapsed() };
    }
    if (step.kind === "jump") time.jump(step.amount);
    if (step.kind === "restart") stage.restart(reopen());
  }
  await pass(HOUR);
  return breaches(stage, plan, days);
}

describe.each(STORES)("over $name", ({ open, runs }) => {
  it("no sequence of requests, refusals, wrong clocks and restarts breaks a limit", async () => {
    const histories = fc.array(anyStep(), { maxLength: 30, size: "max" });
    const law = fc.asyncProperty(histories, fc.constantFrom(...PLANS), async (steps, plan) => {
      const under = open();
      const found = await live(steps, plan, under).finally(under.dispose);
      if (found.length > 0) throw new Error(found.join("; "));
    });
    const { counterexample, errorInstance } = await fc.check(law, { numRuns: runs });
    expect({ counterexample, errorInstance }).toEqual({ counterexample: null, errorInstance: null });
  });
});
