import type {
  Accounts,
  DailyCloses,
  Ids,
  Ledger,
  Portfolios,
  QuoteSource,
  Sessions,
  StockDirectory,
} from "@bourse/core";
import {
  accountIdOf,
  dateOf,
  fakeAccounts,
  fakeLedger,
  fakePasswords,
  fakePortfolios,
  fakeSessions,
  manualClock,
  manualMarket,
  moneyOf,
  sequentialIds,
  tickerOf,
} from "@bourse/testkit";
import type {
  AccountsSubject,
  ClockSubject,
  DailyClosesSubject,
  IdsSubject,
  LedgerSubject,
  PasswordsSubject,
  PortfoliosSubject,
  QuoteSourceSubject,
  SessionsSubject,
  StockDirectorySubject,
} from "@bourse/testkit/contracts";

/** The fakes need no account to be there, so any new id will do. */
function accountIds() {
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
  return { port, costOf };
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
export async function marketSubject(changed: (right: Market) => Partial<Market> = () => ({})): Promise<MarketSubject> {
  const clock = manualClock();
  const [up, down] = [manualMarket(clock), manualMarket(clock)];
  const [known, alsoKnown] = [up.set("AAPL", "112.00"), up.set("BRK.B", "480.0625")];
  down.fail(known, 25);
  down.fail(alsoKnown);
  for (const [ticker, closes] of Object.entries(CLOSES)) {
    for (const [index, close] of closes.entries()) up.setClose(ticker, DAYS[index] ?? "", close);
  }
  const ignorant = { ...down, profile: async () => null };
  return {
    port: { ...up, ...changed(up) },
    known,
    alsoKnown,
    unknown: tickerOf("NOSUCH"),
    window: { from: dateOf("2026-06-10"), to: dateOf("2026-06-15") },
    expected: (ticker) => new Map(CLOSES[ticker]?.map((close, index) => [dateOf(DAYS[index] ?? ""), moneyOf(close)])),
    later: () => {
      clock.advance(86_400_000);
      up.setClose("AAPL", "2026-06-15", "112.50");
    },
    failing: [{ ...ignorant, ...changed(ignorant) }],
  };
}
