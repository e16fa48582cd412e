import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { auditFile } from "../../load/audit.ts";
import { JWT_SECRET, seedHolders, type Holder } from "../../load/holders.ts";
import { emptyBook, type Book } from "../../load/orders.ts";
import { httpClient } from "../../process/http-client.ts";
import { startMortal } from "../../process/mortal-server.ts";
import { few } from "../few.ts";
import type { Finding, Part, Task } from "../part.ts";
import { crowd } from "./crowd.ts";
import { closedLoop, openLoop } from "./offer.ts";
import { residentMemory } from "./memory.ts";

/** How long the load is offered, in milliseconds. */
const OVERLOAD = { short: 5000, long: 30_000 };
const HOLDERS = 100;
/** So few connections that the server takes them all, each with so many requests one behind the other. */
const [CONNECTIONS, DEPTH] = [500, 8];
/** The load is on for so long before the memory is looked at: it fills what it will go on to use; milliseconds. */
const WARMING = 2000;
const [FINDING_CLIENTS, FINDING] = [64, 1500];
const TIMES = 3;
/**
 * By how much the memory may grow, in MiB, from the end of the first half of the load to that of the second. Garbage that is
 * not collected yet takes some 80 on a busy machine; what is kept of each request takes ever more.
 */
const MOST_GROWTH = 128;
/** By when, and by how many requests in a row that are each answered in this time, service is normal; milliseconds. */
const [NORMAL_WITHIN, NORMAL_IN_A_ROW, NORMAL_TIME] = [5000, 20, 500];

/** Asked for more than it can do, the server does what it can, refuses the rest, and is well when that is over. */
export const overload: Part = {
  name: "overload",
  about: `three times as many requests as the server can serve: each is served or refused with when to ask again, the memory grows by ${MOST_GROWTH} MiB at most from the end of its first half to the end of its second, and service is normal within 5 s`,
  run,
};

async function run(task: Task): Promise<Finding> {
  const folder = mkdtempSync(join(tmpdir(), "bourse-proof-"));
  const dataDir = join(folder, "data");
  mkdirSync(dataDir);
  const holders = await seedHolders(dataDir, HOLDERS);
  const server = startMortal({ dataDir, jwtSecret: JWT_SECRET, root: task.root });
  try {
    const book = emptyBook();
    const { tried, notes, violations } = await overloaded(task, await server.port, holders, book);
    const audit = await auditFile(join(dataDir, "bourse.sqlite"), holders, book);
    const faults = [...violations, ...book.faults, ...audit.faults, ...server.complaints];
    return { tried: { ...tried, "orders acknowledged, and found": book.done.length }, notes, violations: few(faults) };
  } finally {
    await server.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

async function overloaded(task: Task, port: number, holders: readonly Holder[], book: Book) {
  const capacity = await capacityOf(port, holders, book);
  task.say(`it serves ${capacity} requests a second`);
  const many = crowd(port, CONNECTIONS, DEPTH, holders, book);
  await openLoop(many, TIMES * capacity, WARMING);
  const half = OVERLOAD[task.setting] / 2;
  const first = await openLoop(many, TIMES * capacity, half);
  const before = await residentMemory(port);
  const second = await openLoop(many, TIMES * capacity, half);
  const [normal, after] = await Promise.all([normalAfter(port, holders), residentMemory(port), second.rest.done]);
  const grown = after - before;
  many.close();
  const { served, refused, closed, faults } = many.told;
  const violations = [...faults];
  if (refused === 0) violations.push("nobody was refused, and all were kept waiting");
  if (grown > MOST_GROWTH) violations.push(`the memory grew by ${grown} MiB between the halves of the load`);
  if (normal > NORMAL_WITHIN) violations.push(`${normal} ms after the load, service was not normal`);
  const tried = {
    "requests a second that it can serve": capacity,
    "requests offered in the overload": first.came + second.came,
    "of them and those of the warm-up served": served,
    "refused with when to ask again": refused,
    "closed without an answer": closed,
    "turned away before they were sent": first.turnedAway + second.turnedAway,
  };
  const notes = [
    `the memory was ${before} MiB after the first half and ${after} after the second; service was normal after ${normal} ms`,
  ];
  return { tried, notes, violations };
}

/** A round to warm it up, and one that counts. */
async function capacityOf(port: number, holders: readonly Holder[], book: Book): Promise<number> {
  const clients = crowd(port, FINDING_CLIENTS, 1, holders, book);
  await closedLoop(clients, FINDING_CLIENTS, FINDING);
  const capacity = await closedLoop(clients, FINDING_CLIENTS, FINDING);
  clients.close();
  if (clients.told.faults.length > 0) throw new Error(`it cannot serve 64 clients: ${clients.told.faults[0]}`);
  return Math.round(capacity);
}

/** After how many milliseconds so many in a row are each answered at once. */
async function normalAfter(port: number, [holder]: readonly Holder[]): Promise<number> {
  const client = httpClient(port);
  const began = performance.now();
  let since = 0;
  for (let inARow = 0; inARow < NORMAL_IN_A_ROW && since <= NORMAL_WITHIN;) {
    const asked = performance.now();
    if (inARow === 0) since = Math.round(asked - began);
    const answer = await client.call({ path: "/v1/accounts/me/balance", token: holder?.token ?? "" }).catch(() => null);
    inARow = answer?.status === 200 && performance.now() - asked < NORMAL_TIME ? inARow + 1 : 0;
    if (inARow === 0) await wait(20);
  }
  client.close();
  return since;
}
