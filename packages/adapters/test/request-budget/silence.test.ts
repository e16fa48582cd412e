import { valueOf } from "@bourse/testkit";
import { beforeEach, describe, expect, it } from "vitest";
import { ANSWERED, DAY, HOUR, MIDNIGHT, MINUTE, newStage, SECOND, UNREACHABLE, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(() => {
  stage = newStage();
});

/** When requests were let through, in seconds. */
const seconds = (): number[] => stage.granted.map(({ at }) => at / SECOND);

/** So many want a price at once, and again so often. */
async function want(times: number, every: number, during: number): Promise<void> {
  for (let passed = 0; passed < during; passed += every) {
    for (let time = 0; time < times; time += 1) stage.ask("valuation");
    await stage.time.pass(every);
  }
}

describe("while the source cannot be reached", () => {
  it("a portfolio of twenty stocks costs two requests, and not the day's", async () => {
    stage.end(UNREACHABLE, 0);
    await want(20, HOUR, HOUR);
    expect(seconds()).toEqual([0, 30]);
    expect(stage.refused).toHaveLength(18);
    for (const { reason, retryAfter } of stage.refused) {
      expect(reason).toBe("the price source cannot be reached");
      expect(retryAfter).toBeGreaterThanOrEqual(30);
    }
  });

  it("the source is asked ever more rarely, down to once in a quarter of an hour", async () => {
    stage.end(UNREACHABLE, 0);
    await want(3, MINUTE, HOUR);
    const waits = seconds().flatMap((at, index, all) => (index === 0 ? [] : [at - (all[index - 1] ?? 0)]));
    expect(waits.slice(0, 4)).toEqual([30, 60, 120, 240]);
    expect(Math.min(...waits.slice(5))).toBeGreaterThanOrEqual(15 * 60);
  });

  it("health says so", async () => {
    stage.end(UNREACHABLE, 0);
    stage.ask("look");
    await stage.time.pass(SECOND);
    expect(valueOf(await stage.budget.state())).toMatchObject({
      nextAt: MIDNIGHT + 30 * SECOND,
      blockedUntil: MIDNIGHT + 30 * SECOND,
      reason: "the price source cannot be reached",
    });
  });

  it("one answer ends it, and the next failure waits no longer than the first did", async () => {
    stage.end(UNREACHABLE, 0);
    await want(1, 10 * MINUTE, 10 * MINUTE);
    await want(1, 10 * MINUTE, 10 * MINUTE);
    stage.end(ANSWERED, 0);
    await want(2, MINUTE, MINUTE);
    expect(seconds().slice(-2)).toEqual([1200, 1202]);
    stage.end(UNREACHABLE, 0);
    await want(2, MINUTE, MINUTE);
    expect(seconds().slice(-2)).toEqual([1260, 1290]);
  });

  it("a clock that is set back does not make the wait last", async () => {
    stage.end(UNREACHABLE, 0);
    stage.ask("look");
    await stage.time.pass(SECOND);
    stage.time.jump(-DAY);
    stage.ask("look");
    await stage.time.pass(MINUTE);
    expect(stage.granted.length).toBeGreaterThanOrEqual(2);
  });
});
