/*
 * How long a history of five years and forty stocks takes, and how long it holds the event loop:
 *
 *   node --conditions=@bourse/source packages/adapters/bench/portfolio-history.ts
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inMemoryCloseStore, keptCloses } from "@bourse/adapters/daily-closes";
import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import { simulatedMarket } from "@bourse/adapters/simulated-market";
import { openSqlite, sqliteCloseStore } from "@bourse/adapters/sqlite";
import { LISTED_STOCKS } from "@bourse/adapters/stock-list";
import { createApp, instant, type AccountId, type DailyCloses } from "@bourse/core";
import { dateOf, fakePorts, START, valueOf } from "@bourse/testkit";

const DAY = 86_400_000;
const DAYS = 1886;
const STOCKS = 40;
const ROUNDS = 15;

const tickers = [...LISTED_STOCKS.keys()].slice(0, STOCKS);
const calendar = nyseCalendar();
const ports = { ...fakePorts(), calendar };
const { clock } = ports;
const market = simulatedMarket({ clock, calendar });
const from = calendar.onOrBefore(dateOf(new Date(START - DAYS * DAY).toISOString().slice(0, 10))).day;
const to = clock.today();

/** An account that has held forty stocks for all that time. */
async function shareholder(): Promise<AccountId> {
  const app = createApp({ ...ports, quotes: market });
  const names = { username: "ada", email: "ada@example.com", dateOfBirth: "1990-05-17" };
  const { id: accountId } = valueOf(await app.openAccount({ ...names, password: "correct horse battery" }));
  clock.set(instant(START - DAYS * DAY));
  valueOf(await app.topUp({ accountId, amount: "1000000.00" }));
  for (const ticker of tickers) valueOf(await app.buyShares({ accountId, ticker, quantity: 3 }));
  clock.set(START);
  return accountId;
}

/** Milliseconds that one call takes, and the longest for which nothing else could run. */
async function timed(call: () => PromiseLike<unknown>): Promise<readonly [took: number, held: number]> {
  let [last, held, isOver] = [performance.now(), 0, false];
  const started = last;
  const tick = (): void => {
    const now = performance.now();
    held = Math.max(held, now - last);
    last = now;
    if (!isOver) setImmediate(tick);
  };
  setImmediate(tick);
  await new Promise(setImmediate);
  await call();
  const took = performance.now() - started;
  await new Promise(setImmediate);
  isOver = true;
  return [took, held];
}

async function measure(name: string, closes: DailyCloses): Promise<void> {
  const app = createApp({ ...ports, closes });
  const points: number[] = [];
  const rounds: (readonly [number, number])[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push(
      await timed(async () => points.push(valueOf(await app.portfolioHistory({ accountId, from, to })).length)),
    );
  }
  const [firstTook, firstHeld] = rounds[0] ?? [NaN, NaN];
  const [took, held] = rounds.toSorted(([, a], [, b]) => a - b)[Math.floor(ROUNDS / 2)] ?? [NaN, NaN];
  const told = [firstTook, firstHeld, took, held].map((milliseconds) => milliseconds.toFixed(0).padStart(6));
  console.log(
    `${name.padEnd(22)} ${String(points[0])} days   first ${told[0]} ms, held ${told[1]}   then ${told[2]} ms, held ${told[3]}`,
  );
}

const accountId = await shareholder();
const closesOf = new Map(
  await Promise.all(tickers.map(async (ticker) => [ticker, valueOf(await market.closes(ticker, from, to))] as const)),
);
const folder = mkdtempSync(join(tmpdir(), "bourse-bench-"));
const database = openSqlite(join(folder, "closes.sqlite"));
const stores = { "kept in memory": inMemoryCloseStore(), "kept over SQLite": sqliteCloseStore(database.db) };

await measure("simulated market", market);
for (const [name, store] of Object.entries(stores)) {
  for (const [ticker, closes] of closesOf)
    valueOf(await store.keep(ticker, { closes, asked: { at: clock.now(), known: true } }));
  await measure(name, keptCloses({ source: market, store, calendar, clock }));
}
database.close();
rmSync(folder, { recursive: true });
