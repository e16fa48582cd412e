import { CASH_COLUMNS, STOCK_COLUMNS } from "./ledger-queries.ts";

/**
 * What moves from one database to another, table after table, none before what it refers to; each in the order of its
 * key, which every database must keep byte for byte. Who is signed in does not move, nor do mailed resets, as in a
 * restore: everybody signs in anew.
 */
export const COPIED: readonly CopiedTable[] = [
  {
    table: "accounts",
    columns: [
      "id",
      "username",
      "email",
      "name",
      "date_of_birth",
      "password_hash",
      "username_fingerprint",
      "email_fingerprint",
      "blacklisted",
      "opened_at",
    ],
    key: ["id"],
  },
  { table: "blacklisted_emails", columns: ["fingerprint", "account_id"], key: ["fingerprint"] },
  { table: "failed_attempts", columns: ["fingerprint", "count", "last_at"], key: ["fingerprint"] },
  { table: "cash_transactions", columns: CASH_COLUMNS, key: ["account_id", "seq"] },
  { table: "stock_transactions", columns: STOCK_COLUMNS, key: ["account_id", "seq"] },
];

export type CopiedTable = {
  readonly table: CopiedTableName;
  readonly columns: readonly string[];
  /** The first of the columns: as many as the key has. */
  readonly key: readonly string[];
};

export type CopiedTableName =
  | "accounts"
  | "blacklisted_emails"
  | "cash_transactions"
  | "failed_attempts"
  | "stock_transactions";

/** A row's values, in the order of its table's columns. */
export type CopiedRow = readonly (bigint | string | null)[];

/** A brokerage to copy, which nobody changes until it is closed. */
export type CopySource = {
  /** Tells it from every other, and from itself once anything in it has changed. */
  readonly fingerprint: string;
  /** How many rows a table has. */
  readonly count: (table: CopiedTableName) => number;
  /** A table's rows but for its first ones. */
  readonly rows: (table: CopiedTable, after: number) => Iterable<CopiedRow>;
};
