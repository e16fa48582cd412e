import {
  openPostgres,
  openPostgresPrices,
  postgresAccounts,
  postgresAttempts,
  postgresLedger,
  postgresPasswordResets,
  postgresSessions,
} from "@bourse/adapters/postgres";
import type { Clock } from "@bourse/core";
import type { Logger } from "pino";
import type { Config } from "../config.ts";
import type { Store } from "./store.ts";

/** The brokerage in a PostgreSQL database, which other servers may share. Rejects when it cannot be opened. */
export async function openPostgresStore(
  url: string,
  { DATABASE_CONNECTIONS: connections }: Config,
  log: Pick<Logger, "warn">,
  clock: Clock,
): Promise<Store> {
  const onLost = (cause: Error): void => log.warn({ err: cause }, "a connection to the database was lost");
  const database = await openPostgres({ url, connections, onLost }).catch((cause: unknown) => {
    throw new Error("DATABASE_URL must lead to a PostgreSQL database that this server can use", { cause });
  });
  if (!database.isSynced) {
    log.warn("the database does not wait for its disk (fsync is off): a power cut there loses what was acknowledged");
  }
  return {
    accounts: postgresAccounts(database),
    attempts: postgresAttempts(database, clock),
    ledger: postgresLedger(database),
    resets: postgresPasswordResets(database),
    sessions: postgresSessions(database),
    isShared: true,
    state: database.state,
    openPrices: async (name) => ({
      // No name of a schema has a hyphen in it unless it is quoted.
      ...(await openPostgresPrices(database, name.replaceAll("-", "_"))),
      close: () => undefined,
    }),
    close: database.close,
  };
}
