import { join } from "node:path";
import { auditSqlite, openSqlite, sqliteAccounts } from "@bourse/adapters/sqlite";
import { accountIdOf, accountOf, hashOf, valueOf } from "@bourse/testkit";
import { expect, it, onTestFinished } from "vitest";
import { copyLedger, fill } from "../src/bench/long-ledger.ts";
import { scratchFolder } from "../src/process/at-end.ts";

it("what the benchmark of growth fills a file with is a brokerage that audits clean", async () => {
  const { folder, remove } = scratchFolder();
  onTestFinished(remove);
  const file = join(folder, "bourse.sqlite");
  const database = openSqlite(file);
  for (const number of [1, 2]) valueOf(await sqliteAccounts(database.db).add(accountOf(number), hashOf("growth")));
  let told = 0;
  const say = (more: number) => {
    told += more;
  };
  fill(database, accountIdOf(1), ["TAA", "TBB"], 3000, say);
  copyLedger(database, accountIdOf(1), accountIdOf(2), 2000, say);
  database.close();
  expect(auditSqlite(file)).toEqual({ accounts: 2, entries: 5002, drifts: [], problems: [] });
  expect(told).toBe(5001);
});
