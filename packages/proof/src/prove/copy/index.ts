import { join } from "node:path";
import { randomFrom } from "@bourse/testkit";
import { startPostgres } from "../../postgres/server.ts";
import { scratchFolder } from "../../process/at-end.ts";
import { startMortal } from "../../process/mortal-server.ts";
import { few } from "../few.ts";
import type { Finding, Part, Task } from "../part.ts";
import { compareAnswers, type Compared } from "./answers.ts";
import { overPostgres, overSqlite } from "./brokerage.ts";
import { bourse, killAt, rowsCopied, type Ended } from "./command.ts";
import { makeSource, type Source } from "./source.ts";

const ENTRIES = { short: 20_000, long: 1_000_000 };

/** Of the keys, one in so many is sent again. */
const REPLAY_EACH = { short: 50, long: 100 };

/** A brokerage moves from its file into PostgreSQL, whatever befalls the move. */
export const copy: Part = {
  name: "copy",
  about:
    "bourse copy from SQLite to PostgreSQL, killed at half way: no server opens what is half, the second call goes on, and both then answer alike",
  run,
};

async function run(task: Task): Promise<Finding> {
  const random = randomFrom(task.seed);
  const { folder, remove } = scratchFolder();
  // It is the copy that is killed, and no power is cut.
  const server = await startPostgres(["fsync=off"]);
  try {
    const file = join(folder, "bourse.sqlite");
    const source = await makeSource(file, task.count ?? ENTRIES[task.setting], random);
    task.say(`made ${source.entries} entries`);
    const url = await server.newDatabase();
    return await moved(task, { file, url, folder, source, random });
  } finally {
    await server.stop();
    remove();
  }
}

type Stage = {
  readonly file: string;
  readonly url: string;
  readonly folder: string;
  readonly source: Source;
  readonly random: () => number;
};

async function moved(task: Task, { file, url, folder, source, random }: Stage): Promise<Finding> {
  const violations: string[] = [];
  const words = ["copy", "--from", `sqlite:${file}`, "--to", url];
  const killed = await bourse(words, { root: task.root, meanwhile: killAt(url, source.rows / 2) });
  const there = await rowsCopied(url);
  if (killed.code !== null) violations.push(`the copy ended with ${killed.code} before it was killed: ${said(killed)}`);
  if (there === null || there >= source.rows)
    violations.push(`killed at half way, it has ${there} of ${source.rows} rows`);
  if (!killed.complaints.includes("copying the rows")) violations.push(`it showed no progress: ${said(killed)}`);
  task.say(`killed with ${there} of ${source.rows} rows there`);

  if (await opens(task, url, folder)) violations.push("a server opened a database that was copied by half");

  const began = performance.now();
  const second = await bourse(words, task);
  const seconds = (performance.now() - began) / 1000;
  if (second.code !== 0) violations.push(`the second call ended with ${second.code}: ${said(second)}`);
  task.say(`the second call took ${seconds.toFixed(1)} s`);
  const audit = await bourse(["audit", url], task);
  if (audit.code !== 0 || !audit.out.includes(`${source.entries} entries`)) violations.push(`audit: ${said(audit)}`);
  for (const { out, complaints } of [killed, second, audit]) {
    if ((out + complaints).includes(new URL(url).password + "@")) violations.push("a password was printed");
  }
  if (violations.length > 0) return { tried: { "entries copied": source.entries }, violations: few(violations) };

  const compared = await answersOfBoth(task, { file, url, source, random });
  violations.push(...compared.differences);
  if (!(await opens(task, url, folder))) violations.push("no server opens the copy that is finished");
  return {
    tried: {
      "entries copied": source.entries,
      "rows there when it was killed": there ?? 0,
      "accounts compared": source.accounts.length,
      "history pages compared": compared.pages,
      "answers compared": compared.answers,
      "keys sent again to both": compared.replays,
    },
    notes: [`the second call, with its audits and comparison, took ${seconds.toFixed(1)} s for ${source.rows} rows`],
    violations: few(violations),
  };
}

async function answersOfBoth(task: Task, { file, url, source, random }: Omit<Stage, "folder">): Promise<Compared> {
  const before = overSqlite(file);
  const after = await overPostgres(url);
  try {
    return await compareAnswers([before, after], source.accounts, REPLAY_EACH[task.setting], random);
  } finally {
    await after.close();
    before.database.close();
  }
}

/** Whether a server starts on the database. */
async function opens(task: Task, url: string, folder: string): Promise<boolean> {
  const settings = { DATABASE_URL: url };
  const server = startMortal({
    dataDir: folder,
    jwtSecret: "a secret of at least 32 bytes, for all",
    root: task.root,
    settings,
  });
  const hasOpened = await server.port.then(
    () => true,
    () => false,
  );
  await server.kill("SIGKILL");
  return hasOpened;
}

function said({ out, complaints }: Ended): string {
  return (out + complaints).trim().split("\n").slice(-3).join(" / ");
}
