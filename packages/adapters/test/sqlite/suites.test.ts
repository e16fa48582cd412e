import { inMemoryPortfolios } from "@bourse/adapters/in-memory";
import { scryptPasswords } from "@bourse/adapters/scrypt";
import { sqliteAccounts, sqliteLedger, sqliteSessions, type BourseDatabase } from "@bourse/adapters/sqlite";
import { uuidIds } from "@bourse/adapters/system";
import { createApp, type Ports } from "@bourse/core";
import { manualCalendar, manualClock, manualMarket, verifyContract, type World } from "@bourse/testkit";
import { useCaseSuites } from "@bourse/testkit/suites";
import { describe, it } from "vitest";
import { newStore } from "./store.ts";

/** Hashes as strong as the server's would take minutes; only the cost is less. */
const CHEAP = { logN: 4, r: 8, p: 1 };

/** The server's own adapters, but for time and the market. */
async function sqliteWorld(): Promise<World> {
  const { db, reopen, dispose } = newStore();
  const clock = manualClock();
  const calendar = manualCalendar();
  const market = manualMarket(clock, calendar);
  const passwords = scryptPasswords({ parameters: CHEAP, allowed: [], waiting: 1000 });
  const worldOver = (file: BourseDatabase["db"]): World => {
    const ledger = sqliteLedger(file);
    const ports: Ports = {
      accounts: sqliteAccounts(file),
      sessions: sqliteSessions(file),
      ledger,
      portfolios: inMemoryPortfolios(ledger),
      quotes: market,
      directory: market,
      closes: market,
      calendar,
      passwords,
      clock,
      ids: uuidIds(),
    };
    return { app: createApp(ports), ports, clock, calendar, market, restart: async () => worldOver(reopen()), dispose };
  };
  return worldOver(db());
}

describe("over SQLite", () => {
  for (const suite of useCaseSuites) verifyContract(suite, sqliteWorld, { describe, it });
});
