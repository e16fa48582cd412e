import {
  marketAt,
  DEFAULT_POLICY,
  instant,
  type Accounts,
  type Clock,
  type DailyCloses,
  type Ids,
  type Ledger,
  type LocalDate,
  type MarketCalendar,
  type Portfolios,
  type QuoteSource,
  type Sessions,
  type StockDirectory,
} from "@bourse/core";
import {
  accountIdOf,
  dateOf,
  fakeAccounts,
  fakeLedger,
  fakePasswords,
  fakePortfolios,
  fakeSessions,
  manualCalendar,
  manualClock,
  manualMarket,
  moneyOf,
  passwordOf,
  sequentialIds,
  tickerOf,
  utcDay,
} from "@bourse/testkit";
import type {
  AccountsSubject,
  ClockSubject,
  DailyClosesSubject,
  IdsSubject,
  LedgerSubject,
  MarketCalendarSubject,
  PasswordsSubject,
  PortfoliosSubject,
  QuoteSourceSubject,
  SessionsSubject,
  StockDirectorySubject,
} from "@bourse/testkit/contracts";
import { errAsync } from "neverthrow";

/** The fakes need no account to be there, so any new id will do. */
export function accountIds() {
  let opened = 0;
  return async () => {
    opened += 1;
    return accountIdOf(opened);
  };
}

// Each takes the port to be checked, so that a test of the contract itself can hand in a wrong one.

export async function accountsSubject(port: Accounts = fakeAccounts()): Promise<AccountsSubject> {
  return { port, restart: async () => port };
}

export async function sessionsSubject(port: Sessions = fakeSessions()): Promise<SessionsSubject> {
  return { port, restart: async () => port, openAccount: accountIds() };
}

export async function ledgerSubject(port: Ledger = fakeLedger()): Promise<LedgerSubject> {
  return { port, restart: async () => port, openAccount: accountIds() };
}

export async function portfoliosSubject(
  makePortfolios: (ledger: Ledger) => Portfolios = fakePortfolios,
): Promise<PortfoliosSubject> {
  return { ledger: fakeLedger(), makePortfolios, openAccount: accountIds() };
}

export async function passwordsSubject(port = fakePasswords()): Promise<PasswordsSubject> {
  const costOf: PasswordsSubject["costOf"] = async (verification) => {
    const before = port.verifications();
    await verification();
    return port.verifications() - before;
  };
  return { port, costOf, weak: [port.weakHash(passwordOf("correct horse battery staple"))] };
}

export async function clockSubject(port = manualClock()): Promise<ClockSubject> {
  return { port, set: port.set };
}

export async function idsSubject(make: (lane?: number) => Ids = sequentialIds): Promise<IdsSubject> {
  let lane = 0;
  const another = () => {
    lane += 1;
    return make(lane);
  };
  return { port: make(), another };
}

type Market = DailyCloses & QuoteSource & StockDirectory;
type MarketSubject = DailyClosesSubject & QuoteSourceSubject & StockDirectorySubject & { readonly port: Market };

/** Wednesday to Friday. A weekend follows, and the Monday on which a test begins. */
const DAYS = ["2026-06-10", "2026-06-11", "2026-06-12"];
const CLOSES: Readonly<Record<string, readonly string[]>> = {
  AAPL: ["110.00", "0.0001", "111.25"],
  "BRK.B": ["470.00", "471.0625", "10000000.00"],
};

/** A right market, some of whose operations a test of the contract itself may answer otherwise. */
export async function marketSubject(
  changed: (right: Market, clock: Clock) => Partial<Market> = () => ({}),
): Promise<MarketSubject> {
  const clock = manualClock();
  const calendar = manualCalendar();
  const { maxQuoteAge } = DEFAULT_POLICY;
  const [up, down] = [manualMarket(clock, calendar), manualMarket(clock, calendar)];
  const [known, alsoKnown] = [up.set("AAPL", "112.00"), up.set("BRK.B", "480.0625")];
  down.fail(known, 25);
  down.fail(alsoKnown);
  for (const [ticker, closes] of Object.entries(CLOSES)) {
    for (const [index, close] of closes.entries()) up.setClose(ticker, DAYS[index] ?? "", close);
  }
  const cannotSearch = { kind: "SearchUnavailable", reason: "the market was told to fail", retryAfter: 25 } as const;
  const ignorant: Market = {
    ...down,
    profile: (ticker) => errAsync({ ...cannotSearch, kind: "ProfileUnavailable", ticker }),
    search: () => errAsync(cannotSearch),
  };
  return {
    port: { ...up, ...changed(up, clock) },
    known,
    alsoKnown,
    unknown: tickerOf("NOSUCH"),
    window: { from: dateOf("2026-06-10"), to: dateOf("2026-06-15") },
    expected: (ticker) => new Map(CLOSES[ticker]?.map((close, index) => [dateOf(DAYS[index] ?? ""), moneyOf(close)])),
    later: () => {
      clock.advance(86_400_000);
      up.setClose("AAPL", "2026-06-15", "112.50");
    },
    answer: (ticker) => ({ price: moneyOf(ticker === known ? "112.00" : "480.0625"), fetchedAt: clock.now() }),
    memory: {
      outlast: () => clock.advance(maxQuoteAge * 1000 + 1),
      cutOff: () => up.fail(known),
      market: () => marketAt(calendar, clock.now(), maxQuoteAge),
    },
    failing: [{ ...ignorant, ...changed(ignorant, clock) }],
  };
}

const JUNE: readonly LocalDate[] = Array.from({ length: 30 }, (_, index) =>
  dateOf(`2026-06-${String(index + 1).padStart(2, "0")}`),
);

/** A market that trades from 13:30 to 20:00 UTC, but on no weekend of the month and on no 19 June. */
export function juneCalendar(): MarketCalendar {
  const calendar = manualCalendar();
  calendar.trade(13.5, 20);
  for (const day of [6, 7, 13, 14, 19, 20, 21, 27, 28]) calendar.shut(JUNE[day - 1] ?? "");
  return calendar;
}

export async function calendarSubject(port: MarketCalendar = juneCalendar()): Promise<MarketCalendarSubject> {
  const window = { from: dateOf("2026-06-01"), to: dateOf("2026-06-30") };
  return { port, window, days: JUNE, dayOf: (at) => utcDay(instant(at)) };
}
