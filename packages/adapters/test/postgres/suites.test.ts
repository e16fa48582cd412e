import { inMemoryPortfolios } from "@bourse/adapters/in-memory";
import { listedCommonPasswords } from "@bourse/adapters/common-passwords";
import {
  postgresAccounts,
  postgresAttempts,
  postgresLedger,
  postgresPasswordResets,
  postgresSessions,
  type PostgresDatabase,
} from "@bourse/adapters/postgres";
import { scryptPasswords } from "@bourse/adapters/scrypt";
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
import { newStore } from "./support/store.ts";

/** Hashes as strong as the server's would take minutes; only the cost is less. */
const CHEAP = { logN: 4, r: 8, p: 1 };

/** The server's own adapters, but for time, the market and the mail. */
async function postgresWorld(): Promise<World> {
  const { database, reopen, dispose } = await newStore();
  const clock = manualClock();
  const calendar = manualCalendar();
  const mail = fakeMail();
  const market = manualMarket(clock, calendar);
  const passwords = scryptPasswords({ parameters: CHEAP, allowed: [], waiting: 1000 });
  const worldOver = (store: PostgresDatabase): World => {
    const ledger = postgresLedger(store);
    const ports: Ports = {
      accounts: postgresAccounts(store),
      sessions: postgresSessions(store),
      attempts: postgresAttempts(store, clock),
      resets: postgresPasswordResets(store),
      resetTokens: randomResetTokens(),
      mail,
      ledger,
      portfolios: inMemoryPortfolios(ledger, { isShared: true }),
      quotes: market,
      directory: market,
      closes: market,
      calendar,
      passwords,
      commonPasswords: listedCommonPasswords(),
      clock,
      ids: uuidIds(),
    };
    const app = createApp(ports, TEST_POLICY);
    return { app, ports, clock, calendar, market, mail, restart: async () => worldOver(await reopen()), dispose };
  };
  return worldOver(database());
}

describe("over PostgreSQL", () => {
  for (const suite of useCaseSuites) verifyContract(suite, postgresWorld, { describe, it });
});
