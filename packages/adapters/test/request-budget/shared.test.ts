import { FREE_PLAN, requestBudget } from "@bourse/adapters/request-budget";
import type { Need } from "@bourse/core";
import { describe, expect, it } from "vitest";
import { ANSWERED, DAY, HOUR, limited, MINUTE, newStage, SECOND, STORES, type Stage } from "./stage.ts";

let stage: Stage;

function ask(times: number, need: Need): void {
  for (let time = 0; time < times; time += 1) stage.ask(need);
}

/** When requests were let through, in seconds. */
const seconds = (): number[] => stage.granted.map(({ at }) => at / SECOND);

it.each(STORES)(
  "over $name a clock that is set back by days locks nobody out for longer than a limit says",
  async ({ open }) => {
    const { store, dispose } = open();
    stage = newStage({ store });
    stage.end(limited("minute"), SECOND);
    ask(1, "trade");
    await stage.time.pass(SECOND);
    stage.end(ANSWERED);
    stage.time.jump(-3 * DAY);
    await stage.time.pass(SECOND);
    ask(1, "valuation");
    await stage.time.pass(MINUTE);
    ask(1, "trade");
    await stage.time.pass(0);
    // The refusal is waited out from when the clock was seen to be set back.
    expect(seconds()).toEqual([0, 62]);
    await stage.time.pass(2 * SECOND);
    expect(seconds()).toEqual([0, 62, 64]);
    await dispose();
  },
);

describe.each(STORES)("a new process over $name", ({ open }) => {
  it("makes its first request at once when none was ever made", async () => {
    const { store, dispose } = open();
    stage = newStage({ store });
    ask(1, "look");
    await stage.time.pass(0);
    expect(seconds()).toEqual([0]);
    await dispose();
  });

  it("waits one spacing from its start, since the clock may have been set forward meanwhile", async () => {
    const { store, reopen, dispose } = open();
    stage = newStage({ store });
    ask(1, "trade");
    await stage.time.pass(SECOND);
    stage.time.jump(HOUR);
    stage.restart(reopen());
    ask(2, "trade");
    await stage.time.pass(MINUTE);
    expect(seconds()).toEqual([0, 3, 5]);
    await dispose();
  });

  it("that starts long after the last request has its own on time", async () => {
    const { store, reopen, dispose } = open();
    stage = newStage({ store });
    ask(1, "trade");
    await stage.time.pass(HOUR);
    stage.restart(reopen());
    await stage.time.pass(2 * SECOND);
    ask(1, "trade");
    await stage.time.pass(0);
    expect(seconds()).toEqual([0, 3602]);
    await dispose();
  });
});

it.each(STORES)("two servers that share a store in $name share the budget", async ({ open }) => {
  const { store, dispose } = open();
  stage = newStage({ store });
  const other = requestBudget({ store, plan: FREE_PLAN, clock: stage.time.clock, wait: stage.time.wait });
  const times: number[] = [];
  for (const budget of [stage.budget, other]) {
    for (let request = 0; request < 20; request += 1) {
      void budget.take("valuation", null).map(async ({ over }) => {
        times.push(stage.time.elapsed());
        await stage.time.wait(500);
        over(ANSWERED);
      });
    }
  }
  await stage.time.pass(HOUR);
  expect(times).toEqual(Array.from({ length: 20 }, (_, request) => request * 2.5 * SECOND));
  await dispose();
});
