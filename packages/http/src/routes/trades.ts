import type { App } from "@bourse/core";
import { ownAccount, signedIn } from "../auth.ts";
import { SECURITY, TAGS } from "../openapi.ts";
import { orProblem } from "../problem.ts";
import type { FailureKind } from "../problems/failure.ts";
import { OrderBody, TradePage, tradeView, TradeView } from "../schemas/entry.ts";
import { BODY, problems, SIGNED_IN } from "../schemas/problem.ts";
import { ref } from "../schemas/ref.ts";
import type { Server } from "../typed-server.ts";
import {
  AccountParams,
  answers,
  answerTrade,
  EntryParams,
  IdempotencyHeaders,
  pageOfQuery,
  PageQuery,
  pageView,
} from "./common.ts";

const tags = [TAGS.trading.name];

export const TRADE_FAILURES: readonly FailureKind[] = [
  ...SIGNED_IN,
  ...BODY,
  "CrossSite",
  "AccountNotFound",
  "AccountBlacklisted",
  "InvalidTicker",
  "TickerNotFound",
  "TickerDelisted",
  "InsufficientCash",
  "InsufficientShares",
  "LimitExceeded",
  "KeyReused",
  "Contended",
  "QuoteUnavailable",
];

/** The use case that an order's action names. */
export function trade(app: App, action: "BUY" | "SELL"): App["buyShares"] | App["sellShares"] {
  return action === "BUY" ? app.buyShares : app.sellShares;
}

export function tradeRoutes(server: Server, app: App): void {
  const onRequest = signedIn(app);

  server.post(
    "/v1/accounts/:id/trades",
    {
      onRequest,
      schema: {
        operationId: "placeTrade",
        tags,
        summary: "Buy or sell shares",
        description:
          "Fills at once at the market's price, or not at all: while it is closed, at its last price. The answer says which quote it filled on, and its `freshness` then.",
        security: SECURITY,
        params: AccountParams,
        headers: IdempotencyHeaders,
        body: ref(OrderBody),
        response: {
          201: answers(ref(TradeView), "The order is filled.", "location", "replayed"),
          ...problems(...TRADE_FAILURES),
        },
      },
    },
    async (request, reply) => {
      const { action, ...order } = request.body;
      const idempotencyKey = request.headers["idempotency-key"];
      const accountId = ownAccount(request, request.params.id).id;
      return answerTrade(reply, 201, await orProblem(trade(app, action)({ accountId, ...order, idempotencyKey })));
    },
  );

  server.get(
    "/v1/accounts/:id/trades",
    {
      onRequest,
      schema: {
        operationId: "listTrades",
        tags,
        summary: "What was traded",
        description: "Purchases and sales, newest first.",
        security: SECURITY,
        params: AccountParams,
        querystring: PageQuery,
        response: {
          200: answers(ref(TradePage), "A page of them."),
          ...problems(...SIGNED_IN, "InvalidInput", "AccountNotFound"),
        },
      },
    },
    async (request) => {
      const accountId = ownAccount(request, request.params.id).id;
      return pageView(await orProblem(app.listTrades({ accountId, ...pageOfQuery(request.query) })), tradeView);
    },
  );

  server.get(
    "/v1/accounts/:id/trades/:seq",
    {
      onRequest,
      schema: {
        operationId: "getTrade",
        tags,
        summary: "One trade",
        description: "By its entry's number; an entry that moved only cash is no trade.",
        security: SECURITY,
        params: EntryParams,
        response: {
          200: answers(ref(TradeView), "The trade."),
          ...problems(...SIGNED_IN, "InvalidInput", "AccountNotFound", "TradeNotFound"),
        },
      },
    },
    async (request) => {
      const accountId = ownAccount(request, request.params.id).id;
      return tradeView(await orProblem(app.findTrade({ accountId, seq: request.params.seq })));
    },
  );
}
