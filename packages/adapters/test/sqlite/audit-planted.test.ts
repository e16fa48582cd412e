import { auditSqlite } from "@bourse/adapters/sqlite";
import type { AccountId } from "@bourse/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inRowsOf, PLANTED } from "../audit/planted.ts";
import { plant, trader } from "./planting.ts";
import { newStore, type Store } from "./store.ts";

let store: Store;
let victim: AccountId;
/** Its entries are as they should be, whatever is planted in the other's. */
let honest: AccountId;
beforeEach(async () => {
  store = newStore();
  victim = await trader(store);
  honest = await trader(store);
});
afterEach(() => store.dispose());

describe("planted in one account's entries,", () => {
  it.each(PLANTED)("$sql is found there", ({ sql, seq, what }) => {
    plant(store.path, (db) => db.exec(inRowsOf(victim, sql)));
    const { drifts } = auditSqlite(store.path);
    expect(drifts).toEqual([{ accountId: victim, seq, what: expect.stringMatching(what) }]);
  });

  it("several faults are told by the first", () => {
    plant(store.path, (db) =>
      db.exec(inRowsOf(victim, "UPDATE cash SET balance_after = balance_after + 1 WHERE seq > 4")),
    );
    expect(auditSqlite(store.path).drifts).toMatchObject([{ accountId: victim, seq: 5 }]);
  });

  it("and in another's, each has its own", () => {
    plant(store.path, (db) => db.exec("UPDATE cash_transactions SET balance_after = 1 WHERE seq = 7"));
    expect(auditSqlite(store.path).drifts.map(({ accountId }) => accountId)).toEqual([victim, honest]);
  });

  it("entries of no account are found", () => {
    plant(store.path, (db) => {
      db.exec("UPDATE cash_transactions SET account_id = 'nobody' WHERE account_id = (SELECT max(id) FROM accounts)");
      db.exec("UPDATE stock_transactions SET account_id = 'nobody' WHERE account_id = (SELECT max(id) FROM accounts)");
    });
    expect(auditSqlite(store.path)).toMatchObject({
      drifts: [{ accountId: "nobody", seq: 1, what: "there is no such account" }],
      problems: ["7 rows of cash_transactions refer to rows of accounts that are not there"],
    });
  });

  it("a key that is there twice is found, once nothing has kept it from being", () => {
    plant(store.path, (db) => {
      db.exec("DROP INDEX cash_transactions_key");
      db.exec(inRowsOf(victim, "UPDATE cash SET idempotency_key = 'key-1' WHERE seq = 4"));
    });
    expect(auditSqlite(store.path)).toMatchObject({
      drifts: [{ accountId: victim, seq: 4, what: "its key is another entry's too" }],
      problems: ["the index cash_transactions_key is missing"],
    });
  });
});
