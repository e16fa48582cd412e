import type { CashDraft, TradeAction } from "./entry.ts";
import { formatMoney, type Money } from "./money.ts";
import type { Quantity } from "./quantity.ts";
import type { Ticker } from "./ticker.ts";

/** The canonical text of the wish to move `amount`, which is positive either way: what a key is kept with. */
export function cashCommand(status: CashDraft["status"], amount: Money): string {
  return `${status} ${formatMoney(amount)}`;
}

/** The canonical text of the wish to trade, such as `BUY 10 AAPL`. */
export function tradeCommand(action: TradeAction, quantity: Quantity, ticker: Ticker): string {
  return `${action} ${quantity} ${ticker}`;
}
