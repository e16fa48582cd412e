import {
  areConsecutive,
  emptyPortfolio,
  isTrade,
  type AccountId,
  type Conflict,
  type ConsecutiveEntries,
  type EntriesQuery,
  type Entry,
  type Instant,
  type Ledger,
  type Portfolio,
} from "@bourse/core";
import type { Database } from "better-sqlite3";
import { err, ok, type Result } from "neverthrow";
import { cashRow, entryOf, portfolioFrom, stockRow, tradeEntryOf, type EntryRow } from "../kysely/entry-rows.ts";
import { attempt, breaksUnique, later } from "./failures.ts";
import { groupCommit } from "./group-commit.ts";
import { ledgerStatements, type LedgerStatements } from "./ledger-statements.ts";

/** The ledger in a SQLite file. Appends share commits; each is acknowledged once its commit is on disk. */
export function sqliteLedger(db: Database): Ledger {
  const statements = ledgerStatements(db);
  return {
    append: groupCommit(db, writer(statements)),
    portfolio: (accountId, at) => later(attempt(() => portfolioOf(statements, accountId, at))),
    entries: (query) => later(attempt(() => statements.entries.all(below(query)).map(entryOf))),
    trades: (query) => later(attempt(() => statements.trades.all(below(query)).map(tradeEntryOf))),
    tail: ({ accountId, after, limit }) =>
      later(attempt(() => statements.tail.all({ account_id: accountId, after: BigInt(after), limit }).map(entryOf))),
    entry: (account_id, seq) => later(attempt(() => statements.entry.get({ account_id, seq: BigInt(seq) })).map(found)),
    entryByKey: (account_id, idempotency_key) =>
      later(attempt(() => statements.entryByKey.get({ account_id, idempotency_key })).map(found)),
  };
}

function found(row: EntryRow | undefined): Entry | null {
  return row ? entryOf(row) : null;
}

/** Higher than any `seq`: an account would need a million entries a second for 285 years. */
const PAST_THE_LAST = BigInt(Number.MAX_SAFE_INTEGER);

function below({ accountId, before, limit }: EntriesQuery): { account_id: string; before: bigint; limit: number } {
  return { account_id: accountId, before: before === undefined ? PAST_THE_LAST : BigInt(before), limit };
}

/** Writes entries inside the batch's transaction, which holds the write lock: nobody can come between. */
function writer(statements: LedgerStatements): (entries: ConsecutiveEntries) => Result<void, Conflict> {
  const conflict = err<void, Conflict>({ kind: "Conflict" });
  const isKeyTaken = ({ accountId, request }: Entry): boolean =>
    request !== null &&
    statements.entryByKey.get({ account_id: accountId, idempotency_key: request.key }) !== undefined;

  return (entries) => {
    const [{ accountId, seq }, ...others] = entries;
    const last = statements.last.get({ account_id: accountId });
    if (seq !== Number(last?.seq ?? 0n) + 1 || !areConsecutive(entries)) return conflict;
    // Of the first entry's key the table itself tells, at no cost, and before anything is written.
    if (others.some(isKeyTaken)) return conflict;
    for (const entry of entries) {
      try {
        statements.insertCash.run(cashRow(entry));
      } catch (error) {
        const keyTaken = breaksUnique(error, "cash_transactions.account_id", "cash_transactions.idempotency_key");
        if (keyTaken) return conflict;
        throw error;
      }
      if (isTrade(entry)) statements.insertStock.run(stockRow(entry));
    }
    return ok();
  };
}

/** The last cash row and each ticker's last share row: as many rows as the account holds stocks, not as it traded. */
function portfolioOf(statements: LedgerStatements, accountId: AccountId, at?: Instant): Portfolio {
  const account = { account_id: accountId };
  const last =
    at === undefined ? statements.last.get(account) : statements.lastUntil.get({ ...account, at: BigInt(at) });
  if (!last) return emptyPortfolio(accountId);
  return portfolioFrom(accountId, last, statements.holdings.all({ ...account, seq: last.seq }));
}
