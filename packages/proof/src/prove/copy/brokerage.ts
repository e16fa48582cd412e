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
  type BourseDatabase,
} from "@bourse/adapters/sqlite";
import { createApp, type App, type Ports } from "@bourse/core";
import { fakePorts, TEST_POLICY, type FakePorts } from "@bourse/testkit";

/** The use cases over one of the databases. Only time, prices and mail are played, and alike for each. */
export type Brokerage = { readonly app: App; readonly ports: Ports & Pick<FakePorts, "clock" | "quotes"> };

export const TICKERS = ["AAPL", "MSFT", "IBM", "BRK.B", "T"] as const;

export function overSqlite(file: string): Brokerage & { readonly database: BourseDatabase } {
  const database = openSqlite(file);
  const { db } = database;
  const played = fakePorts(sqliteLedger(db));
  const stores = {
    accounts: sqliteAccounts(db),
    attempts: sqliteAttempts(db, played.clock),
    resets: sqlitePasswordResets(db),
    sessions: sqliteSessions(db),
  };
  return { ...over({ ...played, ...stores }, false), database };
}

export async function overPostgres(url: string): Promise<Brokerage & { readonly close: () => Promise<void> }> {
  const database = await openPostgres({ url });
  const played = fakePorts(postgresLedger(database));
  const stores = {
    accounts: postgresAccounts(database),
    attempts: postgresAttempts(database, played.clock),
    resets: postgresPasswordResets(database),
    sessions: postgresSessions(database),
  };
  return { ...over({ ...played, ...stores }, true), close: database.close };
}

function over(played: Brokerage["ports"], isShared: boolean): Brokerage {
  for (const [index, ticker] of TICKERS.entries()) played.quotes.set(ticker, `${100 + index}.1234`);
  const ports = { ...played, portfolios: inMemoryPortfolios(played.ledger, { isShared }) };
  return { app: createApp(ports, TEST_POLICY), ports };
}
