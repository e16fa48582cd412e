import { ok, safeTry, type ResultAsync } from "neverthrow";
import type { InsufficientShares, LimitExceeded } from "../domain/errors.ts";
import { sell } from "../domain/trading.ts";
import { activeAccount } from "./active-account.ts";
import { parseOrder, type Order, type OrderError, type OrderNeeds, type RecordedTrade } from "./order.ts";
import { tradeOnly } from "./recorded.ts";
import { fillingOn, tradeQuote } from "./trade-quote.ts";

export type SellShares = Order;

export type SellSharesError = InsufficientShares | LimitExceeded | OrderError;

/** Sells what is held, at the market's price now; a repeated key answers its first sale again. */
export function sellShares(needs: OrderNeeds, command: SellShares): ResultAsync<RecordedTrade, SellSharesError> {
  const { accounts, portfolios, calendar } = needs;
  return safeTry(async function* () {
    const { accountId } = command;
    const { ticker, quantity, request } = yield* parseOrder("SELL", command);
    // A repeated order is answered whatever has since become of the account or of the price.
    const earlier = yield* await portfolios.recall(accountId, request);
    if (earlier) return ok(tradeOnly(calendar, earlier));
    yield* await activeAccount(accounts, accountId);
    const quote = yield* await tradeQuote(needs, accountId, ticker);
    // A quote can take seconds, in which the account may have been closed.
    yield* await activeAccount(accounts, accountId);
    const fill = { quantity, ...(yield* fillingOn(needs, quote)) };
    const recorded = yield* await portfolios.change(accountId, request, (portfolio) => sell(portfolio, fill));
    return ok(tradeOnly(calendar, recorded));
  });
}
