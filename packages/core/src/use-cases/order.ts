import { ok, safeTry, type Result } from "neverthrow";
import type { AccountId } from "../domain/account.ts";
import { tradeCommand } from "../domain/command.ts";
import type { FilledTrade, Recorded, TradeAction } from "../domain/entry.ts";
import type { Contended, KeyReused } from "../domain/errors.ts";
import type { InvalidInput, InvalidTicker } from "../domain/invalid.ts";
import { parseKeyedRequest, type KeyedRequest } from "../domain/idempotency.ts";
import { parseQuantity, type Quantity } from "../domain/quantity.ts";
import { parseTicker, type Ticker } from "../domain/ticker.ts";
import type { Accounts } from "../ports/accounts.ts";
import type { ActiveAccountError } from "./active-account.ts";
import type { TradeQuoteError, TradeQuoteNeeds } from "./trade-quote.ts";

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

export type OrderNeeds = TradeQuoteNeeds & { readonly accounts: Accounts };

export type RecordedTrade = Recorded<FilledTrade>;

export function parseOrder(action: TradeAction, order: Order): Result<ParsedOrder, InvalidInput | InvalidTicker> {
  return safeTry(function* () {
    const whole = parseQuantity(order.quantity);
    const wrong = whole.isErr() ? whole.error.problems : [];
    // What is wrong with the quantity is told at once: a form is mended in one go.
    const named = parseTicker(order.ticker).mapErr((error) => ({ ...error, problems: [...error.problems, ...wrong] }));
    const ticker = yield* named;
    const quantity = yield* whole;
    const request = yield* parseKeyedRequest(order.idempotencyKey, tradeCommand(action, quantity, ticker));
    return ok({ ticker, quantity, request });
  });
}
