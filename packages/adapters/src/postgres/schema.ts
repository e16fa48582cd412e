import type { AccountsTable, PeopleTable, Tables } from "../kysely/schema.ts";

/**
 * An account and, while it is open, who holds it: the person's columns are null once it is closed. They stand in the
 * account's own row, so that every key begins with the account's id.
 */
type PostgresAccountsTable = Omit<AccountsTable, "person"> & {
  [Column in Exclude<keyof PeopleTable, "number">]: PeopleTable[Column] | null;
};

/** A row to lock, for what no row of its own stands for yet. */
type LocksTable = { name: string };

export type PostgresTables = Omit<Tables, "accounts" | "people"> & {
  accounts: PostgresAccountsTable;
  locks: LocksTable;
  brokerage_schema: { id: bigint; version: bigint };
};
