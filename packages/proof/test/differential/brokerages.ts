import { inMemoryPortfolios } from "@bourse/adapters/in-memory";
import {
  openPostgres,
  postgresAccounts,
  postgresAttempts,
  postgresLedger,
  postgresPasswordResets,
  postgresSessions,
} from "@bourse/adapters/postgres";
import {
  openSqlite,
  sqliteAccounts,
  sqliteAttempts,
  sqliteLedger,
  sqlitePasswordResets,
  sqliteSessions,
} from "@bourse/adapters/sqlite";
import { createApp, type Clock, type Ports } from "@bourse/core";
import { fakePorts, TEST_POLICY, type FakeMail } from "@bourse/testkit";
import type { Played } from "./commands.ts";

type Stores = Pick<Ports, "accounts" | "attempts" | "ledger" | "resets" | "sessions">;
type Row = Readonly<Record<string, unknown>>;

/** A brokerage over one database, all else of which is played alike. */
export type Brokerage = Played & {
  readonly mail: FakeMail;
  /** What a statement finds, all whole numbers as bigint. */
  readonly rows: (sql: string) => Promise<readonly Row[]>;
  /** A closed account's person stands nowhere, in either. */
  readonly people: string;
  readonly close: () => Promise<void> | void;
};

export function overSqlite(path: string): Brokerage {
  const { db, close } = openSqlite(path);
  const storesOf = (clock: Clock): Stores => ({
    accounts: sqliteAccounts(db),
    attempts: sqliteAttempts(db, clock),
    ledger: sqliteLedger(db),
    resets: sqlitePasswordResets(db),
    sessions: sqliteSessions(db),
  });
  return {
    ...played(storesOf, false),
    rows: async (sql) => db.prepare<[], Row>(sql).safeIntegers().all(),
    people: "accounts LEFT JOIN people ON number = person",
    close,
  };
}

export async function overPostgres(url: string): Promise<Brokerage> {
  const database = await openPostgres({ url });
  const storesOf = (clock: Clock): Stores => ({
    accounts: postgresAccounts(database),
    attempts: postgresAttempts(database, clock),
    ledger: postgresLedger(database),
    resets: postgresPasswordResets(database),
    sessions: postgresSessions(database),
  });
  return {
    ...played(storesOf, true),
    rows: async (sql) => (await database.pool.query<Row>(sql)).rows,
    people: "accounts",
    close: database.close,
  };
}

function played(storesOf: (clock: Clock) => Stores, isShared: boolean): Played & { readonly mail: FakeMail } {
  const ports = fakePorts();
  const stores = storesOf(ports.clock);
  const portfolios = inMemoryPortfolios(stores.ledger, { isShared });
  const app = createApp({ ...ports, ...stores, portfolios }, TEST_POLICY);
  return { app, clock: ports.clock, market: ports.quotes, mail: ports.mail };
}
