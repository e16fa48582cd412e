import { inMemoryPortfolios } from "@bourse/adapters/in-memory";
import {
  openSqlite,
  sqliteAccounts,
  sqliteAttempts,
  sqliteLedger,
  sqlitePasswordResets,
  sqliteSessions,
  type BourseDatabase,
} from "@bourse/adapters/sqlite";
import { createApp, type App, type Ids, type Ports } from "@bourse/core";
import { fakePorts, TEST_POLICY } from "@bourse/testkit";

/** A whole brokerage on one file. Only what has nothing to do with the file is played: time, prices, passwords, mail. */
export type Brokerage = {
  readonly app: App;
  readonly ports: Ports;
  readonly database: BourseDatabase;
};

export const TICKERS = ["AAPL", "MSFT", "IBM"] as const;

export function brokerageAt(file: string, ids: Ids): Brokerage {
  const database = openSqlite(file);
  const { db } = database;
  const played = fakePorts(sqliteLedger(db));
  for (const [index, ticker] of TICKERS.entries()) played.quotes.set(ticker, `${100 + index}.1234`);
  const ports: Ports = {
    ...played,
    accounts: sqliteAccounts(db),
    sessions: sqliteSessions(db),
    attempts: sqliteAttempts(db, played.clock),
    resets: sqlitePasswordResets(db),
    portfolios: inMemoryPortfolios(played.ledger),
    ids,
  };
  return { app: createApp(ports, TEST_POLICY), ports, database };
}
