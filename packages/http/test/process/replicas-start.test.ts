import { expect, it } from "vitest";
import { newDatabase } from "./support/replicas.ts";
import { dataFolder, messageOf, startServer } from "./support/server-process.ts";

const PASSWORD = "hunter2";
const JWT_SECRET = "the secret of all of the servers on one database";
const NOWHERE = "DATABASE_URL must lead to a PostgreSQL database that this server can use";

/** The one line of a server that does not open. */
async function refusal(DATABASE_URL: string): Promise<string> {
  const { exit, lines, complaints } = startServer(dataFolder(), { DATABASE_URL, JWT_SECRET });
  expect(await exit).toEqual({ code: 1, signal: null });
  expect([...lines, ...complaints].join("\n")).not.toContain(PASSWORD);
  expect(complaints).toHaveLength(1);
  return messageOf(complaints[0] ?? "");
}

it("a database that cannot be reached ends the start with a line that says so, and tells no password", async () => {
  const url = `postgres://bourse:${PASSWORD}@127.0.0.1:1/bourse`;
  expect(await refusal(url)).toBe(`${NOWHERE}: connect ECONNREFUSED 127.0.0.1:1`);
});

it("so does a wrong password", async () => {
  const url = new URL(await newDatabase());
  url.password = PASSWORD;
  expect(await refusal(url.href)).toBe(`${NOWHERE}: password authentication failed for user "${url.username}"`);
});
