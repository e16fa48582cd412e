import type { Entry } from "@bourse/core";

/** What an account's entries add up to, by this file's own sums: it takes no arithmetic from the product. */
export type State = {
  readonly seq: number;
  readonly at: number;
  readonly cash: bigint;
  readonly paidIn: bigint;
  readonly gain: bigint;
  readonly holdings: ReadonlyMap<string, Held>;
};

export type Held = { readonly quantity: number; readonly cost: bigint };

export const NOTHING_YET: State = { seq: 0, at: 0, cash: 0n, paidIn: 0n, gain: 0n, holdings: new Map() };

/** The state after an entry, as it should be; throws what is wrong with the entry. */
export function stateAfter(before: State, entry: Entry): State {
  must(entry.seq === before.seq + 1, `entry ${entry.seq} comes after entry ${before.seq}`);
  must(entry.at >= before.at, `entry ${entry.seq} happened before the one before it`);
  const after = entryLeg(before, entry);
  must(entry.balance === after.cash, `entry ${entry.seq} leaves ${entry.balance}, and should leave ${after.cash}`);
  must(after.cash >= 0n, `entry ${entry.seq} overdraws the account: ${after.cash}`);
  must(entry.realisedGainAfter === after.gain, `entry ${entry.seq} has a gain of ${entry.realisedGainAfter}`);
  const cost = [...after.holdings.values()].reduce((sum, held) => sum + held.cost, 0n);
  must(after.cash + cost === after.paidIn + after.gain, `entry ${entry.seq} makes or loses money`);
  return after;
}

function entryLeg(before: State, entry: Entry): State {
  const next = { ...before, seq: entry.seq, at: entry.at, cash: before.cash + entry.amount };
  if (!("trade" in entry)) {
    must(entry.status === "TOP-UP" ? entry.amount > 0n : entry.amount < 0n, `entry ${entry.seq} has the wrong sign`);
    return { ...next, paidIn: before.paidIn + entry.amount };
  }
  const { trade } = entry;
  const { ticker, price } = trade.quote;
  const held = before.holdings.get(ticker) ?? { quantity: 0, cost: 0n };
  const worth = price * BigInt(trade.quantity);
  const isPurchase = entry.status === "BUYING-SHARES";
  must(entry.amount === (isPurchase ? -worth : worth), `entry ${entry.seq} moves ${entry.amount} for ${worth}`);
  must(isPurchase || held.quantity >= trade.quantity, `entry ${entry.seq} sells what is not held`);
  const taken = isPurchase ? 0n : share(held.cost, trade.quantity, held.quantity);
  const after: Held = isPurchase
    ? { quantity: held.quantity + trade.quantity, cost: held.cost + worth }
    : { quantity: held.quantity - trade.quantity, cost: held.cost - taken };
  must(trade.quantityAfter === after.quantity, `entry ${entry.seq} leaves ${trade.quantityAfter} shares`);
  must(trade.costAfter === after.cost, `entry ${entry.seq} leaves a cost of ${trade.costAfter}, not ${after.cost}`);
  must(after.quantity > 0 || after.cost === 0n, `entry ${entry.seq} leaves a cost without shares`);
  const gain = isPurchase ? null : worth - taken;
  must(trade.realisedGain === gain, `entry ${entry.seq} realises ${trade.realisedGain}, not ${gain}`);
  const holdings = new Map(before.holdings);
  if (after.quantity === 0) holdings.delete(ticker);
  else holdings.set(ticker, after);
  return { ...next, gain: before.gain + (gain ?? 0n), holdings };
}

/** What so many of the shares have cost, to the nearest unit, halves up: a cost is never below zero. */
function share(cost: bigint, quantity: number, of: number): bigint {
  const [whole, rest] = [(cost * BigInt(quantity)) / BigInt(of), (cost * BigInt(quantity)) % BigInt(of)];
  return rest * 2n >= BigInt(of) ? whole + 1n : whole;
}

function must(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(what);
}

/** Any value, as a text to compare and to print: the same whatever order its fields are in. */
export function textOf(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === "bigint") return `${inner}`;
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Cash and holdings, as a text to compare. */
export function holdingsText(cash: bigint, holdings: Iterable<readonly [string, Held]>): string {
  const lines = [...holdings].map(([ticker, { quantity, cost }]) => `${quantity} ${ticker} for ${cost}`);
  return [`cash ${cash}`, ...lines.toSorted((a, b) => (a < b ? -1 : 1))].join(", ");
}
