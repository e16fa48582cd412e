import { randomFrom } from "@bourse/testkit";
import { few } from "../few.ts";
import type { Finding, Part, Task } from "../part.ts";
import { auditTown } from "./audit.ts";
import { lastCash, sameKey } from "./contests.ts";
import { crowd, during } from "./crowd.ts";
import { endReplica, killDatabase, pauseReplica, RECOVERED_WITHIN } from "./kills.ts";
import { inTown, type Town } from "./town.ts";

/** How long the crowd is at it while all is well, and how long a replica hangs, in milliseconds; how often the rest is tried. */
const SETTINGS = {
  short: { crowd: 2500, hang: 1000, keys: 20, fights: 1, ends: 1, databaseKills: 1 },
  long: { crowd: 60_000, hang: 8000, keys: 300, fights: 10, ends: 15, databaseKills: 20 },
};

/** Several servers on one PostgreSQL are one brokerage, whichever of them is asked, and whoever of them ends. */
export const replicas: Part = {
  name: "replicas",
  about: `two servers on one PostgreSQL, 32 clients on 50 accounts that they share, each request to either: every read sees what was acknowledged before it by whichever server, one key sent to both makes one entry, 64 buyers with cash for 30 are 30; killed under load, a server does not stop the other, and the database is used again within ${RECOVERED_WITHIN / 1000} s of its return, with nothing lost or done twice`,
  run,
};

async function run(task: Task): Promise<Finding> {
  const random = randomFrom(task.seed);
  return inTown({ root: task.root, random }, (town) => tried(town, task));
}

async function tried(town: Town, task: Task): Promise<Finding> {
  const { book } = town;
  const setting = SETTINGS[task.setting];
  const count = (usual: number): number => Math.min(usual, task.count ?? Infinity);
  const faults: string[] = [];
  const audited = async (what: string): Promise<void> => {
    faults.push(...book.faults.splice(0), ...(await auditTown(town)));
    task.say(what);
  };

  const calm = await crowd(town, during(setting.crowd));
  for (const { name, what } of calm.failed) book.faults.push(`while all was well, ${name} failed: ${what}`);
  await audited(`${calm.requests} requests while all was well`);
  await sameKey(town, setting.keys);
  let fights = 0;
  while (fights < count(setting.fights)) {
    fights += 1;
    await lastCash(town);
  }
  await audited(`${setting.keys * 2} keys sent to both, ${fights} fights for the last cash`);
  const crowds = [calm, await pauseReplica(town, setting.hang)];
  await audited("a replica hung for a while");
  for (let ends = 0; ends < count(setting.ends) && faults.length === 0; ends += 1) {
    for (const signal of ["SIGTERM", "SIGKILL"] as const) crowds.push(await endReplica(town, signal));
    await audited(`${ends + 1} of ${setting.ends} replicas closed, and as many killed`);
  }
  const recoveries: number[] = [];
  for (let kills = 0; kills < count(setting.databaseKills) && faults.length === 0; kills += 1) {
    const { crowd: done, milliseconds } = await killDatabase(town);
    crowds.push(done);
    recoveries.push(...milliseconds);
    await audited(`${kills + 1} of ${setting.databaseKills} kills of the database`);
  }
  const sum = (of: (each: (typeof crowds)[number]) => number): number =>
    crowds.reduce((all, each) => all + of(each), 0);
  return {
    tried: {
      "requests of 32 clients, each to any of two replicas": sum(({ requests }) => requests),
      "looks that had to see what was acknowledged before": sum(({ looks }) => looks),
      "orders acknowledged, and found": book.done.length,
      "orders sent again, and answered as before": book.replays,
      "keys sent to both at once": setting.keys * 2,
      "fights of 64 buyers for cash for 30": fights,
      "replicas closed under load": count(setting.ends),
      "replicas killed under load": count(setting.ends),
      "kills of the database under load": count(setting.databaseKills),
    },
    notes: [
      `after the database's return a replica acknowledged its first write within ${Math.max(...recoveries)} ms (median ${median(recoveries)} ms)`,
      `answers that did not come, or were 500 or above, while something was gone: ${sum(({ failed }) => failed.length)}`,
    ],
    violations: few(faults),
  };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}
