import { randomFrom } from "@bourse/testkit";
import { few } from "../few.ts";
import type { Finding, Part, Task } from "../part.ts";
import { auditTown } from "./audit.ts";
import { lastCash, sameKey } from "./contests.ts";
import { crowd, during, type Crowd } from "./crowd.ts";
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
  return inTown({ root: task.root, random: randomFrom(task.seed) }, async (town) => {
    const tried: Tried = { crowds: [], keys: 0, fights: 0, closed: 0, killed: 0, recoveries: [], faults: [] };
    await whileAllIsWell(town, task, tried);
    await whileSomeEnd(town, task, tried);
    return findingOf(town, tried);
  });
}

type Tried = {
  readonly crowds: Crowd[];
  keys: number;
  fights: number;
  closed: number;
  killed: number;
  /** In milliseconds. */
  readonly recoveries: number[];
  readonly faults: string[];
};

async function whileAllIsWell(town: Town, task: Task, tried: Tried): Promise<void> {
  const setting = SETTINGS[task.setting];
  const calm = await crowd(town, during(setting.crowd));
  for (const { name, what } of calm.failed) town.book.faults.push(`while all was well, ${name} failed: ${what}`);
  tried.crowds.push(calm);
  await audited(town, task, tried, `${calm.requests} requests while all was well`);
  tried.keys = await sameKey(town, setting.keys);
  while (tried.fights < Math.min(setting.fights, task.count ?? Infinity)) {
    tried.fights += 1;
    await lastCash(town);
  }
  await audited(town, task, tried, `${tried.keys} keys sent to both, ${tried.fights} fights for the last cash`);
}

async function whileSomeEnd(town: Town, task: Task, tried: Tried): Promise<void> {
  const setting = SETTINGS[task.setting];
  const goesOn = (done: number, usual: number): boolean =>
    tried.faults.length === 0 && done < Math.min(usual, task.count ?? Infinity);
  tried.crowds.push(await pauseReplica(town, setting.hang));
  await audited(town, task, tried, "a replica hung for a while");
  while (goesOn(tried.killed, setting.ends)) {
    tried.crowds.push(await endReplica(town, "SIGTERM"));
    tried.closed += 1;
    tried.crowds.push(await endReplica(town, "SIGKILL"));
    tried.killed += 1;
    await audited(town, task, tried, `${tried.closed} of ${setting.ends} replicas closed, and as many killed`);
  }
  for (let kills = 1; goesOn(kills - 1, setting.databaseKills); kills += 1) {
    const { crowd: done, milliseconds } = await killDatabase(town);
    tried.crowds.push(done);
    tried.recoveries.push(...milliseconds);
    await audited(town, task, tried, `${kills} of ${setting.databaseKills} kills of the database`);
  }
}

async function audited(town: Town, { say }: Task, { faults }: Tried, what: string): Promise<void> {
  faults.push(...town.book.faults.splice(0), ...(await auditTown(town)));
  say(what);
}

function findingOf({ book, replicas: { length } }: Town, tried: Tried): Finding {
  const { crowds, keys, fights, closed, killed, recoveries, faults } = tried;
  const sum = (of: (each: Crowd) => number): number => crowds.reduce((all, each) => all + of(each), 0);
  const within = `within ${Math.max(...recoveries)} ms (median ${median(recoveries)} ms)`;
  return {
    tried: {
      "requests of 32 clients, each to any of two replicas": sum(({ requests }) => requests),
      "looks that had to see what was acknowledged before": sum(({ looks }) => looks),
      "orders acknowledged, and found": book.done.length,
      "orders sent again, and answered as before": book.replays,
      "keys sent to both at once": keys,
      "fights of 64 buyers for cash for 30": fights,
      "replicas closed under load": closed,
      "replicas killed under load": killed,
      "kills of the database under load": recoveries.length / length,
    },
    notes: [
      ...(recoveries.length > 0 ? [`after the database's return a replica acknowledged a write ${within}`] : []),
      `answers that did not come, or were 500 or above, while something was gone: ${sum(({ failed }) => failed.length)}`,
    ],
    violations: few(faults),
  };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}
