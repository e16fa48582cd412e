import { FREE_PLAN, requestBudget, inMemoryBudgetStore, type BudgetPlan } from "@bourse/adapters/request-budget";
import { instant } from "@bourse/core";
import { manualClock, valueOf } from "@bourse/testkit";
import { describe, expect, it } from "vitest";

async function dayEndAt(time: string, dayStartsAt: BudgetPlan["dayStartsAt"]): Promise<string> {
  const clock = manualClock(instant(Date.parse(time)));
  const budget = requestBudget({ store: inMemoryBudgetStore(), clock, plan: { ...FREE_PLAN, dayStartsAt } });
  return new Date(valueOf(await budget.state()).dayEndsAt).toISOString();
}

const NEW_YORK = "America/New_York";

describe("a day ends", () => {
  it.each([
    { at: "2026-06-15T14:30:00Z", zone: NEW_YORK, hour: 0, ends: "2026-06-16T04:00:00.000Z" },
    { at: "2026-06-16T03:59:59.999Z", zone: NEW_YORK, hour: 0, ends: "2026-06-16T04:00:00.000Z" },
    { at: "2026-06-16T04:00:00Z", zone: NEW_YORK, hour: 0, ends: "2026-06-17T04:00:00.000Z" },
    { at: "2026-12-15T14:30:00Z", zone: NEW_YORK, hour: 0, ends: "2026-12-16T05:00:00.000Z" },
    // The clocks change in these nights: the days have 23 and 25 hours.
    { at: "2026-03-08T06:00:00Z", zone: NEW_YORK, hour: 0, ends: "2026-03-09T04:00:00.000Z" },
    { at: "2026-11-01T05:00:00Z", zone: NEW_YORK, hour: 0, ends: "2026-11-02T05:00:00.000Z" },
    // An hour is one on the clocks, also in the night that they change and on the day that it belongs to.
    { at: "2026-03-08T06:30:00Z", zone: NEW_YORK, hour: 3, ends: "2026-03-08T07:00:00.000Z" },
    { at: "2026-03-08T06:30:00Z", zone: NEW_YORK, hour: 20, ends: "2026-03-09T00:00:00.000Z" },
    { at: "2026-11-01T07:30:00Z", zone: NEW_YORK, hour: 3, ends: "2026-11-01T08:00:00.000Z" },
    { at: "2026-11-01T05:30:00Z", zone: NEW_YORK, hour: 1, ends: "2026-11-02T06:00:00.000Z" },
    { at: "2026-11-01T12:30:00Z", zone: NEW_YORK, hour: 20, ends: "2026-11-02T01:00:00.000Z" },
    { at: "2026-06-15T23:59:59Z", zone: "UTC", hour: 0, ends: "2026-06-16T00:00:00.000Z" },
    { at: "2026-06-15T07:59:59Z", zone: "UTC", hour: 8, ends: "2026-06-15T08:00:00.000Z" },
    { at: "2026-06-15T08:00:00Z", zone: "UTC", hour: 8, ends: "2026-06-16T08:00:00.000Z" },
    { at: "2026-06-15T14:30:00Z", zone: "Asia/Kolkata", hour: 0, ends: "2026-06-15T18:30:00.000Z" },
  ])("at $ends for one who asks at $at, when it starts at $hour in $zone", async ({ at, zone, hour, ends }) => {
    expect(await dayEndAt(at, { zone, hour })).toBe(ends);
  });

  it("nowhere in a zone that does not exist", async () => {
    await expect(dayEndAt("2026-06-15T14:30:00Z", { zone: "Mars/Olympus", hour: 0 })).rejects.toThrow(RangeError);
  });
});
