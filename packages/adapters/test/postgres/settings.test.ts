import { openPostgres } from "@bourse/adapters/postgres";
import { Client } from "pg";
import { expect, it } from "vitest";
import { newDatabase, urlOf } from "./support/databases.ts";

it.each([
  { setting: "synchronous_commit = off", message: "set its synchronous_commit to on" },
  { setting: "default_transaction_isolation = 'repeatable read'", message: "set its default_transaction_isolation to" },
])("a database with $setting is refused", async ({ setting, message }) => {
  const name = await newDatabase();
  const client = new Client({ connectionString: urlOf(name) });
  await client.connect();
  await client.query(`ALTER DATABASE ${name} SET ${setting}`);
  await client.end();
  await expect(openPostgres({ url: urlOf(name) })).rejects.toThrow(message);
});
