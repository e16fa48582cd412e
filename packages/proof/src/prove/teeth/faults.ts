import { COPY_FAULTS } from "./copy-faults.ts";
import { EDGE_FAULTS } from "./edge-faults.ts";
import type { Fault } from "./fault.ts";
import { REPLICA_FAULTS } from "./replica-faults.ts";
import { WAITING_FAULTS } from "./waiting-faults.ts";

const LEDGER = "packages/adapters/src/sqlite/ledger.ts";
const MIGRATIONS = "packages/adapters/src/sqlite/migrations.ts";
const OPEN = "packages/adapters/src/sqlite/open.ts";
const PORTFOLIOS = "packages/adapters/src/in-memory/portfolios.ts";
const QUERIES = "packages/adapters/src/kysely/ledger-queries.ts";
const SESSIONS = "packages/adapters/src/sqlite/sessions.ts";
const WRITES = "packages/adapters/src/sqlite/writes.ts";

/** Another fault is another entry. The parts that take least come first. */
export const FAULTS: readonly Fault[] = [
  {
    name: "memory-before-disk",
    about: "memory has an entry before the disk has it",
    file: PORTFOLIOS,
    find: "const appended = await ledger.append([entry]);",
    replace: "copies.keep(next);\n      const appended = await ledger.append([entry]);",
    part: "simulation",
  },
  {
    name: "copy-kept-when-unknown",
    about: "the copy in memory stays when nobody can tell what became of an entry",
    file: PORTFOLIOS,
    find: "copies.drop(accountId);\n        return err(appended.error);",
    replace: "return err(appended.error);",
    part: "simulation",
  },
  {
    name: "conflict-ignored",
    about: "an entry whose number another writer has taken is answered as done",
    file: PORTFOLIOS,
    find: "if (appended.isErr()) {",
    replace: 'if (appended.isErr() && appended.error.kind !== "Conflict") {',
    part: "simulation",
  },
  {
    name: "retry-without-key",
    about: "what met another writer is tried again without its key",
    file: PORTFOLIOS,
    find: "await attempt(change);",
    replace: "await attempt(tries === 0 ? change : { ...change, request: null });",
    part: "simulation",
  },
  {
    name: "key-not-recalled",
    about: "what a key has made is not found again",
    file: PORTFOLIOS,
    find: "if (!entry) return ok(null);",
    replace: "if (!entry || entry.seq > 0) return ok(null);",
    part: "simulation",
  },
  {
    name: "key-of-another-command",
    about: "a key answers with its first entry whatever else is asked for under it",
    file: PORTFOLIOS,
    find: "entry.request?.command === request.command",
    replace: "entry.request?.key === request.key",
    part: "simulation",
  },
  {
    name: "unique-key-dropped",
    about: "the database takes a key twice",
    file: MIGRATIONS,
    find: "CREATE UNIQUE INDEX cash_transactions_key",
    replace: "CREATE INDEX cash_transactions_key",
    part: "simulation",
  },
  {
    name: "blacklisted-may-act",
    about: "a blacklisted account may move cash and trade",
    file: "packages/core/src/use-cases/active-account.ts",
    find: 'if (account.blacklisted) return err({ kind: "AccountBlacklisted" as const });',
    replace: "",
    part: "simulation",
  },
  {
    name: "filled-on-a-stale-price",
    about: "a trade fills on a price however old",
    file: "packages/core/src/use-cases/trade-quote.ts",
    find: "const isStale = !isTradable(",
    replace: "const isStale = quote.price < 0n && !isTradable(",
    part: "simulation",
  },
  {
    name: "cost-rounded-down",
    about: "the cost that a sale takes with it is cut off, and not rounded",
    file: "packages/core/src/domain/money.ts",
    find: "return money((scaled + half) / (BigInt(denominator) * 2n));",
    replace: "return money(scaled / (BigInt(denominator) * 2n));",
    part: "simulation",
  },
  {
    name: "past-without-its-last-moment",
    about: "a look at the past leaves out what happened at that very moment",
    file: QUERIES,
    find: '.where("creation_date", "<=", at)',
    replace: '.where("creation_date", "<", at)',
    part: "simulation",
  },
  {
    name: "sign-out-not-kept",
    about: "a session that was signed out is not ended in the database",
    file: SESSIONS,
    find: "void statements.end.run({ id })",
    replace: "void id",
    part: "simulation",
  },
  {
    name: "ended-session-remembered",
    about: "a session that was signed out is still in memory",
    file: SESSIONS,
    find: "known.delete(id);\n      return later(",
    replace: "return later(",
    part: "simulation",
  },
  {
    name: "answer-before-commit",
    about: "an entry is answered before it is committed",
    file: LEDGER,
    find: "append: groupCommit(db, writer(statements)),",
    replace: "append: (entries) => (void groupCommit(db, writer(statements))(entries), later(ok())),",
    part: "crash",
  },
  {
    name: "legs-apart",
    about: "a trade's share leg is written a little after the transaction that its cash leg is in",
    file: LEDGER,
    find: "if (isTrade(entry)) statements.insertStock.run(stockRow(entry));",
    // Late enough that one is under way whenever a kill comes, as some always is where a disk takes its time.
    replace:
      "if (isTrade(entry)) setTimeout(() => { try { statements.insertStock.run(stockRow(entry)); } catch {} }, 10);",
    part: "crash",
  },
  {
    name: "normal-instead-of-full",
    about: "the log is not synced at a commit (synchronous=NORMAL)",
    file: OPEN,
    find: "assertDurable(db);\n  emptyLog(db);",
    replace: 'assertDurable(db);\n  db.pragma("synchronous = NORMAL");\n  emptyLog(db);',
    part: "power",
  },
  {
    name: "commit-error-swallowed",
    about: "a commit that failed is answered as done",
    file: LEDGER,
    find: "append: groupCommit(db, writer(statements)),",
    replace:
      'append: (entries) => groupCommit(db, writer(statements))(entries).orElse((error) => (error.kind === "Conflict" ? err(error) : ok())),',
    part: "disk",
  },
  {
    name: "writes-after-an-io-error",
    about: "an I/O error does not stop the writing",
    file: WRITES,
    find: "if (leavesDoubt(code)) stopWriting(db, disk, cause);",
    replace: "",
    part: "disk",
  },
  {
    name: "full-disk-held-to-be-failed",
    about: "a disk without room is given up, as one that fails",
    file: WRITES,
    find: 'if (code === "SQLITE_FULL") return { ...DISK_FULL, cause };',
    replace: 'if (code === "SQLITE_FULL") stopWriting(db, disk, cause);',
    part: "disk",
  },
  ...EDGE_FAULTS,
  ...COPY_FAULTS,
  ...WAITING_FAULTS,
  ...REPLICA_FAULTS,
];
