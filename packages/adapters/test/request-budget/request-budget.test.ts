import { paidPlan } from "@bourse/adapters/request-budget";
import type { Need } from "@bourse/core";
import { settle, valueOf } from "@bourse/testkit";
import { errAsync } from "neverthrow";
import { beforeEach, describe, expect, it } from "vitest";
import { ANSWERED, DAY, HOUR, limited, MIDNIGHT, MINUTE, newStage, SECOND, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(() => {
  stage = newStage();
});

function ask(times: number, need: Need): void {
  for (let time = 0; time < times; time += 1) stage.ask(need);
}

/** When requests were let through, in seconds. */
const seconds = (): number[] => stage.granted.map(({ at }) => at / SECOND);

describe("on a free key", () => {
  it("two requests are never closer than the spacing", async () => {
    ask(4, "valuation");
    await stage.time.pass(MINUTE);
    expect(seconds()).toEqual([0, 2, 4, 6]);
  });

  it("a day has 25, and after them a clear refusal until midnight in New York", async () => {
    for (let request = 0; request < 26; request += 1) {
      ask(1, "trade");
      await stage.time.pass(MINUTE);
    }
    expect(stage.granted.length).toBe(25);
    expect(stage.refused).toEqual([
      { need: "trade", ticker: null, reason: "the day's requests are spent", retryAfter: (DAY - 25 * MINUTE) / SECOND },
    ]);
    await stage.time.pass(DAY - 26 * MINUTE);
    ask(1, "trade");
    await stage.time.pass(0);
    expect(stage.granted.length).toBe(26);
  });

  it("five are kept for trades, less those that trades have had", async () => {
    ask(2, "trade");
    await stage.time.pass(MINUTE);
    ask(30, "valuation");
    await stage.time.pass(2 * MINUTE);
    expect(stage.granted.filter(({ need }) => need === "valuation").length).toBe(20);
    expect(stage.refused.length).toBe(10);
    expect(stage.refused[0]).toMatchObject({ reason: "what is left of the day's requests is kept for trades" });
    ask(4, "trade");
    await stage.time.pass(MINUTE);
    expect(stage.granted.filter(({ need }) => need === "trade").length).toBe(5);
  });

  it("looks get half of their share at once, and the rest evenly over the day", async () => {
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      stage.ask("look");
      await stage.time.pass(MINUTE);
    }
    const hours = stage.granted.map(({ at }) => Math.floor(at / HOUR));
    expect(hours).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 4, 6, 8, 10, 13, 15, 17, 19, 21]);
    // An eleventh of the day after midnight, and ten minutes of it are over.
    expect(stage.refused[0]).toMatchObject({ reason: "looks are spread over the day", retryAfter: 7255 });
  });

  it("a trade comes before a valuation, and a valuation before a look", async () => {
    for (const need of ["look", "valuation", "trade", "look", "valuation", "trade"] as const) stage.ask(need);
    await stage.time.pass(MINUTE);
    expect(stage.granted.map(({ need }) => need)).toEqual(["trade", "trade", "valuation", "valuation", "look", "look"]);
  });

  it("whoever would wait too long is told so at once, and for how long", async () => {
    ask(7, "trade");
    await stage.time.pass(0);
    expect(stage.refused).toEqual([
      { need: "trade", ticker: null, reason: expect.any(String) as string, retryAfter: 12 },
    ]);
    await stage.time.pass(MINUTE);
    expect(seconds()).toEqual([0, 2, 4, 6, 8, 10]);
  });

  it("a trade that comes later pushes those out who then would wait too long", async () => {
    stage = newStage({ patience: { look: 4 * SECOND, valuation: 4 * SECOND, trade: 4 * SECOND } });
    for (const name of ["A", "B", "C"]) stage.ask("valuation", name);
    await stage.time.pass(SECOND);
    expect(stage.refused).toEqual([]);
    stage.ask("trade", "D");
    await stage.time.pass(MINUTE);
    expect(stage.granted.map(({ ticker }) => ticker)).toEqual(["A", "D", "B"]);
    expect(stage.refused.map(({ ticker }) => ticker)).toEqual(["C"]);
  });
});

describe("on a paid key", () => {
  it("a minute has as many requests as the plan says, and no day has a limit", async () => {
    stage = newStage({ plan: paidPlan(75), patience: { look: HOUR, trade: HOUR, valuation: HOUR } });
    ask(200, "look");
    await stage.time.pass(HOUR);
    const times = stage.granted.map(({ at }) => at);
    expect(times.length).toBe(200);
    const inMinuteFrom = (start: number): number => times.filter((at) => at >= start && at < start + MINUTE).length;
    expect(Math.max(...times.map(inMinuteFrom))).toBe(75);
    expect(times[199]).toBeLessThan(3 * MINUTE);
  });

  it("requests leave so far apart as the plan says, however long they are on their way", async () => {
    stage = newStage({ plan: paidPlan(1200) });
    stage.end(ANSWERED, 5 * SECOND);
    ask(40, "look");
    await stage.time.pass(5 * SECOND);
    expect(stage.granted.map(({ at }) => at)).toEqual(Array.from({ length: 40 }, (_, request) => request * 55));
  });

  it.each([75, 150, 300, 600, 1200])("of %i a minute the spacing keeps below the limit per second", (perMinute) => {
    expect(paidPlan(perMinute).spacing).toBeGreaterThan(1000 / Math.max(5, perMinute / 60));
  });
});

describe("state", () => {
  it("tells where the budget stands", async () => {
    ask(2, "valuation");
    ask(1, "trade");
    await stage.time.pass(SECOND);
    expect(valueOf(await stage.budget.state())).toEqual({
      perDay: 25,
      usedToday: 1,
      left: 24,
      keptForTrades: 4,
      dayEndsAt: MIDNIGHT + DAY,
      nextAt: MIDNIGHT + 2 * SECOND,
      blockedUntil: null,
      reason: "another request has just been made",
      waiting: 2,
    });
  });

  it("tells until when a refusal is waited out", async () => {
    stage.end(limited("day"), SECOND);
    ask(1, "trade");
    await stage.time.pass(SECOND);
    expect(valueOf(await stage.budget.state())).toMatchObject({
      nextAt: MIDNIGHT + SECOND + HOUR,
      blockedUntil: MIDNIGHT + SECOND + HOUR,
      reason: "the day's quota was said to be spent",
    });
  });

  it("has no day and nothing left to tell on a paid key", async () => {
    stage = newStage({ plan: paidPlan(75) });
    expect(valueOf(await stage.budget.state())).toMatchObject({
      perDay: null,
      left: null,
      keptForTrades: 0,
      reason: null,
    });
  });
});

it("makes no request that cannot be counted", async () => {
  stage = newStage({ store: { change: () => errAsync({ kind: "StoreUnavailable", cause: "gone" }) } });
  ask(1, "trade");
  await settle();
  expect(stage.granted).toEqual([]);
  expect(stage.refused).toMatchObject([{ reason: "requests for prices cannot be counted now", retryAfter: 5 }]);
});
