import { openPostgres, postgresAccounts } from "@bourse/adapters/postgres";
import { accountOf, hashOf, refusal } from "@bourse/testkit";
import { expect, it } from "vitest";
import { connected, newDatabase, urlOf } from "./support/databases.ts";

async function told(database: string, statements: string): Promise<void> {
  const client = await connected(urlOf(database));
  await client.query(statements);
  await client.end();
}

it.each([
  { setting: "synchronous_commit = off", message: "set its synchronous_commit to on" },
  { setting: "default_transaction_isolation = 'repeatable read'", message: "set its default_transaction_isolation to" },
])("a database with $setting is refused", async ({ setting, message }) => {
  const name = await newDatabase();
  await told(name, `ALTER DATABASE ${name} SET ${setting}`);
  await expect(openPostgres({ url: urlOf(name) })).rejects.toThrow(message);
});

it("a user who may only read is a store that is unavailable, and says so before anybody writes", async () => {
  const name = await newDatabase();
  const reader = `reader_of_${name}`;
  await (await openPostgres({ url: urlOf(name) })).close();
  await told(
    name,
    `CREATE ROLE ${reader} LOGIN PASSWORD 'reader'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${reader}`,
  );
  const url = Object.assign(new URL(urlOf(name)), { username: reader, password: "reader" });
  const database = await openPostgres({ url: url.href });
  expect(await database.state()).toBe("unavailable");
  refusal(await postgresAccounts(database).add(accountOf(1), hashOf("secret")), "StoreUnavailable");
  await database.close();
  await told(name, `DROP OWNED BY ${reader}; DROP ROLE ${reader}`);
});
