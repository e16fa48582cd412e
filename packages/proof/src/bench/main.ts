/*
 * How fast the brokerage is beside what it is built on: `pnpm bench [--short] [--profile] [SUBJECT …]`. The real server on SQLite with FULL
 * durability, a bare Fastify and better-sqlite3 alone take turns on a core of their own, round after round. Prints a
 * table of medians, keeps it as `proof-results/bench.json`, and ends with 1 when a bound is broken.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { keepResult, origin, RESULTS } from "../results.ts";
import { schemasOf } from "./document.ts";
import type { Floor } from "./floor-http.ts";
import type { Committed } from "./floor-sqlite.ts";
import { load, type Asking } from "./load.ts";
import { requestsOf } from "./requests.ts";
import { JWT_SECRET, seed } from "./seed.ts";
import { IS_PINNED, pinLoad, processorTime, startSubject, type SubjectProcess } from "./subject-process.ts";
import { medians, report, type Figures } from "./table.ts";

const CONNECTIONS = 64;
const ACCOUNTS = 1000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { short: { type: "boolean", default: false }, profile: { type: "boolean", default: false } },
});
/** Milliseconds of warm-up and of each round, and how many rounds. */
const [warmUp, time, rounds] = values.short ? [3000, 700, 5] : [6000, 1500, 15];

type Subject = { readonly name: string; readonly measure: (time: number) => Promise<Figures> };

/** Requests of one kind to one server. */
function asked(name: string, process: SubjectProcess, status: number, ask: Asking): Subject {
  return {
    name,
    measure: async (duration) => {
      const before = await processorTime(process);
      const { answered, seconds } = await load(process.port, CONNECTIONS, duration, status, ask);
      const taken = (await processorTime(process)) - before;
      return { microseconds: taken / answered, rate: answered / seconds };
    },
  };
}

/** Rows put into a copy of the seeded file; each round begins with a fresh one. */
function committed(name: string, seeded: string, folder: string): Subject {
  return {
    name,
    measure: async (duration) => {
      cpSync(seeded, folder, { recursive: true });
      const file = join(import.meta.dirname, "floor-sqlite.ts");
      const node = [
        process.execPath,
        "--conditions=@bourse/source",
        file,
        folder,
        String(CONNECTIONS),
        String(duration),
      ];
      const [command = "", ...args] = IS_PINNED ? ["taskset", "--cpu-list", "0", ...node] : node;
      const { orders, seconds, processorTime: taken } = JSON.parse(execFileSync(command, args).toString()) as Committed;
      rmSync(folder, { recursive: true });
      return { microseconds: taken / orders, rate: orders / seconds };
    },
  };
}

function folderIn(root: string, name: string): string {
  const folder = join(root, name);
  mkdirSync(folder);
  return folder;
}

/** On the disk that the repository is on: a folder for temporary files may be in memory. */
mkdirSync(RESULTS, { recursive: true });
const root = mkdtempSync(join(RESULTS, "bench-"));
const running: SubjectProcess[] = [];

async function start(file: string, folder: string, environment: Record<string, string>): Promise<SubjectProcess> {
  const started = await startSubject(file, folder, environment);
  running.push(started);
  return started;
}

async function floor(name: string, given: Floor): Promise<SubjectProcess> {
  const file = join(import.meta.dirname, "floor-http.ts");
  return start(file, folderIn(root, name), { FLOOR: JSON.stringify(given) });
}

/** One answer of the product's, for the floor to answer each time. */
async function answerOf(port: number, request: string): Promise<object> {
  const [head = "", body = ""] = request.split("\r\n\r\n");
  const [first = "", ...lines] = head.split("\r\n");
  const [method = "", path = ""] = first.split(" ");
  const headers = Object.fromEntries(lines.map((line) => line.split(": ", 2) as [string, string]));
  delete headers["Content-Length"];
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, ...(body !== "" && { body }) });
  return (await answer.json()) as object;
}

async function subjects(): Promise<readonly Subject[]> {
  const data = folderIn(root, "data");
  const seeded = folderIn(root, "seeded");
  const requests = requestsOf(await seed(data, ACCOUNTS), CONNECTIONS);
  cpSync(data, seeded, { recursive: true });
  const profiled = { ...(values.profile && { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${resolve(RESULTS)}` }) };
  const environment = { DATA_DIR: data, JWT_SECRET, PORT: "0", ...profiled };
  const product = await start("packages/http/src/main.ts", folderIn(root, "product"), environment);
  const { port } = product;
  const getFloor = await floor("get", {
    method: "GET",
    path: "/v1/accounts/me/balance",
    status: 200,
    ...(await schemasOf(port, "get", "/v1/accounts/{id}/balance", 200)),
    answer: await answerOf(port, requests.balance(0)),
  });
  const postFloor = await floor("post", {
    method: "POST",
    path: "/v1/accounts/me/trades",
    status: 201,
    ...(await schemasOf(port, "post", "/v1/accounts/{id}/trades", 201)),
    answer: await answerOf(port, requests.order(0)),
  });
  return [
    asked("bare GET", getFloor, 200, requests.balance),
    asked("look-up", product, 200, requests.lookUp),
    asked("balance", product, 200, requests.balance),
    asked("portfolio", product, 200, requests.portfolio),
    asked("bare POST", postFloor, 201, requests.order),
    asked("order", product, 201, requests.order),
    committed("better-sqlite3", seeded, join(root, "sqlite")),
  ];
}

try {
  pinLoad();
  const all = (await subjects()).filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const figures = new Map(all.map(({ name }): [string, Figures[]] => [name, []]));
  console.log(IS_PINNED ? "server on core 0, load on core 1" : "server and load share the cores: rates say little");
  for (const { measure } of all) await measure(warmUp);
  for (let round = 1; round <= rounds; round += 1) {
    for (const { name, measure } of all) figures.get(name)?.push(await measure(time));
    console.log(`round ${round} of ${rounds}`);
  }
  const { lines, result, broken } = report(medians(figures));
  for (const line of lines) console.log(line);
  keepResult("bench", { ...origin(), isPinned: IS_PINNED, rounds, result });
  if (broken.length > 0) process.exitCode = 1;
} finally {
  for (const { stop } of running) await stop();
  rmSync(root, { recursive: true });
}
