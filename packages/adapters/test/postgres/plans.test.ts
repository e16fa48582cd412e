import { postgresAccounts, postgresLedger, postgresSessions } from "@bourse/adapters/postgres";
import { instant, type IdempotencyKey, type SessionId } from "@bourse/core";
import { valueOf } from "@bourse/testkit";
import { Client } from "pg";
import { expect, it, onTestFinished, vi } from "vitest";
import { traded } from "../audit/traded.ts";
import { newStore } from "./support/store.ts";

it("what is prepared never reads a table whole, even if it was planned while the tables had next to nothing", async () => {
  const store = await newStore();
  onTestFinished(store.dispose);
  const accountId = await store.openAccount();
  const query = vi.spyOn(Client.prototype, "query");
  onTestFinished(() => query.mockRestore());
  const database = store.database();
  const ledger = postgresLedger(database);
  const [first, second, third] = traded(accountId);
  expect(third).toBeDefined();
  if (first) valueOf(await ledger.append([first]));
  if (second && third) valueOf(await ledger.append([second, third]));
  valueOf(await ledger.portfolio(accountId));
  valueOf(await ledger.portfolio(accountId, instant(9_999_999_999_999)));
  valueOf(await ledger.entries({ accountId, limit: 10 }));
  valueOf(await ledger.trades({ accountId, limit: 10 }));
  valueOf(await ledger.tail({ accountId, after: 0, limit: 10 }));
  valueOf(await ledger.entry(accountId, 1));
  valueOf(await ledger.entryByKey(accountId, "key" as IdempotencyKey));
  valueOf(await postgresAccounts(database).find(accountId));
  valueOf(await postgresSessions(database).find("nobody" as SessionId));
  // The types of a spied method are those of its last overload; what is prepared comes as an object.
  const named = query.mock.calls
    .map(([given]) => given as unknown as { readonly name?: string; readonly text: string })
    .filter(({ name }) => name !== undefined);
  query.mockRestore();
  expect(new Set(named.map(({ name }) => name)).size).toBe(12);
  // What a plan is kept from, until the next ANALYZE: a table of one page is read whole sooner than by its index.
  await database.pool.query("ANALYZE");
  for (const { name, text } of named) {
    const { rows } = await database.pool.query<{ "QUERY PLAN": string }>(`EXPLAIN (GENERIC_PLAN) ${text}`);
    expect(rows.map((row) => row["QUERY PLAN"]).join("\n"), name).not.toMatch(/Seq Scan/);
  }
});
