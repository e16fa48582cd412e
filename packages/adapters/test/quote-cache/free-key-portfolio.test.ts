import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import { marketAt, freshnessOf, instant, type Need, type QuoteOutcome, type Ticker } from "@bourse/core";
import { settle, valueOf } from "@bourse/testkit";
import { afterEach, beforeEach, expect, it } from "vitest";
import { DAY, freeKey, HOUR, list, MIDNIGHT, MINUTE, type FreeKey } from "./free-key.ts";
import { MAX_QUOTE_AGE } from "./stage.ts";

const calendar = nyseCalendar();
const OPEN = instant(MIDNIGHT + 10 * HOUR);

let key: FreeKey;
let held: readonly Ticker[];
beforeEach(() => {
  key = freeKey(OPEN);
  held = list(key.market, 40);
});
afterEach(() => key.dispose());

/** The portfolio's lines, counted by how far their prices may be trusted. */
async function valuation(need: Need = "valuation"): Promise<Record<string, number>> {
  const outcomes = key.quotes().latestOf(held, need);
  await key.time.pass(3000);
  const counts: Record<string, number> = {};
  for (const outcome of (await outcomes).values()) counts[judged(outcome)] = (counts[judged(outcome)] ?? 0) + 1;
  return counts;
}

function judged(outcome: QuoteOutcome): string {
  if (outcome.isErr()) return outcome.error.kind;
  const now = key.time.clock.now();
  return freshnessOf(outcome.value, marketAt(calendar, now, MAX_QUOTE_AGE));
}

const askedSince = (count: number): readonly Ticker[] => key.asked.slice(count).map(({ ticker }) => ticker);

it("40 lines on a free key: as many are fresh as the budget reaches, and the missing and the oldest are next", async () => {
  // In three seconds two requests fit; the others go on while the answer is given.
  expect(await valuation()).toEqual({ fresh: 2, QuoteUnavailable: 38 });
  await key.time.pass(MINUTE);
  expect(await valuation()).toEqual({ fresh: 20, QuoteUnavailable: 20 });
  expect(key.asked.length).toBe(20);
  const first = askedSince(0);

  await key.time.pass(HOUR);
  expect(await valuation()).toEqual({ stale: 20, QuoteUnavailable: 20 });
  expect(key.asked.length).toBe(20);

  await key.time.pass(DAY - HOUR);
  await valuation();
  await key.time.pass(MINUTE);
  expect(await valuation()).toEqual({ stale: 20, fresh: 20 });
  const second = askedSince(20);
  expect(new Set([...first, ...second]).size).toBe(40);

  await key.time.pass(DAY);
  await valuation();
  await key.time.pass(MINUTE);
  expect(await valuation()).toEqual({ stale: 20, fresh: 20 });
  expect(askedSince(40).toSorted()).toEqual(first.toSorted());
});

it("the next day begins with the missing also when nobody remembers what was wanted", async () => {
  await valuation();
  await key.time.pass(MINUTE);
  const first = askedSince(0);
  await key.time.pass(DAY);
  key.restart();
  await valuation();
  await key.time.pass(MINUTE);
  expect(askedSince(20).length).toBe(20);
  expect(askedSince(20).filter((ticker) => first.includes(ticker))).toEqual([]);
});

it("a trade does not wait behind a valuation for the very stock it is about", async () => {
  await valuation();
  const last = held.at(-21);
  if (!last) throw new Error("there are 40");
  // The others are wanted more.
  const others = held.filter((ticker) => ticker !== last);
  for (let time = 0; time < 3; time += 1) await key.quotes().latestOf(others, "valuation");
  const trade = key.quotes().latest(last, "trade");
  await settle();
  const before = key.asked.length;
  await key.time.pass(2000);
  expect(valueOf(await trade).ticker).toBe(last);
  expect(askedSince(before)).toEqual([last]);
});

it("what the valuation cannot have, a trade still can", async () => {
  await valuation();
  await key.time.pass(MINUTE);
  const stock = held.find((ticker) => !askedSince(0).includes(ticker));
  if (!stock) throw new Error("20 are missing");
  expect(valueOf(await key.quotes().latest(stock, "trade")).ticker).toBe(stock);
  expect(await valuation()).toEqual({ fresh: 21, QuoteUnavailable: 19 });
});
