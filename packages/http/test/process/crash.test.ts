import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { audit } from "./support/audit.ts";
import { openAccount, signIn, type Holder } from "./support/client.ts";
import { assertReplayed, CASH, load, settle, wishOf, type Book } from "./support/load.ts";
import { randomFrom } from "@bourse/testkit";
import { seedFrom } from "./support/random.ts";
import { dataFolder, startServer, type ServerProcess } from "./support/server-process.ts";

/** A few: `pnpm prove crash` kills it as often as anyone likes, at each call on its file too. */
const ROUNDS = 3;
const ACCOUNTS = 3;
/** The most answers that a round waits for before it kills. */
const MOST_ANSWERS = 400;

type Story = {
  readonly dataDir: string;
  readonly random: () => number;
  readonly book: Book;
  readonly holders: Holder[];
  /** Usernames whose account was acknowledged just before a kill. */
  readonly newcomers: string[];
};

/** Opens the accounts, and tops them up so that trades can begin. */
async function begin(url: string, { holders, book }: Story): Promise<void> {
  for (let index = 0; index < ACCOUNTS; index += 1) {
    const username = `holder-${index}`;
    expect((await openAccount(url, username)).status).toBe(201);
    const holder = await signIn(url, username);
    holders.push(holder);
    book.lost.push(wishOf(holder, CASH, { status: "TOP-UP", amount: "100000.00" }));
  }
  await settle(url, book);
}

/** Kills the server under load: after some answer, or the very moment that an account has been opened. */
async function killUnderLoad(server: ServerProcess, story: Story, round: number): Promise<void> {
  const { book, holders, newcomers, random } = story;
  const url = await server.url;
  const delay = random() * 5;
  const kill = async (): Promise<void> => {
    await sleep(delay);
    await server.kill("SIGKILL");
  };
  if (round % 2 === 0) {
    const loaded = load(url, holders, book, random, () => {});
    expect((await openAccount(url, `newcomer-${round}`)).status).toBe(201);
    newcomers.push(`newcomer-${round}`);
    await Promise.all([kill(), loaded]);
  } else {
    const due = 1 + Math.floor(random() * MOST_ANSWERS);
    const killed: Promise<void>[] = [];
    await load(url, holders, book, random, (answers) => {
      if (answers === due) killed.push(kill());
    });
    await Promise.all(killed);
  }
}

/** Kills a server while it starts. */
async function killAtStart({ dataDir, random }: Story, startTime: number): Promise<void> {
  const server = startServer(dataDir);
  await sleep(random() * startTime);
  await server.kill("SIGKILL");
}

async function assertSound(url: string, { book, dataDir, holders }: Story): Promise<void> {
  const known = book.acknowledged.length;
  await settle(url, book);
  await assertReplayed(url, book.acknowledged.slice(known));
  await assertReplayed(url, book.acknowledged.slice(Math.max(0, known - 5), known));
  await audit(url, holders, book);
  const file = new DatabaseSync(join(dataDir, "bourse.sqlite"), { readOnly: true });
  expect(file.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
  file.close();
}

async function killAgainAndAgain(seed: number): Promise<void> {
  const random = randomFrom(seed);
  const book: Book = { acknowledged: [], lost: [] };
  const story: Story = { dataDir: dataFolder(), random, book, holders: [], newcomers: [] };
  await killAtStart(story, 500);
  let server = startServer(story.dataDir);
  await begin(await server.url, story);
  for (let round = 0; round < ROUNDS; round += 1) {
    await killUnderLoad(server, story, round);
    if (random() < 0.5) await killAtStart(story, server.startTime());
    server = startServer(story.dataDir);
    await assertSound(await server.url, story);
  }
  // The tokens above are the first server's; the accounts opened at the last moment can be signed in to as well.
  for (const newcomer of story.newcomers) await signIn(await server.url, newcomer);
  expect(book.acknowledged.length).toBeGreaterThan(ROUNDS * ACCOUNTS);
}

it("killed at any moment and started again, the server has all that it acknowledged, once", async () => {
  const seed = seedFrom("CRASH_SEED");
  const outcome = await killAgainAndAgain(seed).catch((error: unknown) => error);
  expect(outcome, `CRASH_SEED=${seed} makes the same choices again`).toBeUndefined();
}, 180_000);
