import { instant, type Need } from "@bourse/core";
import { START, valueOf } from "@bourse/testkit";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { PriceDatabase } from "./database.ts";

/** What every store of a request budget must hold. */
export function countedRequests(open: () => Promise<PriceDatabase>): void {
  let db: PriceDatabase;
  beforeEach(async () => {
    db = await open();
  });
  afterEach(() => db.dispose());

  const DAY = "2026-06-15";
  const spent = (now: number, day = DAY, request?: Need) =>
    db.stores().budget.change({ now: instant(now), day, recent: 2 }, (found) => ({
      answer: found,
      request: request && { need: request, isUnderWay: false },
    }));

  it("are told by day and need, the newest first, also to a new process", async () => {
    for (const need of ["look", "trade", "look"] as const) valueOf(await spent(START, DAY, need));
    valueOf(await spent(START + 5, "2026-06-16", "valuation"));
    await db.reopen();
    expect(valueOf(await spent(START + 9))).toEqual({
      today: { look: 2, trade: 1, valuation: 0 },
      recent: [START + 5, START],
      underWay: null,
      reached: null,
    });
  });

  it("that are waited for are under way, also to a new process, until they are over: that is then their time", async () => {
    const query = (now: number) => ({ now: instant(now), day: DAY, recent: 2 });
    const request = { need: "look", isUnderWay: true } as const;
    valueOf(await spent(START - 9, DAY, "look"));
    valueOf(await db.stores().budget.change(query(START), () => ({ answer: null, request })));
    await db.reopen();
    expect(valueOf(await spent(START + 3))).toMatchObject({ recent: [START, START - 9], underWay: START });
    valueOf(await db.stores().budget.change(query(START + 5), () => ({ answer: null, isOver: true })));
    expect(valueOf(await spent(START + 9))).toMatchObject({ recent: [START + 5, START - 9], underWay: null });
  });

  it("are taken to have been made now, once the clock is set back, and count for their own day", async () => {
    valueOf(await spent(START, DAY, "look"));
    expect(valueOf(await spent(START - 1000)).recent).toEqual([START - 1000]);
    expect(valueOf(await spent(START)).recent).toEqual([START - 1000]);
    expect(valueOf(await spent(START)).today.look).toBe(1);
  });

  it("are at most 10 001", async () => {
    await db.run(`INSERT INTO price_requests WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
         SELECT i, '2020-01-01', 'look', 0 FROM n`);
    valueOf(await spent(START, DAY, "trade"));
    expect(await db.rows("price_requests")).toBe(10_001);
    expect(valueOf(await spent(START)).today.trade).toBe(1);
  });

  it("a limit that was reached is kept until another is, or until it is over", async () => {
    const budget = db.stores().budget;
    const query = { now: START, day: DAY, recent: 1 };
    for (const limit of ["day", "minute"] as const) {
      const reached = { limit, since: START, day: DAY, wait: limit === "day" ? 3_600_000 : 7000 };
      valueOf(await budget.change(query, () => ({ answer: null, reached })));
      expect(valueOf(await spent(START)).reached).toEqual(reached);
    }
    expect(valueOf(await spent(START - 1)).reached?.since).toBe(START - 1);
    expect(await db.rows("price_refusals")).toBe(1);
    valueOf(await budget.change(query, () => ({ answer: null, reached: null })));
    expect(valueOf(await spent(START)).reached).toBeNull();
  });

  it("are not counted when deciding fails", async () => {
    const budget = db.stores().budget;
    const query = { now: START, day: DAY, recent: 1 };
    const deciding = async () =>
      budget.change(query, () => {
        throw new Error("a bug");
      });
    await expect(deciding()).rejects.toThrow("a bug");
    await db.failWritesTo("price_refusals");
    const failed = await budget.change(query, () => ({
      answer: null,
      request: { need: "look", isUnderWay: false },
      reached: { limit: "day", since: START, day: DAY, wait: 1 },
    }));
    expect(failed.isErr() && failed.error.kind).toBe("StoreUnavailable");
    expect(await db.rows("price_requests")).toBe(0);
  });

  it("by two processes at once are each counted with all that came before it", async () => {
    const other = await db.another();
    const query = { now: START, day: DAY, recent: 1 };
    const found = await Promise.all(
      Array.from({ length: 40 }, async (_, turn) =>
        (turn % 2 === 0 ? db.stores() : other).budget.change(query, ({ today }) => ({
          answer: today.look,
          request: { need: "look", isUnderWay: false },
        })),
      ),
    );
    expect(found.map((each) => valueOf(each)).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, n) => n),
    );
  });
}
