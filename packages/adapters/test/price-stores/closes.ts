import { dateOf, moneyOf, START, tickerOf, valueOf } from "@bourse/testkit";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { PriceDatabase } from "./database.ts";

const AAPL = tickerOf("AAPL");

/** What every store of daily closes must hold. */
export function keptCloses(open: () => Promise<PriceDatabase>): void {
  let db: PriceDatabase;
  beforeEach(async () => {
    db = await open();
  });
  afterEach(() => db.dispose());

  const [monday, tuesday] = [dateOf("2026-06-15"), dateOf("2026-06-16")];
  const asked = { at: START, known: true };

  it("never change, by the adapter or past it", async () => {
    const closes = db.stores().closes;
    valueOf(await closes.keep(AAPL, { closes: new Map([[monday, moneyOf("1.00")]]), asked }));
    const again = new Map([
      [monday, moneyOf("2.00")],
      [tuesday, moneyOf("3.00")],
    ]);
    valueOf(await closes.keep(AAPL, { closes: again, asked: { at: START, known: false } }));
    expect(valueOf(await closes.find(AAPL, monday, tuesday))).toEqual({
      closes: new Map([
        [monday, moneyOf("1.00")],
        [tuesday, moneyOf("3.00")],
      ]),
      asked: { at: START, known: false },
    });
    expect(valueOf(await closes.find(AAPL, tuesday, tuesday)).closes.size).toBe(1);
    expect(await db.run("UPDATE daily_closes SET price = 2")).toMatch(/never changes/);
  });

  it("are all kept or none", async () => {
    const closes = db.stores().closes;
    await db.failWritesTo("daily_closes_asked");
    const failed = await closes.keep(AAPL, { closes: new Map([[monday, moneyOf("1.00")]]), asked });
    expect(failed.isErr() && failed.error.kind).toBe("StoreUnavailable");
    expect(await db.rows("daily_closes")).toBe(0);
  });
}
