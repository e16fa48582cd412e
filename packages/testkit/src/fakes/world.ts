import { createApp, type App, type Ledger, type Ports } from "@bourse/core";
import { fakeAccounts } from "./accounts.ts";
import { manualCalendar, type ManualCalendar } from "./calendar.ts";
import { manualClock, type ManualClock } from "./clock.ts";
import { sequentialIds } from "./ids.ts";
import { fakeLedger } from "./ledger.ts";
import { manualMarket, type ManualMarket } from "./market.ts";
import { fakePasswords, type FakePasswords } from "./passwords.ts";
import { fakePortfolios } from "./portfolios.ts";
import { fakeSessions } from "./sessions.ts";

/** A whole brokerage over any set of adapters; only time and the market are played. */
export type World = {
  /** `createApp(ports)`, with the default policy. */
  readonly app: App;
  /** `quotes`, `closes` and `directory` are `market`; `clock` and `calendar` are the ones beside it. */
  readonly ports: Ports;
  readonly clock: ManualClock;
  readonly market: ManualMarket;
  readonly calendar: ManualCalendar;
  /** The same brokerage after its process has ended and begun again. This world is then over. */
  readonly restart?: () => Promise<World>;
  readonly dispose?: () => Promise<void>;
};

/** All ports, played, with the handles by which a test plays them. */
export type FakePorts = Ports & {
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
    ledger,
    portfolios: fakePortfolios(ledger),
    quotes: market,
    closes: market,
    calendar,
    directory: market,
    passwords: fakePasswords(),
    clock,
    ids: sequentialIds(),
  };
}

/** A brokerage in memory. */
export function fakeWorld(ports: FakePorts = fakePorts()): World {
  const { clock, calendar, quotes: market } = ports;
  return {
    app: createApp(ports),
    ports,
    clock,
    market,
    calendar,
    restart: async () => fakeWorld({ ...ports, portfolios: fakePortfolios(ports.ledger) }),
  };
}
