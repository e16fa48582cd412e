import { ok, safeTry, type Result } from "neverthrow";
import type { AccountId } from "../domain/account.ts";
import type { Recorded, TradeAction, TradeEntry } from "../domain/entry.ts";
import type { Contended, InvalidInput, InvalidTicker, KeyReused } from "../domain/errors.ts";
import { parseKeyedRequest, type KeyedRequest } from "../domain/idempotency.ts";
import { parseQuantity, type Quantity } from "../domain/quantity.ts";
import { parseTicker, type Ticker } from "../domain/ticker.ts";
import type { Accounts } from "../ports/accounts.ts";
import type { Clock } from "../ports/clock.ts";
import type { Portfolios } from "../ports/portfolios.ts";
import type { QuoteSource } from "../ports/quote-source.ts";
import type { ActiveAccountError } from "./active-account.ts";
import type { TradeQuoteError } from "./trade-quote.ts";

/** What a caller asks for when buying or selling. */
export type Order = {
  readonly accountId: AccountId;
  readonly ticker: string;
  /** Whole shares, from 1. */
  readonly quantity: number;
  readonly idempotencyKey?: string | undefined;
};

/** An order that can be understood. */
export type ParsedOrder = {
  readonly ticker: Ticker;
  readonly quantity: Quantity;
  readonly request: KeyedRequest | null;
};

export type OrderError = ActiveAccountError | Contended | InvalidInput | InvalidTicker | KeyReused | TradeQuoteError;

export type OrderNeeds = {
  readonly accounts: Accounts;
  readonly portfolios: Portfolios;
  readonly quotes: QuoteSource;
  readonly clock: Clock;
  /** How old a quote may be for a trade to fill on it, in seconds. */
  readonly maxQuoteAge: number;
};

export type RecordedTrade = Recorded<TradeEntry>;

export function parseOrder(action: TradeAction, order: Order): Result<ParsedOrder, InvalidInput | InvalidTicker> {
  return safeTry(function* () {
    const ticker = yield* parseTicker(order.ticker);
    const quantity = yield* parseQuantity(order.quantity);
    const request = yield* parseKeyedRequest(order.idempotencyKey, `${action} ${quantity} ${ticker}`);
    return ok({ ticker, quantity, request });
  });
}
