import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { randomFrom } from "@bourse/testkit";
import { auditFile } from "../../load/audit.ts";
import { JWT_SECRET, seedHolders, type Holder } from "../../load/holders.ts";
import { emptyBook, load, settle, type Book } from "../../load/orders.ts";
import { scratchFolder } from "../../process/at-end.ts";
import { httpClient } from "../../process/http-client.ts";
import { startMortal, type MortalServer } from "../../process/mortal-server.ts";
import { attach } from "../../process/strace.ts";
import type { Task } from "../part.ts";

const HOLDERS = 4;
/** The most answers that a round waits for before it kills. */
const MOST_ANSWERS = 300;
/** The most calls of one kind that a round waits for: so many make about as many answers. */
const MOST_CALLS = 400;
/** After so many kills the file is a new one, so that the first moments of a file are among what is tried. */
const KILLS_A_FILE = 20;
/** How often it is told how far the kills have come. */
const KILLS_TOLD = 10;
const FATAL_CALLS = ["pwrite64", "fsync"];

export type Kills = {
  kills: number;
  atStart: number;
  atCalls: number;
  acknowledged: number;
  replayed: number;
  forgotten: number;
  readonly faults: string[];
};

type Story = {
  readonly random: () => number;
  readonly dataDir: string;
  readonly root: string | undefined;
  readonly canTrace: boolean;
  readonly holders: readonly Holder[];
  readonly book: Book;
};

/** The real server, killed again and again under the load of 16 clients, and started again on what it left. */
export async function killUnderLoad(task: Task, count: number, canTrace: boolean): Promise<Kills> {
  const random = randomFrom(task.seed);
  const kills: Kills = { kills: 0, atStart: 0, atCalls: 0, acknowledged: 0, replayed: 0, forgotten: 0, faults: [] };
  while (kills.kills < count && kills.faults.length === 0) {
    const { folder, remove } = scratchFolder();
    const dataDir = join(folder, "data");
    mkdirSync(dataDir);
    try {
      const holders = await seedHolders(dataDir, HOLDERS);
      const story = { random, dataDir, root: task.root, canTrace, holders, book: emptyBook() };
      const onKill = () => kills.kills % KILLS_TOLD === 0 && task.say(`${kills.kills} of ${count} kills`);
      await oneFile(story, kills, Math.min(count, kills.kills + KILLS_A_FILE), onKill);
    } finally {
      remove();
    }
  }
  return kills;
}

/** Each kill's successor settles and is audited, and is the next to be killed. */
async function oneFile(story: Story, kills: Kills, until: number, onKill: () => unknown): Promise<void> {
  const { book, dataDir, holders, random } = story;
  let server = start(story);
  try {
    while (kills.kills < until && kills.faults.length === 0) {
      await killOnce(server, story, kills);
      kills.kills += 1;
      onKill();
      if (random() < 0.2) await killAtStart(story, kills);
      server = start(story);
      const client = httpClient(await server.port);
      await settle(client, book);
      client.close();
      const { faults, forgotten } = await auditFile(join(dataDir, "bourse.sqlite"), holders, book);
      kills.forgotten = Math.max(kills.forgotten, forgotten);
      kills.faults.push(...book.faults, ...faults);
    }
  } finally {
    await server.kill("SIGKILL");
  }
  kills.acknowledged += book.done.length;
  kills.replayed += book.replays;
}

function start({ dataDir, root }: Story): MortalServer {
  return startMortal({ dataDir, root, jwtSecret: JWT_SECRET });
}

/** After some answer and a moment; or, where it can be traced, as it is about to make a certain call on its file. */
async function killOnce(server: MortalServer, story: Story, kills: Kills): Promise<void> {
  const { book, canTrace, holders, random } = story;
  const client = httpClient(await server.port);
  const due = 1 + Math.floor(random() * MOST_ANSWERS);
  const delay = random() * 5;
  const isAtCall = canTrace && random() < 0.5;
  if (isAtCall) await killAtCall(server, story, kills);
  let killed: Promise<void> | null = null;
  const goesOn = (answers: number): boolean => {
    if (!isAtCall && answers >= due) killed ??= wait(delay).then(() => server.kill("SIGKILL"));
    return true;
  };
  await load({ client, holders, book, random, goesOn });
  client.close();
  await server.kill("SIGKILL");
}

async function killAtCall(server: MortalServer, { dataDir, random }: Story, kills: Kills): Promise<void> {
  const call = FATAL_CALLS[Math.floor(random() * FATAL_CALLS.length)] ?? "fsync";
  const when = 1 + Math.floor(random() * (call === "fsync" ? MOST_CALLS / 8 : MOST_CALLS));
  const files = ["", "-wal"].flatMap((end) => ["-P", join(dataDir, `bourse.sqlite${end}`)]);
  await attach(server.pid, ["-o", "/dev/null", "-e", `inject=${call}:signal=SIGKILL:when=${when}`, ...files]);
  kills.atCalls += 1;
}

/** Kills a server while it starts: what a crash left is then read a second time. */
async function killAtStart(story: Story, kills: Kills): Promise<void> {
  const server = start(story);
  const opened = server.port.then(
    () => undefined,
    () => undefined,
  );
  await Promise.race([wait(story.random() * 1000), opened]);
  await server.kill("SIGKILL");
  kills.atStart += 1;
}
