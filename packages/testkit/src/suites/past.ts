import assert from "node:assert/strict";
import { instant, type AccountId, type Instant } from "@bourse/core";
import { valueOf } from "../assertions.ts";
import { moneyOf, START } from "../builders.ts";
import type { World } from "../fakes/world.ts";
import { funded } from "./stage.ts";

const HOUR = 3_600_000;
/** The hour of day at which time starts. */
const START_HOUR = 14.5;

/** An hour of a day of June 2026, in UTC, plus some milliseconds. The 15th is a Monday. */
export function june(day: number, hour: number, milliseconds = 0): Instant {
  return instant(START + ((day - 15) * 24 + hour - START_HOUR) * HOUR + milliseconds);
}

/** The hours of New York's market in summer, and its days off in that fortnight: a holiday, the 19th, and weekends. */
export function tradeInJune({ calendar }: World): void {
  calendar.trade(13.5, 20);
  for (const day of [13, 14, 19, 20, 21, 27, 28]) calendar.shut(`2026-06-${day}`);
}

type Order = readonly [action: "buy" | "sell", ticker: string, quantity: number, price: string];

/** An order at a price of one's choice. */
export async function trade({ app, market }: World, accountId: AccountId, order: Order): Promise<void> {
  const [action, text, quantity, price] = order;
  const ticker = market.set(text, price);
  const command = { accountId, ticker, quantity };
  if (action === "buy") valueOf(await app.buyShares(command));
  else valueOf(await app.sellShares(command));
}

/** What MSFT and AAPL ended each day at; AAPL's close of the 18th is not known. */
const CLOSES = {
  MSFT: { 12: "19.00", 15: "21.00", 16: "22.00", 17: "23.00", 18: "24.00", 22: "25.00" },
  AAPL: { 15: "100.00", 16: "101.00", 17: "102.00", 22: "104.00" },
} as const;

/**
 * An account that traded for a week, with something at every edge. It ends on Tuesday the 23rd at 15:00, when that
 * day's session is not over.
 */
export async function aWeekOfTrades(world: World): Promise<AccountId> {
  tradeInJune(world);
  for (const [ticker, closes] of Object.entries(CLOSES)) {
    for (const [day, close] of Object.entries(closes)) world.market.setClose(ticker, `2026-06-${day}`, close);
  }
  const accountId = await funded(world, "1000.00");
  await trade(world, accountId, ["buy", "MSFT", 10, "20.00"]);
  world.clock.set(june(16, 20));
  await trade(world, accountId, ["buy", "AAPL", 3, "100.00"]);
  world.clock.set(june(17, 20, 1));
  await trade(world, accountId, ["sell", "MSFT", 5, "30.00"]);
  world.clock.set(june(20, 12));
  await trade(world, accountId, ["buy", "MSFT", 1, "31.00"]);
  world.clock.set(june(22, 15));
  valueOf(await world.app.topUp({ accountId, amount: "1.00" }));
  world.clock.set(june(23, 15));
  return accountId;
}

export type Day = readonly [day: number, cash: string, holdingsValue: string, complete: boolean];

/** What that account came to at each close. */
export const THE_WEEK: readonly Day[] = [
  [15, "800.00", "210.00", true],
  [16, "500.00", "523.00", true],
  [17, "500.00", "536.00", true],
  [18, "650.00", "120.00", false],
  [22, "620.00", "462.00", true],
];

type Sums = {
  readonly cash: bigint;
  readonly holdingsValue: bigint;
  readonly totalValue: bigint;
  readonly complete: boolean;
};

export function assertSums(sums: Sums, [day, cash, holdingsValue, complete]: Day): void {
  const totalValue = moneyOf(cash) + moneyOf(holdingsValue);
  assert.deepEqual(
    [sums.cash, sums.holdingsValue, sums.totalValue, sums.complete],
    [moneyOf(cash), moneyOf(holdingsValue), totalValue, complete],
    `June ${day}`,
  );
}
