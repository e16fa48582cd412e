import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp, type AccountId, type App, type AppError } from "@bourse/core";
import { errorOf, manualCalendar, manualClock, manualMarket, tally, valueOf } from "@bourse/testkit";
import type { ResultAsync } from "neverthrow";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { openEmbedded, type Embedded, type EmbeddedOptions } from "../src/embedded/index.ts";
import { auditSqlite, DatabaseInUse, isSound } from "../src/sqlite/index.ts";

let root: string;
let open: Embedded[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "bourse-embedded-"));
  open = [];
});
afterEach(() => {
  for (const { close } of open) close();
  rmSync(root, { recursive: true });
});

const folder = (): string => join(root, "some", "where");

function opened(options: Partial<EmbeddedOptions> = {}): Embedded {
  const embedded = openEmbedded({ folder: folder(), ...options });
  open.push(embedded);
  return embedded;
}

async function ada({ ports }: Embedded): Promise<AccountId> {
  const details = { username: "ada", email: "ada@example.com", password: "correct horse battery" };
  return valueOf(await createApp(ports).openAccount({ ...details, dateOfBirth: "1990-05-17" })).id;
}

it("what was bought is there when the folder is opened again, and audits clean", async () => {
  const first = opened();
  const accountId = await ada(first);
  const app = createApp(first.ports);
  valueOf(await app.topUp({ accountId, amount: "10000.00" }));
  const { entry } = valueOf(await app.buyShares({ accountId, ticker: "AAPL", quantity: 3 }));
  first.close();
  open = [];
  const again = valueOf(await createApp(opened().ports).viewPortfolio({ accountId }));
  expect(again.cash).toBe(entry.balance);
  expect(again.lines.map(({ ticker, quantity }) => [ticker, quantity])).toEqual([["AAPL", 3]]);
  expect(isSound(auditSqlite(join(folder(), "bourse.sqlite")))).toBe(true);
});

it("a folder is one process's, and one brokerage's", () => {
  opened();
  expect(() => openEmbedded({ folder: folder() })).toThrow(DatabaseInUse);
});

it.each([
  ["no name", "", "a folder must have a name"],
  ["the name of a file", "file", "what is there is not a folder"],
  ["a place in a file", "file/folder", "ENOTDIR"],
  ["a name that no folder can have", "nul\0", "null bytes"],
])("a folder with %s is refused by its name, with the reason and the cause", (_, name, reason) => {
  writeFileSync(join(root, "file"), "");
  const path = name && join(root, name);
  const opening = () => opened({ folder: path });
  expect(opening).toThrow(`folder must be one that can be written to, and "${path}" is not: `);
  expect(opening).toThrow(reason);
  expect(opening).toThrow(expect.objectContaining({ cause: expect.any(Error) }));
});

describe("once it is closed", () => {
  const login = { login: "ada", password: "correct horse battery" };
  const wishes: readonly [string, (app: App, accountId: AccountId) => ResultAsync<unknown, AppError>][] = [
    ["a balance that was in memory", (app, accountId) => app.viewBalance({ accountId })],
    ["a portfolio that was in memory", (app, accountId) => app.viewPortfolio({ accountId })],
    ["a list", (app, accountId) => app.listTrades({ accountId })],
    ["a top-up", (app, accountId) => app.topUp({ accountId, amount: "1.00" })],
    ["a top-up under a key", (app, accountId) => app.topUp({ accountId, amount: "1.00", idempotencyKey: "k" })],
    ["a purchase", (app, accountId) => app.buyShares({ accountId, ticker: "AAPL", quantity: 1 })],
    ["an account's closing", (app, accountId) => app.closeAccount({ accountId })],
    ["a sign-in", (app) => app.signIn(login)],
    ["a wish for a reset", (app) => app.requestPasswordReset({ email: "ada@example.com" })],
    ["a reset", (app) => app.resetPassword({ token: "made up", newPassword: "another horse battery" })],
  ];

  it("each use case that needs the file is StoreUnavailable", async () => {
    const embedded = opened();
    const app = createApp(embedded.ports);
    const accountId = await ada(embedded);
    valueOf(await app.topUp({ accountId, amount: "100.00" }));
    const { id: sessionId } = valueOf(await app.signIn(login));
    valueOf(await app.resumeSession({ sessionId }));
    valueOf(await app.viewBalance({ accountId }));
    embedded.close();
    expect(errorOf(await app.resumeSession({ sessionId })).kind).toBe("StoreUnavailable");
    for (const [what, wish] of wishes) {
      expect([what, errorOf(await wish(app, accountId)).kind]).toEqual([what, "StoreUnavailable"]);
    }
  });

  it("so is one that was under way", async () => {
    const embedded = opened();
    const app = createApp(embedded.ports);
    const accountId = await ada(embedded);
    const underWay = Promise.all([app.signIn(login), app.topUp({ accountId, amount: "1.00" })]);
    embedded.close();
    expect(tally(await underWay)).toEqual({ StoreUnavailable: 2 });
  });
});

/** Keeps the ports alone, as a small app does, has whatever else nobody holds collected, and then waits to be killed. */
const DROPPING_CLOSE = `
  import { openEmbedded } from "@bourse/adapters/embedded";
  const { ports } = openEmbedded({ folder: process.argv[1] });
  for (let turns = 0; turns < 10; turns += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    globalThis.gc();
  }
  console.log("collected");
  setInterval(() => ports.clock.now(), 1_000_000);
`;

it("a folder stays a process's that has dropped what closes it", async () => {
  const flags = ["--conditions=@bourse/source", "--expose-gc", "--input-type=module"];
  const child = spawn(process.execPath, [...flags, "--eval", DROPPING_CLOSE, folder()], {
    cwd: new URL(".", import.meta.url),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exit = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exit;
  });
  const [told] = await Promise.race([once(child.stdout, "data"), exit]);
  expect(String(told)).toBe("collected\n");
  expect(() => opened()).toThrow(DatabaseInUse);
});

it("a market of one's own and its clock are what orders fill on", async () => {
  const [clock, calendar] = [manualClock(), manualCalendar()];
  const market = manualMarket(clock, calendar);
  market.set("ACME", "12.50");
  const embedded = opened({ market: { quotes: market, closes: market, directory: market }, clock, calendar });
  const app = createApp(embedded.ports);
  const accountId = await ada(embedded);
  valueOf(await app.topUp({ accountId, amount: "100.00" }));
  const { entry } = valueOf(await app.buyShares({ accountId, ticker: "ACME", quantity: 2 }));
  expect([entry.amount, entry.at]).toEqual([-250_000n, clock.now()]);
});

it("a letter is a file in the folder, when there is no mail of one's own", async () => {
  const embedded = opened();
  await ada(embedded);
  valueOf(await createApp(embedded.ports).requestPasswordReset({ email: "ada@example.com", address: "127.0.0.1" }));
  expect(readdirSync(join(folder(), "mail"))).toEqual([expect.stringMatching(/^reset-until-.*\.eml$/)]);
});
