import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { ask, openAccount, signIn } from "./support/client.ts";
import { bourse, bourseIn } from "./support/command.ts";
import { CASH } from "./support/load.ts";
import { dataFolder, startServer } from "./support/server-process.ts";

/** A brokerage with one account that has topped up twice, and no server. */
async function brokerage(): Promise<{ readonly dataDir: string; readonly accountId: string; readonly token: string }> {
  const dataDir = dataFolder();
  const server = startServer(dataDir);
  const url = await server.url;
  await openAccount(url, "ada");
  const { accountId, token } = await signIn(url, "ada");
  for (const amount of ["100.00", "25.00"]) {
    expect((await ask(url, CASH, { token, body: { status: "TOP-UP", amount } })).status).toBe(201);
  }
  await server.kill("SIGTERM");
  return { dataDir, accountId, token };
}

/** Each is a process, and there may be many others. */
const PATIENCE = 300_000;

it("what makes no command ends with 2, is told with what would, and changes nothing; help ends with 0", async () => {
  const dataDir = dataFolder();
  const { code, out, complaints } = await bourse(dataDir, "balance");
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(complaints).toMatch(/^There is no command balance\.\n\nUsage: bourse COMMAND\n/);
  expect(await bourse(dataDir, "--help")).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^Usage: bourse COMMAND\n/),
    complaints: "",
  });
  expect(readdirSync(dataDir)).toEqual([]);
});

it(
  "where there is no brokerage, each says so and ends with 1, and leaves nothing",
  async () => {
    const dataDir = dataFolder();
    const [none, file] = [join(dataDir, "none"), join(dataDir, "file")];
    for (const words of [["audit"], ["backup", file], ["restore", file]]) {
      const { code, out, complaints } = await bourse(none, ...words);
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(complaints).toMatch(/^bourse: \S+ is not there\.\n$/);
    }
    expect(readdirSync(dataDir)).toEqual([]);
  },
  PATIENCE,
);

it(
  "audit tells a clean brokerage and ends with 0, a drifting one by its first drift and ends with 1",
  async () => {
    const { dataDir, accountId } = await brokerage();
    const file = join(dataDir, "bourse.sqlite");
    expect(await bourse(dataDir, "audit")).toEqual({
      code: 0,
      out: `${file}: 1 account, 2 entries; no account drifts, the file is whole\n`,
      complaints: "checking the file …\nreplaying the entries …\n",
    });
    const db = new DatabaseSync(file);
    db.exec(
      "DROP TRIGGER cash_transactions_never_change; UPDATE cash_transactions SET balance_after = 7 WHERE seq = 2",
    );
    db.close();
    const drifting = [
      "the file: the trigger cash_transactions_never_change is missing",
      `account ${accountId}, entry 2: its balance after it is 0.0007, and 125.00 is due`,
      `${file}: 1 account, 2 entries; 1 account of them drifting, the file is not as it must be\n`,
    ].join("\n");
    expect(await bourse(dataDir, "audit")).toMatchObject({ code: 1, out: drifting });
    // A file by its name, whatever DATA_DIR says.
    expect(await bourse(dataFolder(), "audit", file)).toMatchObject({ code: 1, out: drifting });
    const backup = join(dataDir, "backup");
    expect(await bourse(dataDir, "backup", backup)).toMatchObject({
      code: 1,
      out: expect.stringContaining(`${backup} was not made: what drifts is no backup.`),
    });
    expect(existsSync(backup)).toBe(false);
    expect(await bourse(dataFolder(), "restore", file)).toMatchObject({
      code: 1,
      out: expect.stringContaining("Nothing was restored."),
    });
  },
  PATIENCE,
);

it(
  "a backup is restored once the server is gone, what was there is kept, and everybody is signed out",
  async () => {
    const { dataDir, token } = await brokerage();
    const backup = join(dataDir, "monday.sqlite");
    expect(await bourse(dataDir, "backup", backup)).toMatchObject({ code: 0 });
    expect(await bourse(dataDir, "backup", backup)).toMatchObject({
      code: 1,
      complaints: `bourse: ${backup} is there already, and a backup never replaces a file.\n`,
    });

    const server = startServer(dataDir);
    const url = await server.url;
    await ask(url, CASH, { token, body: { status: "WITHDRAWAL", amount: "60.00" } });
    expect(await bourse(dataDir, "restore", backup, "--replace")).toMatchObject({
      code: 1,
      complaints: expect.stringContaining("is in use by another Bourse, a server or a command; stop that one first"),
    });
    await server.kill("SIGTERM");
    expect(await bourse(dataDir, "restore", backup)).toMatchObject({
      code: 1,
      complaints: expect.stringContaining("is there already; --replace keeps it under another name."),
    });
    const { code, out } = await bourse(dataDir, "restore", backup, "--replace");
    expect(code).toBe(0);
    const [, former = ""] = /^What was there is kept as (.*)\.$/m.exec(out) ?? [];
    expect(await bourse(dataDir, "audit", former)).toMatchObject({
      code: 0,
      out: expect.stringContaining("3 entries"),
    });

    const restored = await startServer(dataDir).url;
    expect((await ask(restored, "/v1/accounts/me/balance", { token })).status).toBe(401);
    const again = await signIn(restored, "ada");
    const balance = await ask(restored, "/v1/accounts/me/balance", again);
    expect(balance.body["cash"]).toBe("125.00");
  },
  PATIENCE,
);

it("a FILE that is no backup is told by why", async () => {
  const dataDir = dataFolder();
  const file = join(dataDir, "diary");
  writeFileSync(file, "Dear diary");
  const { code, complaints } = await bourse(join(dataDir, "data"), "restore", file);
  expect({ code, complaints }).toEqual({
    code: 1,
    complaints: `bourse: ${file} cannot be read as a Bourse database: file is not a database\n`,
  });
  expect(readdirSync(dataDir)).toEqual(["diary"]);
});

it(
  "where servers use a database, that is audited, a file is neither backed up nor restored, and no password is told",
  async () => {
    const dataDir = dataFolder();
    // Nobody listens there.
    const environment = { DATA_DIR: join(dataDir, "none"), DATABASE_URL: "postgres://ada:secret@127.0.0.1:1/bourse" };
    const file = join(dataDir, "file");
    writeFileSync(file, "Dear diary");
    const own = /^bourse: DATABASE_URL is set: .* Use the database's own tools, such as pg_dump and pg_restore\.\n$/;
    const gone = /^bourse: postgres:\/\/127\.0\.0\.1:1\/bourse cannot be reached: /;
    for (const [words, complaint] of [
      [["backup", join(dataDir, "backup")], own],
      [["restore", file], own],
      [["audit"], gone],
      [["copy", "--from", `sqlite:${file}`], gone],
    ] as const) {
      const ended = await bourseIn(environment, ...words);
      expect(ended).toEqual({ code: 1, out: "", complaints: expect.stringMatching(complaint) });
      expect(ended.complaints).not.toContain("secret");
    }
    const wrong = await bourseIn({ ...environment, DATABASE_URL: "ada:secret@db" }, "audit");
    expect(wrong).toMatchObject({ code: 1, complaints: expect.stringMatching(/^bourse: DATABASE_URL must be a /) });
    expect(wrong.complaints).not.toContain("secret");
    expect(await bourse(dataDir, "copy", "--from", `sqlite:${file}`)).toMatchObject({
      code: 2,
      complaints: expect.stringMatching(/^copy needs --to postgres:\/\/…, or DATABASE_URL\.\n\nUsage: bourse copy /),
    });
    expect(readdirSync(dataDir)).toEqual(["file"]);
  },
  PATIENCE,
);
