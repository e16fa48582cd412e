import { paidPlan, type Ending } from "@bourse/adapters/request-budget";
import { beforeEach, describe, expect, it } from "vitest";
import { ANSWERED, HOUR, limited, MINUTE, newStage, SECOND, STORES, UNANSWERED, type Stage } from "./stage.ts";

const PAID = paidPlan(75);

let stage: Stage;
beforeEach(() => {
  stage = newStage();
});

/** Makes a request that ends so; what follows is answered. */
async function end(ending: Ending): Promise<void> {
  stage.end(ending);
  stage.ask("trade");
  await stage.time.pass(0);
  stage.end(ANSWERED);
}

/** Asks each minute for so many hours, and answers in which of their minutes there was a request. */
async function askEachMinute(hours: number): Promise<readonly number[]> {
  const [before, start] = [stage.granted.length, stage.time.elapsed()];
  for (let minute = 0; minute < hours * 60; minute += 1) {
    stage.ask("trade");
    await stage.time.pass(MINUTE);
  }
  return stage.granted.slice(before).map(({ at }) => Math.floor((at - start) / MINUTE));
}

describe("a refusal", () => {
  it.each([
    { limit: "second", says: 2, wait: 2 * SECOND },
    { limit: "minute", says: 60, wait: MINUTE },
    // As a 429's Retry-After may say.
    { limit: "minute", says: 7, wait: 7 * SECOND },
    { limit: "minute", says: 900, wait: 15 * MINUTE },
    { limit: "minute", says: 86_400, wait: HOUR },
    { limit: "minute", says: 0, wait: 2 * SECOND },
    { limit: "second", says: 1, wait: 2 * SECOND },
    { limit: "day", says: 1, wait: HOUR },
  ] as const)("by the $limit that says $says s is waited out for $wait ms", async ({ limit, says, wait }) => {
    stage = newStage({ patience: { look: HOUR, trade: HOUR, valuation: HOUR } });
    await end(limited(limit, says));
    stage.ask("valuation");
    await stage.time.pass(wait - 1);
    expect(stage.granted.length).toBe(1);
    await stage.time.pass(1);
    expect(stage.granted.length).toBe(2);
  });

  it("of a minute sends a trade away, which has no such patience, until it is over", async () => {
    await end(limited("minute"));
    stage.ask("trade");
    await stage.time.pass(0);
    expect(stage.refused).toEqual([
      { need: "trade", ticker: null, reason: "the limit per minute was reached", retryAfter: 60 },
    ]);
  });

  it("of a shorter limit does not end the wait for a longer", async () => {
    stage = newStage({ plan: { ...PAID, spacing: 50 } });
    stage.end(limited("minute", 600), SECOND);
    stage.ask("trade");
    await stage.time.pass(100);
    stage.end(limited("second"), SECOND);
    stage.ask("trade");
    await stage.time.pass(2 * SECOND);
    stage.ask("trade");
    await stage.time.pass(0);
    expect(stage.refused).toMatchObject([{ reason: "the limit per minute was reached", retryAfter: 599 }]);
  });

  it.each(STORES)("kept in $name is waited out by a new process too", async ({ open }) => {
    const { store, reopen, dispose } = open();
    stage = newStage({ store });
    await end(limited("minute", 900));
    await stage.time.pass(MINUTE);
    stage.restart(reopen());
    await stage.time.pass(MINUTE);
    stage.ask("trade");
    await stage.time.pass(0);
    expect(stage.refused).toMatchObject([{ retryAfter: 780 }]);
    await dispose();
  });
});

describe("a refusal of the day", () => {
  it("is probed once an hour, until the next day", async () => {
    await stage.time.pass(12 * HOUR);
    stage.end(limited("day"));
    await askEachMinute(12);
    const hours = stage.granted.map(({ at }) => Math.floor(at / HOUR));
    expect(hours).toEqual([12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]);
    stage.end(ANSWERED);
    for (let trade = 0; trade < 3; trade += 1) stage.ask("trade");
    await stage.time.pass(MINUTE);
    expect(stage.granted.length).toBe(15);
  });

  it("is probed no more often when a probe brings no answer at all", async () => {
    await end(limited("day"));
    stage.end(UNANSWERED);
    expect(await askEachMinute(6)).toEqual([60, 120, 180, 240, 300]);
  });

  it("says when the next probe may be", async () => {
    await end(limited("day"));
    await stage.time.pass(10 * MINUTE);
    stage.ask("trade");
    await stage.time.pass(0);
    expect(stage.refused).toMatchObject([{ reason: "the day's quota was said to be spent", retryAfter: 50 * 60 }]);
  });

  it("is waited out though a probe meets a second's", async () => {
    await end(limited("day"));
    await stage.time.pass(HOUR);
    await end(limited("second"));
    expect((await askEachMinute(2)).slice(0, 2)).toEqual([60, 61]);
  });

  it.each(STORES)("is over in $name once a probe is answered, and the day's count holds still", async ({ open }) => {
    const { store, reopen, dispose } = open();
    stage = newStage({ store });
    await end(limited("day"));
    await stage.time.pass(HOUR);
    await end(ANSWERED);
    await stage.time.pass(10 * SECOND);
    stage.restart(reopen());
    // The refused one and the probe count, too.
    expect(await askEachMinute(1)).toEqual(Array.from({ length: 23 }, (_, minute) => minute));
    expect(stage.refused[0]).toMatchObject({ reason: "the day's requests are spent" });
    await dispose();
  });

  it("stands when the quota is spent again, by others who have the key", async () => {
    await end(limited("day"));
    await stage.time.pass(HOUR);
    await end(ANSWERED);
    await stage.time.pass(MINUTE);
    await end(limited("day"));
    expect((await askEachMinute(2)).slice(0, 2)).toEqual([60, 61]);
  });

  it("stands when a request is answered that was made before it", async () => {
    stage = newStage({ plan: { ...PAID, perDay: 25 } });
    stage.end(ANSWERED, 2 * SECOND);
    stage.ask("trade");
    await stage.time.pass(SECOND);
    stage.end(limited("day"));
    stage.ask("trade");
    await stage.time.pass(MINUTE);
    stage.ask("trade");
    await stage.time.pass(0);
    expect(stage.refused).toMatchObject([{ reason: "the day's quota was said to be spent" }]);
  });
});
