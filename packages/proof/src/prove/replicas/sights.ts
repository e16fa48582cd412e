import { afterEntry, emptyPortfolio, formatMoney, type AccountId, type Entry, type Portfolio } from "@bourse/core";
import type { Ledgers } from "../../load/audit.ts";
import type { Holder } from "../../load/holders.ts";
import type { Json } from "../../process/http-client.ts";

/** What somebody was shown who knew at the time that there was an entry of this number. */
type Sight = { readonly holder: Holder; readonly where: string; readonly floor: number; readonly shown: string };

/** What those who use the brokerage know of its accounts, by what they were answered. */
export type Sights = {
  readonly seen: Sight[];
  /** The highest number of an entry that anybody was told of, and of a trade. */
  readonly entries: Map<AccountId, number>;
  readonly trades: Map<AccountId, number>;
};

export function emptySights(): Sights {
  return { seen: [], entries: new Map(), trades: new Map() };
}

export function raise(known: Map<AccountId, number>, { accountId }: Holder, seq: number): void {
  known.set(accountId, Math.max(known.get(accountId) ?? 0, seq));
}

/** Cash alone, and cash with holdings, as texts that are alike when what they tell is. */
export function shownCash(body: Json): string {
  return `cash ${String(body["cash"])}`;
}

export function shownPortfolio(body: Json): string {
  const holdings = (body["holdings"] as readonly Json[]).map(
    ({ ticker, quantity, cost }) => `${String(ticker)} ${String(quantity)} ${String(cost)}`,
  );
  return [shownCash(body), ...holdings.toSorted()].join(", ");
}

/** Each sight must be of the account as it was after some entry, and of none before the one that was known of. */
export function sightFaults({ seen }: Sights, ledgers: Ledgers): readonly string[] {
  const last = new Map([...ledgers].map(([holder, entries]) => [holder, lastSeqs(holder, entries)]));
  return seen.flatMap(({ holder, where, floor, shown }) => {
    const seq = last.get(holder)?.get(shown) ?? -1;
    if (seq >= floor) return [];
    const was = seq === -1 ? "it never was so" : `it was so after entry ${seq}`;
    return [`account ${holder.accountId}: ${where}, when entry ${floor} was known of, showed ${shown}: ${was}`];
  });
}

/** After which entry an account was last so. */
function lastSeqs({ accountId }: Holder, entries: readonly Entry[]): ReadonlyMap<string, number> {
  let portfolio: Portfolio = emptyPortfolio(accountId);
  const last = new Map<string, number>();
  const note = (): void => {
    const cash = formatMoney(portfolio.cash);
    const holdings = [...portfolio.holdings.values()].map((held) => ({ ...held, cost: formatMoney(held.cost) }));
    for (const shown of [shownCash({ cash }), shownPortfolio({ cash, holdings })]) last.set(shown, portfolio.seq);
  };
  note();
  for (const entry of entries) {
    portfolio = afterEntry(portfolio, entry);
    note();
  }
  return last;
}
