/*
 * What a flood of sign-ins does to everybody else: the real server on loopback, orders alone and then under bursts of
 * 50 sign-ins. Ends with 1 when a bound is broken. About half a minute:
 *
 *   node --conditions=@bourse/source packages/proof/src/bench/sign-ins.ts
 */
import { availableParallelism } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { connection, type Answer, type Connection } from "../process/connection.ts";
import { startServer } from "../process/server.ts";

const HOLDERS = 4;
const CLIENTS_EACH = 2;
const BURST = 50;
const BURST_EVERY = 1000;
const WARM_UP = 1500;
const UNDISTURBED = 5000;
const FLOODED = 8000;

const LEAST_RATIO = 0.4;
const MEBIBYTE = 1024 * 1024;
/** One hash takes 128 MiB, and there is one fewer at once than there are cores, of Node's four worker threads at most. */
const HASHES_AT_ONCE = Math.max(1, Math.min(availableParallelism(), 4) - 1);
const MOST_GROWTH = (300 + (HASHES_AT_ONCE - 1) * 128) * MEBIBYTE;

const PASSWORD = "correct horse battery staple";

type Holder = { readonly username: string; readonly token: string };
type Orders = { done: number; readonly others: Map<number, number> };

const { port, stop } = await startServer();
const control = connection(port);

async function openAccount(number: number): Promise<Holder> {
  const username = `holder-${number}`;
  const given = { username, email: `${username}@example.com`, password: PASSWORD, dateOfBirth: "1990-05-17" };
  await expected(201, control.ask("POST", "/v1/accounts", given));
  const session = await expected(201, control.ask("POST", "/v1/sessions", { username, password: PASSWORD }));
  const { token } = JSON.parse(session.body) as { token: string };
  const cash = { status: "TOP-UP", amount: "1000000000.00" };
  await expected(201, control.ask("POST", "/v1/accounts/me/cash-transactions", cash, token));
  return { username, token };
}

async function expected(status: number, asking: Promise<Answer>): Promise<Answer> {
  const answer = await asking;
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.body}`);
  return answer;
}

/** Buys and sells one share in turn until it is told to stop. */
async function trade({ token }: Holder, orders: Orders, goesOn: () => boolean): Promise<void> {
  const client = connection(port);
  for (let action = "BUY"; goesOn(); action = action === "BUY" ? "SELL" : "BUY") {
    const { status } = await client.ask(
      "POST",
      "/v1/accounts/me/trades",
      { action, ticker: "AAPL", quantity: 1 },
      token,
    );
    if (status === 201) orders.done += 1;
    else orders.others.set(status, (orders.others.get(status) ?? 0) + 1);
  }
  client.close();
}

/** The server's resident memory, in bytes. */
async function memory(): Promise<number> {
  const { body } = await expected(200, control.ask("GET", "/metrics"));
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(body)?.[1] ?? NaN);
}

/** Orders a second over a time, and the most memory there was meanwhile. */
async function measured(orders: Orders, time: number): Promise<{ rate: number; peak: number }> {
  const began = performance.now();
  const before = orders.done;
  let peak = 0;
  while (performance.now() - began < time) {
    peak = Math.max(peak, await memory());
    await wait(100);
  }
  return { rate: ((orders.done - before) * 1000) / (performance.now() - began), peak };
}

/**
 * Bursts of sign-ins, one a second, whether or not the last one is over: the queue for passwords is always full. Each is
 * as somebody else, whom nobody knows, since those to one account take turns; the work is that of a known one.
 */
async function flood(goesOn: () => boolean): Promise<readonly Answer[]> {
  const clients: Connection[] = [];
  const answers: Promise<Answer>[] = [];
  while (goesOn()) {
    for (let index = 0; index < BURST; index += 1) {
      const client = connection(port);
      clients.push(client);
      const username = `nobody-${clients.length}`;
      answers.push(client.ask("POST", "/v1/sessions", { username, password: PASSWORD }));
    }
    await wait(BURST_EVERY);
  }
  const all = await Promise.all(answers);
  for (const client of clients) client.close();
  return all;
}

async function run() {
  const holders: Holder[] = [];
  for (let number = 0; number < HOLDERS; number += 1) holders.push(await openAccount(number));
  const orders: Orders = { done: 0, others: new Map() };
  const state = { trading: true, flooding: true };
  const trading = holders.flatMap((holder) =>
    Array.from({ length: CLIENTS_EACH }, () => trade(holder, orders, () => state.trading)),
  );
  await measured(orders, WARM_UP);
  const alone = await measured(orders, UNDISTURBED);
  const flooding = flood(() => state.flooding);
  const flooded = await measured(orders, FLOODED);
  state.flooding = false;
  const signIns = await flooding;
  state.trading = false;
  await Promise.all(trading);
  return { alone, flooded, signIns, others: orders.others };
}

try {
  const { alone, flooded, signIns, others } = await run();
  const ratio = flooded.rate / alone.rate;
  const growth = flooded.peak - alone.peak;
  const verified = signIns.filter(({ status }) => status === 401).length;
  const refused = signIns.filter(({ status, retryAfter }) => status === 503 && (retryAfter ?? 0) > 0).length;
  const failed = [...others].map(([status, count]) => `${count} × ${status}`).join(", ") || "none";
  console.log(`orders a second, undisturbed       ${alone.rate.toFixed(0)}`);
  console.log(`orders a second, in the flood      ${flooded.rate.toFixed(0)}`);
  console.log(`of the undisturbed rate            ${ratio.toFixed(2)} (at least ${LEAST_RATIO})`);
  console.log(`orders that failed                 ${failed}`);
  console.log(`sign-ins, in bursts of ${BURST}          ${signIns.length}`);
  console.log(`  verified: 401                    ${verified}`);
  console.log(`  503 with Retry-After             ${refused}`);
  console.log(`  anything else                    ${signIns.length - verified - refused}`);
  console.log(`memory undisturbed, MiB            ${(alone.peak / MEBIBYTE).toFixed(0)}`);
  console.log(`growth in the flood, MiB           ${(growth / MEBIBYTE).toFixed(0)} (under ${MOST_GROWTH / MEBIBYTE})`);
  const isHeld = ratio >= LEAST_RATIO && growth < MOST_GROWTH && others.size === 0;
  const isFair = verified > 0 && refused > 0 && verified + refused === signIns.length;
  if (!isHeld || !isFair) process.exitCode = 1;
} finally {
  control.close();
  await stop();
}
