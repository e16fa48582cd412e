import { instant, type Need } from "@bourse/core";
import { valueOf } from "@bourse/testkit";
import { beforeEach, describe, expect, it } from "vitest";
import { ANSWERED, DAY, MIDNIGHT, MINUTE, newStage, SECOND, UNANSWERED, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(() => {
  stage = newStage();
});

function ask(times: number, need: Need): void {
  for (let time = 0; time < times; time += 1) stage.ask(need);
}

/** When requests were let through, in seconds. */
const seconds = (): number[] => stage.granted.map(({ at }) => at / SECOND);

describe("while a request is under way on a free key", () => {
  it("the spacing begins when a request is over, since it may have arrived as late as that", async () => {
    stage.end(ANSWERED, 3 * SECOND);
    ask(3, "valuation");
    await stage.time.pass(MINUTE);
    expect(seconds()).toEqual([0, 5, 10]);
  });

  it("a request that nobody says is over holds the others up for ten seconds and no longer", async () => {
    stage.end(UNANSWERED, 15 * SECOND);
    ask(2, "valuation");
    await stage.time.pass(16 * SECOND);
    // That the first is over is heard of while the second is under way, and says nothing of that one.
    expect(valueOf(await stage.budget.state()).reason).toBe("another request is under way");
    await stage.time.pass(14 * SECOND);
    ask(1, "valuation");
    await stage.time.pass(0);
    expect(seconds()).toEqual([0, 12, 30]);
  });

  it("whoever waits longer than its patience behind a slow one is told so by then", async () => {
    stage = newStage({ patience: { look: 5 * SECOND, valuation: 5 * SECOND, trade: 5 * SECOND } });
    stage.end(ANSWERED, 9 * SECOND);
    await stage.time.pass(MINUTE);
    ask(2, "trade");
    await stage.time.pass(5 * SECOND);
    expect(seconds()).toEqual([60]);
    expect(stage.refused).toMatchObject([{ reason: "another request is under way", retryAfter: 2 }]);
  });

  it("the state tells of a request that is under way", async () => {
    stage.end(ANSWERED, 5 * SECOND);
    ask(1, "trade");
    await stage.time.pass(3 * SECOND);
    expect(valueOf(await stage.budget.state())).toMatchObject({
      nextAt: MIDNIGHT + 5 * SECOND,
      blockedUntil: null,
      reason: "another request is under way",
    });
  });
});

describe("about midnight on a free key", () => {
  it("no request goes that might arrive on the next day, which has its own 25", async () => {
    stage = newStage({}, instant(MIDNIGHT + DAY - MINUTE));
    stage.end(ANSWERED, 9 * SECOND);
    await stage.time.pass(55 * SECOND);
    for (let asked = 0; asked < 40; asked += 1) {
      ask(1, "trade");
      await stage.time.pass(MINUTE);
    }
    expect(seconds()[0]).toBe(60);
    expect(stage.granted.filter(({ until }) => until > MINUTE).length).toBe(25);
  });
});
