import { join } from "node:path";
import type { Clock, Mail, MarketCalendar, Ports } from "@bourse/core";
import { listedCommonPasswords } from "../common-passwords/index.ts";
import { inMemoryPortfolios } from "../in-memory/index.ts";
import { fileMail } from "../mail/index.ts";
import { nyseCalendar } from "../nyse-calendar/index.ts";
import { scryptPasswords } from "../scrypt/index.ts";
import { simulatedMarket } from "../simulated-market/index.ts";
import {
  openSqlite,
  sqliteAccounts,
  sqliteAttempts,
  sqliteLedger,
  sqlitePasswordResets,
  sqliteSessions,
  type DatabaseState,
} from "../sqlite/index.ts";
import { whileOpen } from "../sqlite/while-open.ts";
import { listedStocks } from "../stock-list/index.ts";
import { makeLastingFolder, randomResetTokens, systemClock, uuidIds } from "../system/index.ts";

export type EmbeddedOptions = {
  /** Where the brokerage is kept: made when it is not there, and this process's alone while it is open. */
  readonly folder: string;
  /** All three of one market, or none: the simulated one. A price of one beside a close of another would be made up. */
  readonly market?: Pick<Ports, "closes" | "directory" | "quotes">;
  /** The New York Stock Exchange's sessions when left out. */
  readonly calendar?: MarketCalendar;
  /** When left out, nobody is written to: each letter is a file in the folder's `mail`. */
  readonly mail?: Mail;
  /** The system's when left out. */
  readonly clock?: Clock;
  /** Told once, when the disk has failed and nothing more is written; it must not throw. */
  readonly onDiskFailed?: (cause: unknown) => void;
};

export type Embedded = {
  /** For `createApp`. */
  readonly ports: Ports;
  /** How the file is: whether it takes what is written. */
  readonly state: () => DatabaseState;
  /** To be called once no use case is under way; one that needs the file is StoreUnavailable from then on. */
  readonly close: () => void;
};

/**
 * A brokerage for an app of one process, as the server has it by default: SQLite in a folder, scrypt, the simulated
 * market. The folder is also a server's `DATA_DIR`, so `bourse audit` and `bourse backup` work on it.
 *
 * Throws, with a message for whoever starts the app: when the folder cannot be made or written to, when another process
 * has its brokerage open, and when that is not a Bourse file or of a newer schema.
 */
export function openEmbedded(options: EmbeddedOptions): Embedded {
  const { folder, calendar = nyseCalendar(), clock = systemClock(), onDiskFailed } = options;
  makeFolder(folder);
  const { db, state, close } = openSqlite(join(folder, "bourse.sqlite"), onDiskFailed);
  const ledger = sqliteLedger(db);
  const ports: Ports = {
    accounts: whileOpen(db, sqliteAccounts(db)),
    sessions: whileOpen(db, sqliteSessions(db)),
    attempts: sqliteAttempts(db, clock),
    resets: sqlitePasswordResets(db),
    resetTokens: randomResetTokens(),
    mail: options.mail ?? mailIn(folder),
    ledger,
    portfolios: whileOpen(db, inMemoryPortfolios(ledger)),
    ...(options.market ?? simulated(clock, calendar)),
    calendar,
    passwords: scryptPasswords(),
    commonPasswords: listedCommonPasswords(),
    clock,
    ids: uuidIds(),
  };
  return { ports, state, close };
}

function makeFolder(folder: string): void {
  try {
    makeLastingFolder(folder);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`folder must be one that can be written to, and "${folder}" is not: ${reason}`, { cause });
  }
}

function simulated(clock: Clock, calendar: MarketCalendar): Pick<Ports, "closes" | "directory" | "quotes"> {
  const market = simulatedMarket({ clock, calendar });
  return { quotes: market, closes: market, directory: listedStocks() };
}

/** Whoever resets a password is told when it fails; there is nobody else to tell. */
function mailIn(folder: string): Mail {
  return fileMail({
    folder: join(folder, "mail"),
    from: "Bourse <bourse@localhost>",
    publicUrl: () => "http://localhost:3000",
    onWritten: () => undefined,
    onFailure: () => undefined,
  });
}
