import { createApp, DEFAULT_POLICY, type App, type Ledger, type Policy, type Ports } from "@bourse/core";
import { fakeAccounts } from "./accounts.ts";
import { fakeAttempts, type FakeAttempts } from "./attempts.ts";
import { manualCalendar, type ManualCalendar } from "./calendar.ts";
import { manualClock, type ManualClock } from "./clock.ts";
import { fakeCommonPasswords } from "./common-passwords.ts";
import { sequentialIds } from "./ids.ts";
import { fakeLedger } from "./ledger.ts";
import { fakeMail, type FakeMail } from "./mail.ts";
import { manualMarket, type ManualMarket } from "./market.ts";
import { fakePasswordResets } from "./password-resets.ts";
import { fakePasswords, type FakePasswords } from "./passwords.ts";
import { fakePortfolios } from "./portfolios.ts";
import { fakeResetTokens } from "./reset-tokens.ts";
import { fakeSessions } from "./sessions.ts";

/** The house rules of every world: the default ones, and whoever opens an account as "operator" is one. */
export const TEST_POLICY: Policy = { ...DEFAULT_POLICY, operators: ["operator"] };

/** A whole brokerage over any set of adapters; only time, the market and the mail are played. */
export type World = {
  /** `createApp(ports, TEST_POLICY)`. */
  readonly app: App;
  /** `quotes`, `closes` and `directory` are `market`; `clock`, `calendar` and `mail` are those beside it. */
  readonly ports: Ports;
  readonly clock: ManualClock;
  readonly market: ManualMarket;
  readonly calendar: ManualCalendar;
  readonly mail: FakeMail;
  /** The same brokerage after its process has ended and begun again. This world is then over. */
  readonly restart?: () => Promise<World>;
  readonly dispose?: () => Promise<void>;
};

/** All ports, played, with the handles by which a test plays them. */
export type FakePorts = Ports & {
  readonly attempts: FakeAttempts;
  readonly mail: FakeMail;
  readonly clock: ManualClock;
  readonly quotes: ManualMarket;
  readonly calendar: ManualCalendar;
  readonly directory: ManualMarket;
  readonly passwords: FakePasswords;
};

export function fakePorts(ledger: Ledger = fakeLedger()): FakePorts {
  const clock = manualClock();
  const calendar = manualCalendar();
  const market = manualMarket(clock, calendar);
  return {
    accounts: fakeAccounts(),
    sessions: fakeSessions(),
    attempts: fakeAttempts(),
    resets: fakePasswordResets(),
    resetTokens: fakeResetTokens(),
    mail: fakeMail(),
    ledger,
    portfolios: fakePortfolios(ledger),
    quotes: market,
    closes: market,
    calendar,
    directory: market,
    passwords: fakePasswords(),
    commonPasswords: fakeCommonPasswords(),
    clock,
    ids: sequentialIds(),
  };
}

/** A brokerage in memory. */
export function fakeWorld(ports: FakePorts = fakePorts()): World {
  const { clock, calendar, mail, quotes: market } = ports;
  return {
    app: createApp(ports, TEST_POLICY),
    ports,
    clock,
    market,
    calendar,
    mail,
    restart: async () => fakeWorld({ ...ports, portfolios: fakePortfolios(ports.ledger) }),
  };
}
