import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listedCommonPasswords } from "@bourse/adapters/common-passwords";
import { inMemoryPortfolios } from "@bourse/adapters/in-memory";
import { scryptPasswords } from "@bourse/adapters/scrypt";
import {
  openSqlite,
  sqliteAccounts,
  sqliteAttempts,
  sqliteLedger,
  sqlitePasswordResets,
  sqliteSessions,
} from "@bourse/adapters/sqlite";
import { randomResetTokens, uuidIds } from "@bourse/adapters/system";
import { instant, type Entry, type Ledger, type Ports } from "@bourse/core";
import {
  fakeMail,
  fakePorts,
  fakePortfolios,
  manualCalendar,
  manualClock,
  manualMarket,
  type FakeMail,
  type ManualCalendar,
  type ManualClock,
  type ManualMarket,
} from "@bourse/testkit";

export type AdaptersName = "SQLite" | "fakes";

/** The ports a server is run over, and the handles by which a test plays them. */
export type HttpWorld = {
  readonly ports: Ports;
  readonly clock: ManualClock;
  readonly market: ManualMarket;
  readonly calendar: ManualCalendar;
  readonly mail: FakeMail;
  /** Ends the process, as it were: what is not kept is forgotten, and the next world begins over what is. */
  readonly restart: () => HttpWorld;
  readonly dispose: () => void;
};

export type WorldOptions = {
  /** Wraps the ledger, so that a test can hold an append up. */
  readonly ledger?: (ledger: Ledger) => Ledger;
  readonly onRecorded?: (entry: Entry) => void;
};

/** Quick to compute. The real work is the scrypt adapter's own to prove. */
const CHEAP = { logN: 4, r: 8, p: 1 };
/** Room is taken at once for as many as may be remembered, and no test here opens more accounts than this. */
const FEW = { capacity: 1000 };
/** They are read at the first question, and are the same in every world. */
const COMMON = listedCommonPasswords();

export function worldOf(name: AdaptersName, options: WorldOptions): HttpWorld {
  return name === "SQLite" ? sqliteWorld(options) : fakeWorld(options);
}

/**
 * 2126-06-15T14:30:00Z. A token's `exp` is held against the machine's clock, which no test plays: the brokerage's own
 * time is so far ahead of it that no machine's day, leap day or midnight makes a difference.
 */
const START = instant(4_937_207_400_000);

/** Everything real but the time, the market and the mail. */
function sqliteWorld(
  options: WorldOptions,
  folder: string = mkdtempSync(join(tmpdir(), "bourse-http-")),
  clock: ManualClock = manualClock(START),
  calendar: ManualCalendar = manualCalendar(),
  mail: FakeMail = fakeMail(),
  market: ManualMarket = manualMarket(clock, calendar),
): HttpWorld {
  const { ledger: wrap = (ledger) => ledger, onRecorded } = options;
  const database = openSqlite(join(folder, "bourse.sqlite"));
  const ledger = wrap(sqliteLedger(database.db));
  return {
    ports: {
      accounts: sqliteAccounts(database.db, FEW),
      sessions: sqliteSessions(database.db, FEW),
      attempts: sqliteAttempts(database.db, clock),
      resets: sqlitePasswordResets(database.db),
      resetTokens: randomResetTokens(),
      mail,
      ledger,
      portfolios: inMemoryPortfolios(ledger, { ...FEW, ...(onRecorded && { onRecorded }) }),
      quotes: market,
      directory: market,
      closes: market,
      calendar,
      passwords: scryptPasswords({ parameters: CHEAP, allowed: [CHEAP], waiting: 1000 }),
      commonPasswords: COMMON,
      clock,
      ids: uuidIds(),
    },
    clock,
    market,
    calendar,
    mail,
    restart: () => {
      database.close();
      return sqliteWorld(options, folder, clock, calendar, mail, market);
    },
    dispose: () => {
      database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function fakeWorld({ ledger: wrap = (ledger) => ledger }: WorldOptions): HttpWorld {
  const fakes = fakePorts();
  fakes.clock.set(START);
  const ledger = wrap(fakes.ledger);
  const worldOver = (portfolios = fakePortfolios(ledger)): HttpWorld => ({
    ports: { ...fakes, ledger, portfolios },
    clock: fakes.clock,
    market: fakes.quotes,
    calendar: fakes.calendar,
    mail: fakes.mail,
    restart: () => worldOver(fakePortfolios(ledger)),
    dispose: () => undefined,
  });
  return worldOver();
}
