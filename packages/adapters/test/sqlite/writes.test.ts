import { sqliteAccounts, sqliteLedger, sqlitePasswordResets, sqliteSessions } from "@bourse/adapters/sqlite";
import { emptyPortfolio, type Entry } from "@bourse/core";
import { accountOf, entryOf, hashOf, moneyOf, refusal, resetOf, sessionOf, topUpDraft, valueOf } from "@bourse/testkit";
import { SqliteError } from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { attemptWrite, watchWrites, writability } from "../../src/sqlite/writes.ts";
import { newStore, type Store } from "./store.ts";

let store: Store;
let failures: unknown[];
beforeEach(() => {
  store = newStore();
  failures = [];
  watchWrites(store.db(), (cause) => failures.push(cause));
});
afterEach(() => store.dispose());

const topUp = async (): Promise<Entry> =>
  entryOf(topUpDraft(emptyPortfolio(await store.openAccount()), moneyOf("1.00")));

/** As a write that meets the disk's fault. No real disk can be told to; `pnpm prove disk` makes one seem to. */
function writeMeets(code: string) {
  const cause = new SqliteError("told to fail", code);
  const failure = refusal(
    attemptWrite(store.db(), () => {
      throw cause;
    }),
    "StoreUnavailable",
  );
  expect(failure.cause).toBe(cause);
  return failure;
}

describe.each([
  "SQLITE_IOERR_FSYNC",
  "SQLITE_IOERR_WRITE",
  "SQLITE_IOERR_DIR_FSYNC",
  "SQLITE_IOERR_TRUNCATE",
  "SQLITE_CORRUPT",
])("after %s", (code) => {
  it("nothing more is written, by any adapter, and the one who was first told says why", async () => {
    const db = store.db();
    const [entry, unwritten] = [await topUp(), await topUp()];
    const ledger = sqliteLedger(db);
    valueOf(await ledger.append([entry]));
    expect(writeMeets(code).reason).toBeUndefined();
    const refused = await Promise.all([
      ledger.append([unwritten]),
      sqliteAccounts(db).add(accountOf(99), hashOf("hash")),
      sqliteAccounts(db).setBlacklisted(entry.accountId, true),
      sqliteSessions(db).start(sessionOf(1, entry.accountId)),
      sqliteSessions(db).endAll(entry.accountId),
      sqlitePasswordResets(db).add(resetOf(1, entry.accountId)),
    ]);
    for (const result of refused) {
      expect(result.isErr() && result.error).toMatchObject({ kind: "StoreUnavailable", reason: "disk-failed" });
    }
    expect(failures).toHaveLength(1);
    expect(writability(db)).toBe("failed");
  });

  it("what is there can be read, and SQLite refuses whoever writes past the adapters", async () => {
    const entry = await topUp();
    valueOf(await sqliteLedger(store.db()).append([entry]));
    writeMeets(code);
    expect(valueOf(await sqliteLedger(store.db()).portfolio(entry.accountId)).seq).toBe(1);
    expect(() => store.db().exec("DELETE FROM sessions")).toThrow("readonly");
  });

  it("a file opened anew is written again", async () => {
    const entry = await topUp();
    writeMeets(code);
    valueOf(await sqliteLedger(store.reopen()).append([entry]));
    expect(writability(store.db())).toBe("ok");
  });
});

describe("what passes by itself", () => {
  it.each(["SQLITE_FULL", "SQLITE_IOERR_SHMSIZE", "SQLITE_BUSY", "SQLITE_NOMEM", "SQLITE_IOERR_NOMEM"])(
    "%s stops no later write",
    async (code) => {
      writeMeets(code);
      valueOf(await sqliteLedger(store.db()).append([await topUp()]));
      expect([writability(store.db()), failures]).toEqual(["ok", []]);
    },
  );

  it("no room says that nothing was done, and nothing was", async () => {
    const entry = await topUp();
    const pages = Number(store.db().pragma("page_count", { simple: true }));
    store.db().exec("CREATE TABLE filler (x)");
    store.db().pragma(`max_page_count = ${pages}`);
    const fill = () => store.db().exec("INSERT INTO filler VALUES (zeroblob(1000000))");
    expect(refusal(attemptWrite(store.db(), fill), "StoreUnavailable").reason).toBe("disk-full");
    valueOf(await sqliteLedger(store.db()).append([entry]));
  });

  it("a log whose index had no room may hold the write: it is not said that nothing was done", () => {
    expect(writeMeets("SQLITE_IOERR_SHMSIZE").reason).toBeUndefined();
  });
});
