import type { AccountId, App, AppError, FilledTrade, Recorded, TradeAction } from "@bourse/core";
import type { ResultAsync } from "neverthrow";
import type { Mover } from "./mover.ts";

/** A use case that trades. Its `move` is for AAPL. */
export type Trader = Mover & {
  readonly action: TradeAction;
  readonly trade: (app: App, order: Order) => ResultAsync<Recorded<FilledTrade>, AppError>;
};

type Order = {
  readonly accountId: AccountId;
  readonly ticker: string;
  readonly quantity: number;
  readonly idempotencyKey?: string;
};
