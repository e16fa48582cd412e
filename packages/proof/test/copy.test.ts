import { join } from "node:path";
import { randomFrom } from "@bourse/testkit";
import Database from "better-sqlite3";
import { Client } from "pg";
import { expect, inject, it, onTestFinished } from "vitest";
import { scratchFolder } from "../src/process/at-end.ts";
import { bourse } from "../src/prove/copy/command.ts";
import { makeSource } from "../src/prove/copy/source.ts";

/** A new database of the run's server. */
async function newDatabase(): Promise<string> {
  const name = `bourse_${crypto.randomUUID().replaceAll("-", "")}`;
  const client = new Client({ connectionString: inject("postgresUrl") });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return inject("postgresUrl").replace(/\/postgres$/, `/${name}`);
}

it("bourse copy moves a brokerage, tells what it does and where to, and not the password; what drifts it leaves", async () => {
  const { folder, remove } = scratchFolder();
  onTestFinished(remove);
  const file = join(folder, "bourse.sqlite");
  const { entries } = await makeSource(file, 400, randomFrom(1));
  const url = await newDatabase();
  const { host, pathname, password } = new URL(url);
  const place = `postgres://${host}${pathname}`;
  const found = `${place}: 27 accounts, ${entries} entries; no account drifts, the database is whole\n`;
  const settings = { DATABASE_URL: url };

  const steps = ["reading the rows", "checking the file", "replaying the entries", "copying the rows"];
  const checks = ["comparing the rows", "checking the database", "replaying the entries"];
  const copied = await bourse(["copy", "--from", `sqlite:${file}`], { settings });
  expect(copied).toEqual({
    code: 0,
    out: `${found}${place} has all of ${file}; everybody is signed out. Start no server on the file any more.\n`,
    complaints: [...steps, ...checks].map((step) => `${step} …\n`).join(""),
  });
  expect(await bourse(["audit"], { settings })).toMatchObject({ code: 0, out: found });
  expect(JSON.stringify(copied)).not.toContain(`${password}@`);

  const db = new Database(file);
  db.exec("DROP TRIGGER accounts_never_go");
  db.close();
  const other = await newDatabase();
  expect(await bourse(["copy", "--from", `sqlite:${file}`, "--to", other])).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^the file: the trigger accounts_never_go is missing\n.*\nNothing was copied\.\n$/),
  });
  expect(await bourse(["audit", other])).toMatchObject({
    code: 1,
    complaints: expect.stringMatching(/^bourse: postgres:\S+ has no brokerage in it\.\n$/),
  });
});
