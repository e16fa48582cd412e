import type { AccountId } from "./account.ts";
import { isTrade, type Entry } from "./entry.ts";
import { ZERO, type Money } from "./money.ts";
import type { Ticker } from "./ticker.ts";
import { instant, type Instant } from "./time.ts";

/** Shares held of one ticker, and what they cost; both above zero, or the holding is not there. */
export type Holding = { readonly ticker: Ticker; readonly quantity: number; readonly cost: Money };

/** What an account's entries add up to. */
export type Portfolio = {
  readonly accountId: AccountId;
  /** The last entry's number; 0 when there is none. */
  readonly seq: number;
  /** The last entry's time. */
  readonly at: Instant;
  readonly cash: Money;
  readonly realisedGain: Money;
  readonly holdings: ReadonlyMap<Ticker, Holding>;
};

export function emptyPortfolio(accountId: AccountId): Portfolio {
  return { accountId, seq: 0, at: instant(0), cash: ZERO, realisedGain: ZERO, holdings: new Map() };
}

/** The portfolio once `entry`, the next one of its account, has happened. */
export function afterEntry(portfolio: Portfolio, entry: Entry): Portfolio {
  if (entry.seq !== portfolio.seq + 1 || entry.accountId !== portfolio.accountId) {
    throw new Error(`entry ${entry.seq} does not follow entry ${portfolio.seq} of account ${portfolio.accountId}`);
  }
  return {
    accountId: portfolio.accountId,
    seq: entry.seq,
    at: entry.at,
    cash: entry.balance,
    realisedGain: entry.realisedGainAfter,
    holdings: isTrade(entry) ? withHolding(portfolio.holdings, holdingAfter(entry.trade)) : portfolio.holdings,
  };
}

function holdingAfter(trade: Extract<Entry, { trade: unknown }>["trade"]): Holding {
  return { ticker: trade.quote.ticker, quantity: trade.quantityAfter, cost: trade.costAfter };
}

function withHolding(holdings: ReadonlyMap<Ticker, Holding>, holding: Holding): ReadonlyMap<Ticker, Holding> {
  const changed = new Map(holdings);
  if (holding.quantity === 0) changed.delete(holding.ticker);
  else changed.set(holding.ticker, holding);
  return changed;
}
