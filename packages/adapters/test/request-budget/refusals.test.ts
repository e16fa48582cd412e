import { beforeEach, describe, expect, it } from "vitest";
import { HOUR, MINUTE, newStage, SECOND, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(() => {
  stage = newStage();
});

describe("a refusal", () => {
  it.each([
    { limit: "second", wait: 2 * SECOND },
    { limit: "minute", wait: MINUTE },
  ] as const)("by the $limit is waited out", async ({ limit, wait }) => {
    stage.ask("valuation");
    await stage.time.pass(SECOND);
    stage.budget.refused(limit);
    stage.ask("valuation");
    await stage.time.pass(wait - 1);
    expect(stage.granted.length).toBe(1);
    await stage.time.pass(1);
    expect(stage.granted.length).toBe(2);
  });

  it("of a minute sends a trade away, which has no such patience, until it is over", async () => {
    stage.budget.refused("minute");
    stage.ask("trade");
    await stage.time.pass(0);
    expect(stage.refused).toEqual([
      { need: "trade", ticker: null, reason: "the limit per minute was reached", retryAfter: 60 },
    ]);
  });

  it("of the day is probed once an hour, until the next day", async () => {
    await stage.time.pass(12 * HOUR);
    for (let minute = 12 * 60; minute < 24 * 60; minute += 1) {
      const before = stage.granted.length;
      stage.ask("trade");
      await stage.time.pass(MINUTE);
      if (stage.granted.length > before) stage.budget.refused("day");
    }
    const hours = stage.granted.map(({ at }) => Math.floor(at / HOUR));
    expect(hours).toEqual([12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]);
    for (let trade = 0; trade < 3; trade += 1) stage.ask("trade");
    await stage.time.pass(MINUTE);
    expect(stage.granted.length).toBe(15);
  });

  it("of the day is probed no more often when a probe brings no answer at all", async () => {
    stage.budget.refused("day");
    for (let minute = 0; minute < 6 * 60; minute += 1) {
      stage.ask("trade");
      await stage.time.pass(MINUTE);
    }
    expect(stage.granted.map(({ at }) => at / HOUR)).toEqual([1, 2, 3, 4, 5]);
  });

  it("of the day says when the next probe may be", async () => {
    stage.budget.refused("day");
    await stage.time.pass(10 * MINUTE);
    stage.ask("trade");
    await stage.time.pass(0);
    expect(stage.refused).toMatchObject([{ reason: "the day's quota was said to be spent", retryAfter: 50 * 60 }]);
  });

  it("of a second, met by a probe, does not end the wait for the day", async () => {
    stage.budget.refused("day");
    stage.budget.refused("second");
    await stage.time.pass(MINUTE);
    stage.ask("trade");
    await stage.time.pass(0);
    expect(stage.refused.length).toBe(1);
  });
});
