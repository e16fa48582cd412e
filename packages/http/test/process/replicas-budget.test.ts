import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import { systemClock } from "@bourse/adapters/system";
import { fakeAlphaVantage, type FakeAlphaVantage } from "@bourse/testkit/fake-alpha-vantage";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ask, openAccount, signIn, type Answer, type Holder, type Json } from "./support/client.ts";
import { CASH, TRADES } from "./support/load.ts";
import { twoReplicas } from "./support/replicas.ts";

const PER_DAY = 25;
/** What others have used of the day before: a free key has one request in two seconds. */
const USED = 21;
const TICKERS = ["AAPL", "MSFT", "IBM", "KO", "PEP", "JNJ", "WMT", "DIS", "NKE", "MCD", "CVX", "XOM"];
const NEW_YORK = "America/New_York";
/** The key's day begins about twelve hours from now, so that it ends for no test. */
const DAY_STARTS = (hourNow() + 12) % 24;

let upstream: FakeAlphaVantage;
beforeAll(async () => {
  // Its own limits are a free key's too: what comes too fast, or beyond the day, is refused.
  upstream = await fakeAlphaVantage({ clock: systemClock(), calendar: nyseCalendar() });
});
afterAll(() => upstream.close());

const { one, two, query } = twoReplicas(() => ({
  ALPHA_VANTAGE_API_KEY: "the key of all servers",
  ALPHA_VANTAGE_URL: upstream.url,
  ALPHA_VANTAGE_DAY_STARTS: String(DAY_STARTS),
}));

it("a free key's requests are one budget for all servers, a day's as well as a second's", async () => {
  await openAccount(one(), "ada");
  const ada = await signIn(one(), "ada");
  await ask(one(), CASH, { token: ada.token, body: { status: "TOP-UP", amount: "100000.00" } });
  await useUp(USED);
  expect((await budgets())[0]).toMatchObject({ perDay: PER_DAY, usedToday: USED, left: PER_DAY - USED });

  for (let round = 1; upstream.requests().length < PER_DAY - USED; round += 1) {
    expect(round, "rounds of orders that leave requests unused").toBeLessThan(5);
    await Promise.all(TICKERS.map((ticker, number) => buy(number % 2 === 0 ? one() : two(), ada, ticker)));
  }
  const spent = { perDay: PER_DAY, usedToday: PER_DAY, left: 0, reason: "the day's requests are spent" };
  expect(await budgets()).toMatchObject([spent, spent]);

  const asked = new Set(upstream.requests().map(({ symbol }) => symbol));
  expect(asked.size, "no ticker is asked for twice").toBe(PER_DAY - USED);
  const unasked = TICKERS.find((ticker) => !asked.has(ticker)) ?? "";
  for (const url of [one(), two()]) {
    expect((await buy(url, ada, unasked)).body).toMatchObject({ status: 503, code: "quote-unavailable" });
    // What one has learnt fills an order at the other, and costs nothing.
    for (const ticker of asked) expect((await buy(url, ada, ticker ?? "")).status).toBe(201);
  }
  expect(upstream.requests().map(({ refusal }) => refusal)).toEqual([null, null, null, null]);
});

const buy = (url: string, { token }: Holder, ticker: string): Promise<Answer> =>
  ask(url, TRADES, { token, body: { action: "BUY", ticker, quantity: 1 } });

/** What both say of the budget. */
async function budgets(): Promise<readonly unknown[]> {
  const answers = await Promise.all([one(), two()].map((url) => ask(url, "/healthcheck")));
  return answers.map(({ body }) => body["requestBudget"] as Json);
}

/** Counts so many of the day's requests as made, an hour ago. */
async function useUp(count: number): Promise<void> {
  const [table] = await query(`SELECT table_schema FROM information_schema.tables WHERE table_name = 'price_requests'`);
  const at = systemClock().now() - 3_600_000;
  await query(
    `INSERT INTO ${String(table?.["table_schema"])}.price_requests
      SELECT ${at} + number, '${dayNow()}', 'trade', 0 FROM generate_series(1, ${count}) AS number`,
  );
}

function hourNow(): number {
  const text = new Intl.DateTimeFormat("en", { timeZone: NEW_YORK, hour: "2-digit", hourCycle: "h23" });
  return Number(text.format(systemClock().now()));
}

/** The key's day, by the calendar day on which it began. */
function dayNow(): string {
  const began = systemClock().now() - DAY_STARTS * 3_600_000;
  return new Intl.DateTimeFormat("sv", { timeZone: NEW_YORK }).format(began);
}
