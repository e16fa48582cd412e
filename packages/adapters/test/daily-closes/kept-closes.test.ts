import { simulatedMarket } from "@bourse/adapters/simulated-market";
import type { StoreUnavailable } from "@bourse/core";
import { dateOf, errorOf, moneyOf, racing, tally, tickerOf, valueOf } from "@bourse/testkit";
import { errAsync } from "neverthrow";
import { beforeEach, describe, expect, it } from "vitest";
import { calendar, DAY, HOUR, newStage, SECOND, type Stage } from "./stage.ts";
import { STORES } from "./stores.ts";

const AAPL = tickerOf("AAPL");
const NOPE = tickerOf("NOPE");

let stage: Stage;
beforeEach(() => {
  stage = newStage();
});

/** The closes of a window, and how many requests they took. */
async function closes(from: string, to: string, port = stage.closes): Promise<{ size: number; requests: number }> {
  const before = stage.source.asked.length;
  const found = valueOf(await port.closes(AAPL, dateOf(from), dateOf(to)));
  return { size: found.size, requests: stage.source.asked.length - before };
}

describe("closes", () => {
  it("are asked for once, all that the source can have, and then kept", async () => {
    expect(await closes("2026-06-08", "2026-06-12")).toEqual({ size: 5, requests: 1 });
    expect(stage.source.asked).toEqual([{ ticker: AAPL, from: "2026-01-21", to: "2026-06-12" }]);
    expect(await closes("2026-03-02", "2026-06-12")).toEqual({ size: 73, requests: 0 });
    expect(await closes("2026-06-08", "2026-06-12", stage.another())).toEqual({ size: 5, requests: 0 });
  });

  it("that no request can have are not asked for", async () => {
    expect(await closes("2025-06-02", "2025-12-31")).toEqual({ size: 0, requests: 0 });
    // The hundredth is of the session that is not over.
    expect(await closes("2025-06-02", "2026-06-12")).toEqual({ size: 99, requests: 1 });
    expect(await closes("2025-06-02", "2026-06-12")).toEqual({ size: 99, requests: 0 });
  });

  it("of a session that is not over are not kept, whatever the source says", async () => {
    expect(await closes("2026-06-12", "2026-06-15")).toEqual({ size: 1, requests: 1 });
    expect(await closes("2026-06-15", "2026-06-15")).toEqual({ size: 0, requests: 0 });
    await stage.time.pass(6 * HOUR);
    expect(await closes("2026-06-12", "2026-06-15")).toEqual({ size: 2, requests: 1 });
  });

  it("of a session that was over are not told by a clock from before", async () => {
    await closes("2026-06-08", "2026-06-12");
    stage.time.jump(-3 * DAY);
    expect(await closes("2026-06-08", "2026-06-12")).toMatchObject({ size: 4 });
  });

  it("that the source does not have a day after the session are not asked for again", async () => {
    stage.source.lacking.add("2026-06-12");
    let requests = 0;
    for (let half = 0; half < 48; half += 1) {
      requests += (await closes("2026-06-12", "2026-06-12")).requests;
      await stage.time.pass(HOUR / 2);
    }
    expect(requests).toBe(1);
  });

  it("of the last session are asked for each hour while the source may yet have them", async () => {
    stage.source.lacking.add("2026-06-15");
    await stage.time.pass(6 * HOUR);
    let requests = 0;
    for (let half = 0; half < 96; half += 1) {
      requests += (await closes("2026-06-15", "2026-06-15")).requests;
      await stage.time.pass(HOUR / 2);
    }
    expect(requests).toBe(25);
  });

  it("that were kept never change, whatever the source says later", async () => {
    await closes("2026-06-12", "2026-06-12");
    stage.source.price = "99.00";
    await stage.time.pass(6 * HOUR);
    const found = valueOf(await stage.closes.closes(AAPL, dateOf("2026-06-12"), dateOf("2026-06-15")));
    expect([...found.values()]).toEqual([moneyOf("10.00"), moneyOf("99.00")]);
  });
});

const WEEK = [dateOf("2026-06-08"), dateOf("2026-06-12")] as const;

describe("a ticker that the source does not know", () => {
  it("is asked for once a day", async () => {
    for (let look = 0; look < 3; look += 1) {
      expect(errorOf(await stage.closes.closes(NOPE, ...WEEK))).toEqual({ kind: "TickerNotFound", ticker: NOPE });
      await stage.time.pass(DAY / 2 - 1);
    }
    expect(stage.source.asked.length).toBe(1);
    await stage.time.pass(DAY);
    errorOf(await stage.closes.closes(NOPE, ...WEEK));
    expect(stage.source.asked.length).toBe(2);
  });

  it("but did, keeps its closes", async () => {
    await closes("2026-06-08", "2026-06-12");
    stage.source.state = "unknown";
    await stage.time.pass(6 * HOUR);
    expect(await closes("2026-06-12", "2026-06-15")).toEqual({ size: 1, requests: 1 });
    expect(await closes("2026-06-15", "2026-06-15")).toEqual({ size: 0, requests: 0 });
  });
});

describe("when the source fails", () => {
  beforeEach(() => {
    stage.source.state = "down";
  });

  it("1000 who ask at once make one request, all fail clearly, and no stampede follows", async () => {
    const ask = () => stage.closes.closes(AAPL, ...WEEK);
    expect(tally(await racing(1000, ask))).toEqual({ QuoteUnavailable: 1000 });
    expect(stage.source.asked.length).toBe(1);
    await stage.time.pass(29 * SECOND);
    expect(errorOf(await ask())).toMatchObject({ kind: "QuoteUnavailable", ticker: AAPL, retryAfter: 1 });
    expect(stage.source.asked.length).toBe(1);
    stage.source.state = "ok";
    await stage.time.pass(SECOND);
    expect(tally(await racing(1000, ask))).toEqual({ ok: 1000 });
    expect(stage.source.asked.length).toBe(2);
  });

  it("what is kept is answered", async () => {
    stage.source.state = "ok";
    await closes("2026-06-08", "2026-06-12");
    stage.source.state = "down";
    await stage.time.pass(6 * HOUR);
    expect(await closes("2026-06-12", "2026-06-15")).toEqual({ size: 1, requests: 1 });
  });

  it("by being slow, nobody waits longer than three seconds, and the next sees what came", async () => {
    stage.source.state = "held";
    const ask = () => stage.closes.closes(AAPL, ...WEEK);
    const first = ask();
    await stage.time.pass(3 * SECOND);
    expect(errorOf(await first)).toMatchObject({ kind: "QuoteUnavailable", retryAfter: 5 });
    await stage.time.pass(7 * SECOND);
    expect(valueOf(await ask()).size).toBe(5);
    expect(stage.source.asked.length).toBe(1);
  });
});

it("a store that fails is told of, and to no caller", async () => {
  const failure: StoreUnavailable = { kind: "StoreUnavailable", cause: "gone" };
  const failures: StoreUnavailable[] = [];
  const store = { find: () => errAsync(failure), keep: () => errAsync(failure) };
  const port = stage.another({ store, onStoreFailure: (told) => failures.push(told) });
  expect(await closes("2026-06-08", "2026-06-12", port)).toEqual({ size: 5, requests: 1 });
  expect(errorOf(await port.closes(NOPE, ...WEEK)).kind).toBe("TickerNotFound");
  expect(failures.length).toBe(6);
});

describe.each(STORES)("over $name", ({ open }) => {
  it("closes survive their process, to the last unit", async () => {
    const { store, reopen, dispose } = open();
    const source = simulatedMarket({ clock: stage.time.clock, calendar });
    const window = [AAPL, dateOf("2026-03-02"), dateOf("2026-06-15")] as const;
    const before = valueOf(await stage.another({ store, source }).closes(...window));
    const after = valueOf(await stage.another({ store: reopen() }).closes(...window));
    expect(after).toEqual(before);
    expect(stage.source.asked).toEqual([]);
    await dispose();
  });
});
