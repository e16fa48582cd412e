import type { Accounts, Ids, Ledger, Portfolios, QuoteSource, Sessions, StockDirectory } from "@bourse/core";
import {
  accountIdOf,
  fakeAccounts,
  fakeLedger,
  fakePasswords,
  fakePortfolios,
  fakeSessions,
  manualClock,
  manualMarket,
  sequentialIds,
  tickerOf,
} from "@bourse/testkit";
import type {
  AccountsSubject,
  ClockSubject,
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

type Market = QuoteSource & StockDirectory;
type MarketSubject = QuoteSourceSubject & StockDirectorySubject & { readonly port: Market };

/** A right market, some of whose operations a test of the contract itself may answer otherwise. */
export async function marketSubject(changed: (right: Market) => Partial<Market> = () => ({})): Promise<MarketSubject> {
  const [up, down] = [manualMarket(manualClock()), manualMarket(manualClock())];
  const [known, alsoKnown] = [up.set("AAPL", "112.00"), up.set("BRK.B", "480.0625")];
  down.fail(known, 25);
  down.fail(alsoKnown);
  const ignorant = { ...down, profile: async () => null };
  return {
    port: { ...up, ...changed(up) },
    known,
    alsoKnown,
    unknown: tickerOf("NOSUCH"),
    failing: [{ ...ignorant, ...changed(ignorant) }],
  };
}
