import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { auditFile } from "../../load/audit.ts";
import { JWT_SECRET, seedHolders, type Holder } from "../../load/holders.ts";
import { emptyBook } from "../../load/orders.ts";
import { httpClient, type HttpClient } from "../../process/http-client.ts";
import { startMortal } from "../../process/mortal-server.ts";
import { few } from "../few.ts";
import type { Finding, Part, Task } from "../part.ts";
import { crowd } from "./crowd.ts";
import { closedLoop, openLoop } from "./offer.ts";
import { residentMemory } from "./memory.ts";

/** How long the load is offered, in milliseconds. */
const OVERLOAD = { short: 5000, long: 30_000 };
const HOLDERS = 100;
/** As many as the server may be sure to have room for. */
const CONNECTIONS = 1500;
const [FINDING_CLIENTS, FINDING] = [64, 2000];
const TIMES = 3;
/** By how much the memory may grow from the first half of the load to the second: what its collector is late with. */
const MOST_GROWTH = 64;
/** By when, and by how many requests in a row that are each answered in this time, service is normal; milliseconds. */
const [NORMAL_WITHIN, NORMAL_IN_A_ROW, NORMAL_TIME] = [5000, 50, 250];

/** Asked for more than it can do, the server does what it can, refuses the rest, and is well when that is over. */
export const overload: Part = {
  name: "overload",
  about: `three times as many requests as the server can serve: each is served or refused with when to ask again, the memory's median grows by ${MOST_GROWTH} MiB at most from the first half to the second, and service is normal within 5 s`,
  run,
};

async function run(task: Task): Promise<Finding> {
  const folder = mkdtempSync(join(tmpdir(), "bourse-proof-"));
  const dataDir = join(folder, "data");
  mkdirSync(dataDir);
  const holders = await seedHolders(dataDir, HOLDERS);
  const server = startMortal({ dataDir, jwtSecret: JWT_SECRET, root: task.root });
  try {
    const port = await server.port;
    const book = emptyBook();
    const few64 = crowd(port, FINDING_CLIENTS, holders, book);
    await closedLoop(few64, FINDING_CLIENTS, FINDING);
    const capacity = await closedLoop(few64, FINDING_CLIENTS, FINDING);
    few64.close();
    task.say(`it serves ${Math.round(capacity)} requests a second`);
    const many = crowd(port, CONNECTIONS, holders, book);
    const memory = residentMemory(port);
    const offered = await openLoop(many, TIMES * capacity, OVERLOAD[task.setting]);
    const grown = await memory.growth();
    const client = httpClient(port);
    const normal = await normalAfter(client, holders);
    client.close();
    many.close();
    const audit = await auditFile(join(dataDir, "bourse.sqlite"), holders, book);
    const faults = [...few64.told.faults, ...many.told.faults, ...book.faults, ...audit.faults, ...server.complaints];
    if (grown > MOST_GROWTH) faults.push(`the memory grew by ${grown} MiB between the halves of the load`);
    if (normal > NORMAL_WITHIN) faults.push(`service was not normal until ${normal} ms after the load`);
    return {
      tried: {
        "requests a second that it can serve": Math.round(capacity),
        "requests offered in the overload": offered.came,
        "of them served": many.told.served,
        "refused with when to ask again": many.told.refused,
        "closed without an answer": many.told.closed,
        "turned away before they were sent": offered.turnedAway,
        "orders acknowledged, and found": book.done.length,
      },
      notes: [`the memory grew by ${grown} MiB between the halves; service was normal after ${normal} ms`],
      violations: few(faults),
    };
  } finally {
    await server.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

/** After how many milliseconds so many in a row are each answered at once. */
async function normalAfter(client: HttpClient, [holder]: readonly Holder[]): Promise<number> {
  const began = performance.now();
  let since = 0;
  for (let inARow = 0; inARow < NORMAL_IN_A_ROW && since <= NORMAL_WITHIN;) {
    const asked = performance.now();
    if (inARow === 0) since = Math.round(asked - began);
    const answer = await client.call({ path: "/v1/accounts/me/balance", token: holder?.token ?? "" }).catch(() => null);
    inARow = answer?.status === 200 && performance.now() - asked < NORMAL_TIME ? inARow + 1 : 0;
    if (inARow === 0) await wait(20);
  }
  return since;
}
