import { join } from "node:path";
import { inMemoryPortfolios } from "@bourse/adapters/in-memory";
import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import { simulatedMarket } from "@bourse/adapters/simulated-market";
import { openSqlite, sqliteAccounts, sqliteLedger, sqliteSessions } from "@bourse/adapters/sqlite";
import { systemClock, uuidIds } from "@bourse/adapters/system";
import { createApp, secondsAfter, type Ports, type SessionId } from "@bourse/core";
import { fakePorts, valueOf } from "@bourse/testkit";
import { createSigner } from "fast-jwt";

/** Signs the tokens, here and in the server that the folder is for. */
export const JWT_SECRET = "the-secret-of-the-benchmarks-0123456789";
/** Large firms of the built-in list: each account holds some of every one. */
export const TICKERS = ["AAPL", "MSFT", "NVDA", "AMZN", "GOOGL", "META", "TSLA", "JPM", "V", "KO"] as const;
export const DATABASE = "bourse.sqlite";
const SESSION_SECONDS = 86_400;
/** How many accounts are opened at once: as many share commits, and none waits long for a connection. */
const AT_ONCE = 100;

/** Seeds a data folder, and answers the tokens. */
export async function seed(folder: string, accounts: number): Promise<readonly string[]> {
  const database = openSqlite(join(folder, DATABASE));
  const { db } = database;
  const stores = { accounts: sqliteAccounts(db), ledger: sqliteLedger(db), sessions: sqliteSessions(db) };
  const tokens = await seedStores(stores, accounts);
  database.close();
  return tokens;
}

/**
 * Puts accounts with cash, ten holdings and a session each into a store, and answers their tokens. Through the use cases,
 * but with passwords that are quick to hash: a thousand real ones would take ten minutes.
 */
export async function seedStores(
  { accounts: people, ledger, sessions }: Pick<Ports, "accounts" | "ledger" | "sessions">,
  accounts: number,
): Promise<readonly string[]> {
  const [clock, calendar, ids] = [systemClock(), nyseCalendar(), uuidIds()];
  const app = createApp({
    ...fakePorts(ledger),
    accounts: people,
    sessions,
    portfolios: inMemoryPortfolios(ledger),
    quotes: simulatedMarket({ clock, calendar }),
    calendar,
    clock,
    ids,
  });
  const sign = createSigner({ key: JWT_SECRET, algorithm: "HS256", iss: "bourse", aud: "bourse" });

  async function holder(number: number): Promise<string> {
    const names = { username: `holder-${number}`, email: `holder-${number}@example.com`, dateOfBirth: "1990-05-17" };
    const { id: accountId } = valueOf(await app.openAccount({ ...names, password: "correct horse battery" }));
    valueOf(await app.topUp({ accountId, amount: "100000000.00" }));
    for (const ticker of TICKERS) valueOf(await app.buyShares({ accountId, ticker, quantity: 100 }));
    const id = ids.next() as SessionId;
    const startedAt = clock.now();
    const expiresAt = secondsAfter(startedAt, SESSION_SECONDS);
    valueOf(await sessions.start({ id, accountId, startedAt, expiresAt }));
    return sign({ sub: accountId, jti: id, exp: Math.floor(expiresAt / 1000) });
  }

  const tokens: string[] = [];
  while (tokens.length < accounts) {
    const next = Math.min(AT_ONCE, accounts - tokens.length);
    tokens.push(...(await Promise.all(Array.from({ length: next }, (_, index) => holder(tokens.length + index)))));
  }
  return tokens;
}
