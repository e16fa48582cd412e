import { join } from "node:path";
import {
  openSqlite,
  sqliteAccounts,
  sqliteAttempts,
  sqliteBudgetStore,
  sqliteCloseStore,
  sqliteLedger,
  sqlitePasswordResets,
  sqliteProfileStore,
  sqliteQuoteStore,
  sqliteSessions,
} from "@bourse/adapters/sqlite";
import type { Clock } from "@bourse/core";
import type { Logger } from "pino";
import type { Config } from "../config.ts";
import { brokerageFile } from "./data-folder.ts";
import type { Store } from "./store.ts";

/** The brokerage in the data folder, which is this server's alone. */
export function openSqliteStore(config: Config, log: Pick<Logger, "fatal">, clock: Clock): Store {
  const { DATA_DIR: folder, ACCOUNTS_IN_MEMORY: capacity } = config;
  const { db, state, close } = openSqlite(brokerageFile(folder), (cause) =>
    log.fatal({ err: cause }, "the disk failed: nothing more is written until the server is started again"),
  );
  return {
    accounts: sqliteAccounts(db, { capacity }),
    attempts: sqliteAttempts(db, clock),
    ledger: sqliteLedger(db),
    resets: sqlitePasswordResets(db),
    sessions: sqliteSessions(db, { capacity }),
    isShared: false,
    state,
    openPrices(name) {
      const prices = openSqlite(join(folder, `${name}.sqlite`));
      return {
        budget: sqliteBudgetStore(prices.db),
        closes: sqliteCloseStore(prices.db),
        profiles: sqliteProfileStore(prices.db),
        quotes: sqliteQuoteStore(prices.db),
        close: () => prices.close(),
      };
    },
    close,
  };
}
