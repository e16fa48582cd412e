import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { randomFrom } from "@bourse/testkit";
import { expect, it } from "vitest";
import { openAccount, signIn, type Holder } from "./support/client.ts";
import { bourse } from "./support/command.ts";
import { assertReplayed, CASH, load, settle, wishOf, type Book } from "./support/load.ts";
import { seedFrom } from "./support/random.ts";
import { dataFolder, startServer } from "./support/server-process.ts";

const ACCOUNTS = 3;
const ENOUGH = 100;

type Backup = { readonly file: string; readonly known: Book["acknowledged"] };

/** Backs up in a process of its own, and remembers what had been acknowledged before that began. */
async function backUp(dataDir: string, name: string, book: Book): Promise<Backup> {
  const known = [...book.acknowledged];
  const file = join(dataDir, name);
  expect(await bourse(dataDir, "backup", file)).toMatchObject({ code: 0 });
  return { file, known };
}

it("backups under load hold all that was acknowledged before each began, and audit clean", async () => {
  const seed = seedFrom("BACKUP_SEED");
  console.log(`BACKUP_SEED=${seed}`);
  const dataDir = dataFolder();
  const server = startServer(dataDir, { RATE_LIMIT: "0" });
  const url = await server.url;
  const book: Book = { acknowledged: [], lost: [] };
  const holders: Holder[] = [];
  for (let index = 0; index < ACCOUNTS; index += 1) {
    expect((await openAccount(url, `holder-${index}`)).status).toBe(201);
    const holder = await signIn(url, `holder-${index}`);
    holders.push(holder);
    book.lost.push(wishOf(holder, CASH, { status: "TOP-UP", amount: "100000.00" }));
  }
  await settle(url, book);

  const enough = Promise.withResolvers<void>();
  const loaded = load(url, holders, book, randomFrom(seed), (answers) => answers === ENOUGH && enough.resolve());
  await enough.promise;
  const backups = [await backUp(dataDir, "first.sqlite", book), await backUp(dataDir, "second.sqlite", book)];
  expect(await bourse(dataDir, "audit")).toMatchObject({ code: 0 });
  const during = book.acknowledged.length;
  await server.kill("SIGKILL");
  await loaded;
  // The load went on all the while.
  expect(backups[1]?.known.length).toBeGreaterThan(backups[0]?.known.length ?? 0);
  expect(during).toBeGreaterThan(backups[1]?.known.length ?? 0);

  for (const [index, { file, known }] of backups.entries()) {
    expect(await bourse(dataDir, "audit", file)).toMatchObject({ code: 0 });
    const elsewhere = join(dataDir, `restored-${index}`);
    mkdirSync(elsewhere);
    expect(await bourse(elsewhere, "restore", file)).toMatchObject({ code: 0 });
    const restored = startServer(elsewhere, { RATE_LIMIT: "0" });
    const there = await restored.url;
    const signedIn = await Promise.all(holders.map(({ username }) => signIn(there, username)));
    const now = (one: Holder): Holder => signedIn.find(({ accountId }) => accountId === one.accountId) ?? one;
    const done = known.map(({ wish, answer }) => ({ wish: { ...wish, holder: now(wish.holder) }, answer }));
    await assertReplayed(there, done);
    await restored.kill("SIGTERM");
  }
}, 600_000);
