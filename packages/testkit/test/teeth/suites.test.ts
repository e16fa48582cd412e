import { money, type Closes, type Ports, type TradeEntry, type TradingSession } from "@bourse/core";
import { brokenClauses, dateOf, fakePorts, fakeWorld, type FakePorts } from "@bourse/testkit";
import {
  buySharesSuite,
  changePasswordSuite,
  closeAccountSuite,
  lookUpStockSuite,
  portfolioHistorySuite,
  searchStocksSuite,
  sellSharesSuite,
  signInSuite,
  topUpSuite,
  useCaseSuites,
  valuePortfolioSuite,
  viewPortfolioSuite,
  type Suite,
} from "@bourse/testkit/suites";
import { okAsync } from "neverthrow";
import { describe, expect, it } from "vitest";
import { portfoliosWith } from "./portfolios.ts";

type Wrong = readonly [fault: string, suite: Suite, changed: (ports: FakePorts) => Partial<Ports>, title: string];

const wrongs: readonly Wrong[] = [
  [
    "decides purchases on a stale portfolio",
    buySharesSuite,
    ({ ledger }) => ({ portfolios: portfoliosWith("decides on a read from before its turn")(ledger) }),
    "of 500 purchases at once, with cash for 123, 123 fill, while others trade on",
  ],
  [
    "decides sales on a stale portfolio",
    sellSharesSuite,
    ({ ledger }) => ({ portfolios: portfoliosWith("decides on a read from before its turn")(ledger) }),
    "of 500 sales at once of 123 shares, 123 fill, while others trade on",
  ],
  [
    "ignores keys",
    topUpSuite,
    ({ ledger }) => ({ portfolios: portfoliosWith("ignores keys")(ledger) }),
    "64 calls at once under one key make one entry, and all get it",
  ],
  [
    "lets old sessions go on after a change of password",
    changePasswordSuite,
    ({ sessions }) => ({ sessions: { ...sessions, endAll: () => okAsync(undefined) } }),
    "ends the other sessions, keeps the one that asks, and touches no other account's",
  ],
  [
    "never closes an account",
    closeAccountSuite,
    ({ accounts }) => ({ accounts: { ...accounts, close: () => okAsync(undefined) } }),
    "forgets the person, and ends every session",
  ],
  [
    "keeps the mails of an account that is closed",
    closeAccountSuite,
    ({ mail }) => ({ mail: { ...mail, forget: () => okAsync() } }),
    "the mails that are kept for its e-mail go with it, and nobody else's",
  ],
  [
    "accepts any password",
    signInSuite,
    ({ passwords }) => ({ passwords: { ...passwords, verify: () => okAsync(true) } }),
    "an unknown user and a wrong password are told alike",
  ],
  [
    "knows no prices of what is held",
    viewPortfolioSuite,
    ({ quotes }) => ({ quotes: { ...quotes, latestOf: async () => new Map() } }),
    "answers each holding at its price now, by ticker, and the sums",
  ],
  [
    "values a past day by what is held now",
    valuePortfolioSuite,
    ({ ledger }) => ({ ledger: { ...ledger, portfolio: (accountId) => ledger.portfolio(accountId) } }),
    "a past day is worth the same whatever is traded later",
  ],
  [
    "begins every window with what is held now",
    portfolioHistorySuite,
    ({ ledger }) => ({ ledger: { ...ledger, portfolio: (accountId) => ledger.portfolio(accountId) } }),
    "answers what each trading day ended at, oldest first",
  ],
  [
    "fills a gap in the closes with the one before it in the window",
    portfolioHistorySuite,
    ({ closes, calendar }) => ({
      closes: {
        closes: (ticker, from, to) =>
          closes.closes(ticker, from, to).map((known) => filled(known, calendar.between(from, to))),
      },
    }),
    "any two windows agree on the days that both have",
  ],
  [
    "reads an account's tail once, however long it is",
    portfolioHistorySuite,
    ({ ledger }) => ({
      ledger: { ...ledger, tail: (query) => ledger.tail(query).map((entries) => entries.slice(0, 499)) },
    }),
    "days of more entries than one reading has are complete",
  ],
  [
    "is told the closes of another day",
    valuePortfolioSuite,
    ({ closes }) => ({
      closes: { closes: (ticker) => closes.closes(ticker, dateOf("2026-06-12"), dateOf("2026-06-12")) },
    }),
    "a past day is told as the market closed on it",
  ],
  [
    "trades every day",
    portfolioHistorySuite,
    ({ calendar }) => ({ calendar: { ...calendar, shut: () => undefined } as typeof calendar }),
    "weekends and holidays are left out, and so is what is not over",
  ],
  [
    "finds nothing",
    searchStocksSuite,
    ({ directory }) => ({ directory: { ...directory, search: () => okAsync([]) } }),
    "answers what the directory finds, the likeliest first",
  ],
  [
    "says of old prices that they have just been learnt",
    lookUpStockSuite,
    ({ quotes, clock }) => ({
      quotes: {
        ...quotes,
        latest: (ticker) => quotes.latest(ticker).map((quote) => ({ ...quote, fetchedAt: clock.now() })),
      },
    }),
    "while the market is open a price is fresh for its age, then stale",
  ],
  [
    "takes the session to come for the one that opened last",
    lookUpStockSuite,
    ({ calendar }) => ({ calendar: { ...calendar, latest: (at) => calendar.next(at) } }),
    "a price of a day that has not begun to trade is stale, however lately it was fetched",
  ],
  [
    "lists its trades as if each price had been fetched for them",
    buySharesSuite,
    ({ ledger }) => ({
      ledger: { ...ledger, trades: (query) => ledger.trades(query).map((trades) => trades.map(fetchedThen)) },
    }),
    "a trade says how fresh its price was, and later still does, whatever age is allowed then",
  ],
];

function filled(known: Closes, sessions: readonly TradingSession[]): Closes {
  let last = money(0n);
  const days = sessions.map(({ day }) => {
    last = known.get(day) ?? last;
    return [day, last] as const;
  });
  return new Map(days.filter(([, close]) => close > 0n));
}

function fetchedThen({ trade, ...entry }: TradeEntry): TradeEntry {
  return { ...entry, trade: { ...trade, quote: { ...trade.quote, fetchedAt: entry.at } } };
}

/** `buyShares` in words. */
function words(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

describe("the suites", () => {
  it("are one for each use case", async () => {
    const { app } = fakeWorld();
    expect(useCaseSuites.map(({ name }) => name).toSorted()).toEqual(Object.keys(app).map(words).toSorted());
  });

  it.each(wrongs)("catch a brokerage that %s", async (_fault, suite, changed, title) => {
    const make = async () => {
      const ports = fakePorts();
      return fakeWorld({ ...ports, ...changed(ports) } as FakePorts);
    };
    expect(await brokenClauses(suite, make)).toContain(title);
  });
});
