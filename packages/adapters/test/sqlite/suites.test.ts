import { inMemoryPortfolios } from "@bourse/adapters/in-memory";
import { listedCommonPasswords } from "@bourse/adapters/common-passwords";
import { scryptPasswords } from "@bourse/adapters/scrypt";
import {
  sqliteAccounts,
  sqliteAttempts,
  sqliteLedger,
  sqlitePasswordResets,
  sqliteSessions,
  type BourseDatabase,
} from "@bourse/adapters/sqlite";
import { randomResetTokens, uuidIds } from "@bourse/adapters/system";
import { createApp, type Ports } from "@bourse/core";
import {
  fakeMail,
  manualCalendar,
  manualClock,
  manualMarket,
  TEST_POLICY,
  verifyContract,
  type World,
} from "@bourse/testkit";
import { useCaseSuites } from "@bourse/testkit/suites";
import { describe, it } from "vitest";
import { newStore } from "./store.ts";

/** Hashes as strong as the server's would take minutes; only the cost is less. */
const CHEAP = { logN: 4, r: 8, p: 1 };
/** Room is taken at once for as many as may be remembered, and nobody here opens more accounts than this. */
const FEW = { capacity: 1000 };
/** They are read at the first question, and are the same in every world. */
const COMMON = listedCommonPasswords();

/** The server's own adapters, but for time, the market and the mail. */
async function sqliteWorld(): Promise<World> {
  const { db, reopen, dispose } = newStore();
  const clock = manualClock();
  const calendar = manualCalendar();
  const mail = fakeMail();
  const market = manualMarket(clock, calendar);
  const passwords = scryptPasswords({ parameters: CHEAP, allowed: [], waiting: 1000 });
  const worldOver = (file: BourseDatabase["db"]): World => {
    const ledger = sqliteLedger(file);
    const ports: Ports = {
      accounts: sqliteAccounts(file, FEW),
      sessions: sqliteSessions(file, FEW),
      attempts: sqliteAttempts(file, clock),
      resets: sqlitePasswordResets(file),
      resetTokens: randomResetTokens(),
      mail,
      ledger,
      portfolios: inMemoryPortfolios(ledger, FEW),
      quotes: market,
      directory: market,
      closes: market,
      calendar,
      passwords,
      commonPasswords: COMMON,
      clock,
      ids: uuidIds(),
    };
    const app = createApp(ports, TEST_POLICY);
    return { app, ports, clock, calendar, market, mail, restart: async () => worldOver(reopen()), dispose };
  };
  return worldOver(db());
}

describe("over SQLite", () => {
  for (const suite of useCaseSuites) verifyContract(suite, sqliteWorld, { describe, it });
});
