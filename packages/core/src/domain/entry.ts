import type { AccountId } from "./account.ts";
import type { KeyedRequest } from "./idempotency.ts";
import type { Money } from "./money.ts";
import type { Quantity } from "./quantity.ts";
import type { FillFreshness, Quote } from "./quote.ts";
import type { Instant } from "./time.ts";

/** What every entry says: what happened to the cash, and the account's totals after it. */
type Happened = {
  readonly accountId: AccountId;
  /** 1, 2, 3 … within the account, without gaps. */
  readonly seq: number;
  /** Never before the entry at `seq - 1`, even when the clock is set back. */
  readonly at: Instant;
  /** What the cash changed by: a top-up or sale is positive, a withdrawal or purchase negative. */
  readonly amount: Money;
  /** Cash after this entry. */
  readonly balance: Money;
  /** All gain and loss that the account's sales have realised, this entry's included. */
  readonly realisedGainAfter: Money;
};

/** The share leg of an entry, and the totals of its ticker's holding after it. */
export type Trade = {
  readonly quantity: Quantity;
  /** The quote it filled on; its price times the quantity is the entry's amount. */
  readonly quote: Quote;
  /** Proceeds less the average cost of what was sold; null for a purchase. */
  readonly realisedGain: Money | null;
  readonly quantityAfter: number;
  readonly costAfter: Money;
};

export type CashDraft = Happened & { readonly status: "TOP-UP" | "WITHDRAWAL" };
export type TradeDraft = Happened & { readonly status: "BUYING-SHARES" | "SELLING-SHARES"; readonly trade: Trade };
/** An entry as decided, before the ledger has it. */
export type EntryDraft = CashDraft | TradeDraft;

type Asked = { readonly request: KeyedRequest | null };
export type CashEntry = CashDraft & Asked;
export type TradeEntry = TradeDraft & Asked;
/** One fact in an account's ledger. It never changes. */
export type Entry = CashEntry | TradeEntry;

/** Entries of one account, oldest first, each the next after the one before it; no two have one key. */
export type ConsecutiveEntries = readonly [Entry, ...Entry[]];

/** Whether entries are what `ConsecutiveEntries` says: a ledger that is given others answers Conflict. */
export function areConsecutive([first, ...others]: ConsecutiveEntries): boolean {
  const keys = new Set([first.request?.key]);
  return others.every(({ accountId, seq, request }, index) => {
    if (accountId !== first.accountId || seq !== first.seq + index + 1) return false;
    const isNew = !request || !keys.has(request.key);
    keys.add(request?.key);
    return isNew;
  });
}

/** A trade as it is answered: with how far its quote could be trusted when it filled. */
export type FilledTrade = TradeEntry & { readonly freshness: FillFreshness };

export type TradeAction = "BUY" | "SELL";

export function actionOf(entry: TradeDraft): TradeAction {
  return entry.status === "BUYING-SHARES" ? "BUY" : "SELL";
}

export function isTrade(entry: Entry): entry is TradeEntry {
  return entry.status === "BUYING-SHARES" || entry.status === "SELLING-SHARES";
}

/** A change that the ledger has. `replayed`: an earlier call with the same key made it, this one changed nothing. */
export type Recorded<E extends Entry = Entry> = { readonly entry: E; readonly replayed: boolean };
