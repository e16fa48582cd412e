import { isTrade, ZERO, type AccountId, type Entry, type Ledger, type Ticker } from "@bourse/core";
import { isDeepStrictEqual } from "node:util";

type Totals = {
  seq: number;
  cash: bigint;
  gain: bigint;
  /** Top-ups less withdrawals. */
  paidIn: bigint;
  readonly holdings: Map<Ticker, { readonly quantity: number; readonly cost: bigint }>;
};

const PAGE = 500;

/** All of an account's entries, oldest first. */
export async function entriesOf(ledger: Ledger, accountId: AccountId): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (;;) {
    const page = (await ledger.tail({ accountId, after: entries.at(-1)?.seq ?? 0, limit: PAGE }))._unsafeUnwrap();
    entries.push(...page);
    if (page.length < PAGE) return entries;
  }
}

/**
 * What is wrong with an account's ledger: numbers with a gap, a total that does not follow from the one before, cash or
 * cost made from nothing, a portfolio that is not what the entries add up to. Derived here anew, not by the domain's rules.
 */
export async function ledgerFaults(ledger: Ledger, accountId: AccountId): Promise<readonly string[]> {
  const faults: string[] = [];
  const totals: Totals = { seq: 0, cash: 0n, gain: 0n, paidIn: 0n, holdings: new Map() };
  for (const entry of await entriesOf(ledger, accountId)) {
    const wrong = step(totals, entry);
    if (wrong.length > 0) return [`account ${accountId}, entry ${entry.seq}: ${wrong.join(", ")}`];
  }
  const cost = [...totals.holdings.values()].reduce((sum, holding) => sum + holding.cost, 0n);
  if (totals.cash + cost !== totals.paidIn + totals.gain)
    faults.push(`account ${accountId}: cash and cost do not add up`);
  const { seq, cash, realisedGain, holdings } = (await ledger.portfolio(accountId))._unsafeUnwrap();
  const held = new Map([...holdings].map(([ticker, { quantity, cost: paid }]) => [ticker, { quantity, cost: paid }]));
  const told = { seq, cash, gain: realisedGain, holdings: held };
  const wanted = { seq: totals.seq, cash: totals.cash, gain: totals.gain, holdings: totals.holdings };
  if (!isDeepStrictEqual(told, wanted)) faults.push(`account ${accountId}: the portfolio is not what the entries say`);
  return faults;
}

/** Takes the totals on by an entry, and answers what of it does not fit. */
function step(totals: Totals, entry: Entry): readonly string[] {
  const wrong: string[] = [];
  if (entry.seq !== totals.seq + 1) wrong.push(`numbered after ${totals.seq}`);
  if (entry.balance !== totals.cash + entry.amount) wrong.push("balance");
  const gain = isTrade(entry) ? (entry.trade.realisedGain ?? ZERO) : ZERO;
  if (entry.realisedGainAfter !== totals.gain + gain) wrong.push("realised gain");
  if (isTrade(entry)) wrong.push(...trade(totals, entry));
  else totals.paidIn += entry.amount;
  totals.seq = entry.seq;
  totals.cash = entry.balance;
  totals.gain = entry.realisedGainAfter;
  return wrong;
}

function trade({ holdings }: Totals, { amount, status, trade: leg }: Extract<Entry, { trade: unknown }>): string[] {
  const wrong: string[] = [];
  const { ticker, price } = leg.quote;
  const before = holdings.get(ticker) ?? { quantity: 0, cost: 0n };
  const sign = status === "BUYING-SHARES" ? 1 : -1;
  if (amount !== BigInt(-sign * leg.quantity) * price) wrong.push("amount of the trade");
  if (leg.quantityAfter !== before.quantity + sign * leg.quantity) wrong.push("quantity");
  // What a purchase adds to the cost is what it paid; what a sale takes is what it got, less what it gained.
  if (leg.costAfter !== before.cost - amount - (leg.realisedGain ?? ZERO) * BigInt(-sign)) wrong.push("cost");
  if ((leg.quantityAfter === 0) !== (leg.costAfter === 0n)) wrong.push("cost without shares, or shares without cost");
  if (leg.quantityAfter === 0) holdings.delete(ticker);
  else holdings.set(ticker, { quantity: leg.quantityAfter, cost: leg.costAfter });
  return wrong;
}
