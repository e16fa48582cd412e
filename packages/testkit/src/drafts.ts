import {
  add,
  afterEntry,
  emptyPortfolio,
  instant,
  MAX_BALANCE,
  MAX_REALISED_GAIN,
  MAX_SHARES,
  money,
  negate,
  proportion,
  subtract,
  ZERO,
  type AccountId,
  type CashDraft,
  type Entry,
  type EntryDraft,
  type Instant,
  type KeyedRequest,
  type Money,
  type Portfolio,
  type Quantity,
  type Quote,
  type TradeDraft,
} from "@bourse/core";
import { START } from "./builders.ts";

type Next = Pick<CashDraft, "accountId" | "at" | "realisedGainAfter" | "seq">;

function nextOf(portfolio: Portfolio, at: Instant): Next {
  const { accountId, realisedGain, seq } = portfolio;
  return { accountId, seq: seq + 1, at: instant(Math.max(portfolio.at, at)), realisedGainAfter: realisedGain };
}

/** The top-up that follows `portfolio`. Drafts are worked out here apart from the core, so that each checks the other. */
export function topUpDraft(portfolio: Portfolio, amount: Money, at: Instant = START): CashDraft {
  return { ...nextOf(portfolio, at), status: "TOP-UP", amount, balance: add(portfolio.cash, amount) };
}

/** The withdrawal that follows `portfolio`, which must hold the cash. */
export function withdrawalDraft(portfolio: Portfolio, amount: Money, at: Instant = START): CashDraft {
  const balance = subtract(portfolio.cash, amount);
  return { ...nextOf(portfolio, at), status: "WITHDRAWAL", amount: negate(amount), balance };
}

/** The purchase that follows `portfolio`, which must hold the cash. */
export function purchaseDraft(portfolio: Portfolio, quote: Quote, quantity: Quantity, at: Instant = START): TradeDraft {
  const cost = money(quote.price * BigInt(quantity));
  const held = portfolio.holdings.get(quote.ticker);
  const quantityAfter = (held?.quantity ?? 0) + quantity;
  const costAfter = add(held?.cost ?? ZERO, cost);
  return {
    ...nextOf(portfolio, at),
    status: "BUYING-SHARES",
    amount: negate(cost),
    balance: subtract(portfolio.cash, cost),
    trade: { quantity, quote, realisedGain: null, quantityAfter, costAfter },
  };
}

/** The sale that follows `portfolio`, which must hold the shares. */
export function saleDraft(portfolio: Portfolio, quote: Quote, quantity: Quantity, at: Instant = START): TradeDraft {
  const held = portfolio.holdings.get(quote.ticker);
  if (!held) throw new Error(`no ${quote.ticker} is held`);
  const proceeds = money(quote.price * BigInt(quantity));
  const costSold = proportion(held.cost, quantity, held.quantity);
  const realisedGain = subtract(proceeds, costSold);
  const quantityAfter = held.quantity - quantity;
  const costAfter = subtract(held.cost, costSold);
  return {
    ...nextOf(portfolio, at),
    realisedGainAfter: add(portfolio.realisedGain, realisedGain),
    status: "SELLING-SHARES",
    amount: proceeds,
    balance: add(portfolio.cash, proceeds),
    trade: { quantity, quote, realisedGain, quantityAfter, costAfter },
  };
}

/** One thing an account's holder may wish for. */
export type Step =
  | { readonly status: "TOP-UP" | "WITHDRAWAL"; readonly amount: Money }
  | { readonly status: "BUYING-SHARES" | "SELLING-SHARES"; readonly quote: Quote; readonly quantity: Quantity };

/** The draft for a step, or null when the portfolio cannot afford it or has no room for it. */
export function draftFor(portfolio: Portfolio, step: Step, at: Instant = START): EntryDraft | null {
  const draft = canAfford(portfolio, step) ? unboundedDraft(portfolio, step, at) : null;
  return draft && isWithinLimits(draft) ? draft : null;
}

function canAfford({ cash, holdings }: Portfolio, step: Step): boolean {
  if ("amount" in step) return step.status === "TOP-UP" || step.amount <= cash;
  const { status, quote, quantity } = step;
  if (status === "BUYING-SHARES") return quote.price * BigInt(quantity) <= cash;
  return quantity <= (holdings.get(quote.ticker)?.quantity ?? 0);
}

function unboundedDraft(portfolio: Portfolio, step: Step, at: Instant): EntryDraft {
  if ("amount" in step) {
    const draft = step.status === "TOP-UP" ? topUpDraft : withdrawalDraft;
    return draft(portfolio, step.amount, at);
  }
  const draft = step.status === "BUYING-SHARES" ? purchaseDraft : saleDraft;
  return draft(portfolio, step.quote, step.quantity, at);
}

function isWithinLimits(draft: EntryDraft): boolean {
  const { balance, realisedGainAfter } = draft;
  if (balance > MAX_BALANCE) return false;
  if (realisedGainAfter > MAX_REALISED_GAIN || realisedGainAfter < negate(MAX_REALISED_GAIN)) return false;
  return !("trade" in draft) || draft.trade.quantityAfter <= MAX_SHARES;
}

/** A draft as the ledger is given it. */
export function entryOf<Draft extends EntryDraft>(
  draft: Draft,
  request: KeyedRequest | null = null,
): Draft & { readonly request: KeyedRequest | null } {
  return { ...draft, request };
}

/**
 * The entries that the steps make of an account, from its first; steps it cannot afford are passed over. `times` are
 * what the clock shows at each step, START where they run out; no entry is before the one that it follows.
 */
export function entriesFor(accountId: AccountId, steps: readonly Step[], times: readonly Instant[] = []): Entry[] {
  const entries: Entry[] = [];
  let portfolio = emptyPortfolio(accountId);
  for (const [index, step] of steps.entries()) {
    const draft = draftFor(portfolio, step, times[index]);
    if (draft) {
      const entry = entryOf(draft);
      entries.push(entry);
      portfolio = afterEntry(portfolio, entry);
    }
  }
  return entries;
}
