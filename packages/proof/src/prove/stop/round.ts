import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { auditFile } from "../../load/audit.ts";
import { JWT_SECRET, seedHolders, type Holder } from "../../load/holders.ts";
import { CASH, emptyBook, noted, send, settle, type Book } from "../../load/orders.ts";
import { httpClient, type HttpClient } from "../../process/http-client.ts";
import { startMortal, type MortalServer } from "../../process/mortal-server.ts";
import type { Task } from "../part.ts";

/** Each has one order under way at any time, on a connection of its own. */
const CLIENTS = 100;
const HOLDERS = 10;
/** How long the server may take to leave, in milliseconds: the bound that is promised. */
const MOST_TIME = 10_000;
/** How much longer it is waited for before it is killed. */
const PATIENCE = 5000;
/** The longest that the load goes on before the signal, in milliseconds. */
const LONGEST_LOAD = 400;

export type Stop = {
  /** Orders under way when the signal was sent. */
  readonly inFlight: number;
  /** How many of them were answered. */
  readonly answered: number;
  readonly acknowledged: number;
  /** Orders that were not answered, and sent again after the restart. */
  readonly repeated: number;
  readonly milliseconds: number;
  readonly faults: readonly string[];
};

/** Tells a server under load to stop, starts another on what it left, and looks for every order. */
export async function stopUnderLoad(task: Task, random: () => number): Promise<Stop> {
  const folder = mkdtempSync(join(tmpdir(), "bourse-proof-"));
  const dataDir = join(folder, "data");
  mkdirSync(dataDir);
  const start = () => startMortal({ dataDir, jwtSecret: JWT_SECRET, root: task.root });
  const holders = await seedHolders(dataDir, HOLDERS);
  const book = emptyBook();
  let server = start();
  try {
    const stopped = await loadAndStop(server, await server.port, holders, book, random);
    server = start();
    const client = httpClient(await server.port);
    const repeated = book.unknown.length;
    await settle(client, book);
    client.close();
    const audit = await auditFile(join(dataDir, "bourse.sqlite"), holders, book);
    const faults = [...stopped.faults, ...book.faults, ...audit.faults];
    return { ...stopped, acknowledged: book.done.length, repeated, faults };
  } finally {
    await server.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

async function loadAndStop(
  server: MortalServer,
  port: number,
  holders: readonly Holder[],
  book: Book,
  random: () => number,
) {
  const client = httpClient(port);
  const load = startLoad(client, holders, book, random);
  await wait(random() * LONGEST_LOAD);
  const told = performance.now();
  const inFlight = load.tellOfSignal();
  const gone = server.kill("SIGTERM");
  const inTime = await Promise.race([gone.then(() => true), wait(MOST_TIME + PATIENCE, false, { ref: false })]);
  const milliseconds = Math.round(performance.now() - told);
  if (!inTime) await server.kill("SIGKILL");
  await load.ended;
  client.close();
  const faults = [...load.faults, ...server.complaints.map((line) => `the server complained: ${line}`)];
  if (milliseconds > MOST_TIME)
    faults.push(`the server took ${milliseconds} ms to leave${inTime ? "" : ", and was killed"}`);
  if (inTime && server.exitCode() !== 0) faults.push(`the server left with ${server.exitCode()}`);
  return { inFlight, answered: load.answeredSince(), milliseconds, faults };
}

/** Clients that each send an order once the one before is answered, until the server is gone. */
function startLoad(client: HttpClient, holders: readonly Holder[], book: Book, random: () => number) {
  const [faults, open] = [[] as string[], new Set<number>()];
  let atSignal: ReadonlySet<number> = new Set();
  let answered = 0;
  const one = async (): Promise<boolean> => {
    book.written += 1;
    const number = book.written;
    const holder = holders[Math.floor(random() * holders.length)];
    if (holder === undefined) throw new Error("there is nobody");
    const body = { status: "TOP-UP", amount: `${1 + Math.floor(random() * 9000)}.00` };
    const order = { holder, path: CASH, key: `order-${number}`, body };
    open.add(number);
    const answer = await send(client, order).catch(() => null);
    open.delete(number);
    noted(book, order, answer);
    if (answer !== null && atSignal.has(number)) answered += 1;
    if (answer !== null && answer.status !== 201 && answer.status !== 503) {
      faults.push(`order-${number}, a top-up, was answered ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return answer?.status === 201;
  };
  const clients = Array.from({ length: CLIENTS }, async () => {
    while (await one());
  });
  return {
    faults,
    /** How many orders are under way now, as the signal is sent. */
    tellOfSignal: () => (atSignal = new Set(open)).size,
    answeredSince: () => answered,
    ended: Promise.all(clients),
  };
}
