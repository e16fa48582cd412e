import type { App } from "@bourse/core";
import { Type } from "typebox";
import { callerOf, ownAccount, signedIn } from "../auth.ts";
import { SECURITY, TAGS } from "../openapi.ts";
import { orProblem } from "../problem.ts";
import {
  answers,
  answerTrade,
  IdempotencyHeaders,
  pageOfQuery,
  PageQuery,
  pageView,
  showing,
  NamedAccountParams,
} from "../routes/common.ts";
import { STOCK_FAILURES } from "../routes/stocks.ts";
import { TRADE_FAILURES, trade } from "../routes/trades.ts";
import { NamedOrderBody, StockOrderBody, TradePage, tradeView, TradeView } from "../schemas/entry.ts";
import { stockView, StockView } from "../schemas/stock.ts";
import { problems, SIGNED_IN } from "../schemas/problem.ts";
import { ref } from "../schemas/ref.ts";
import { ticker } from "../schemas/values.ts";
import { SALE } from "../schemas/story.ts";
import type { Server } from "../typed-server.ts";

const tags = [TAGS.named.name];
const config = { fieldNames: { ticker: "symbol" } };
const filled = answers(ref(TradeView), "The order is filled.", "replayed");
const tradeAnswers = { 200: filled, ...problems(...TRADE_FAILURES) };
const stockAnswers = { 200: answers(ref(StockView), "The stock."), ...problems(...STOCK_FAILURES) };

export function namedTradeRoutes(server: Server, app: App): void {
  const onRequest = signedIn(app);

  for (const [url, operationId, action] of [
    ["/buy-stock", "buyStock", "BUY"],
    ["/sell-stock", "sellStock", "SELL"],
  ] as const) {
    server.post(
      url,
      {
        onRequest,
        config,
        schema: {
          operationId,
          tags,
          summary: action === "BUY" ? "Buy shares" : "Sell shares",
          description: `As \`POST /v1/accounts/{id}/trades\` with the action ${action}, for whoever is signed in.`,
          security: SECURITY,
          headers: IdempotencyHeaders,
          body: ref(NamedOrderBody),
          response: action === "BUY" ? tradeAnswers : { ...tradeAnswers, 200: showing(filled, SALE) },
        },
      },
      async (request, reply) => {
        const { symbol, quantity } = request.body;
        const idempotencyKey = request.headers["idempotency-key"];
        const order = { accountId: callerOf(request).account.id, ticker: symbol, quantity, idempotencyKey };
        return answerTrade(reply, 200, await orProblem(trade(app, action)(order)));
      },
    );
  }

  server.post(
    "/stock",
    {
      onRequest,
      schema: {
        operationId: "tradeStock",
        tags,
        summary: "Buy or sell shares",
        description: "As `POST /v1/accounts/{id}/trades`.",
        security: SECURITY,
        headers: IdempotencyHeaders,
        body: ref(StockOrderBody),
        response: tradeAnswers,
      },
    },
    async (request, reply) => {
      const { action, account_id, ...order } = request.body;
      const idempotencyKey = request.headers["idempotency-key"];
      const place = trade(app, action === "buy" ? "BUY" : "SELL");
      const accountId = ownAccount(request, account_id).id;
      return answerTrade(reply, 200, await orProblem(place({ accountId, ...order, idempotencyKey })));
    },
  );

  server.get(
    "/stock/:ticker",
    {
      onRequest,
      schema: {
        operationId: "getStock",
        tags,
        summary: "Look a stock up",
        description: "As `GET /v1/stocks/{ticker}`.",
        security: SECURITY,
        params: Type.Object({ ticker: ticker() }),
        response: stockAnswers,
      },
    },
    async ({ params }) => stockView(await orProblem(app.lookUpStock(params))),
  );

  server.get(
    "/lookup-stock",
    {
      onRequest,
      config,
      schema: {
        operationId: "lookUpStockBySymbol",
        tags,
        summary: "Look a stock up",
        description: "As `GET /v1/stocks/{ticker}`.",
        security: SECURITY,
        querystring: Type.Object({ symbol: ticker() }, { additionalProperties: false }),
        response: stockAnswers,
      },
    },
    async ({ query }) => stockView(await orProblem(app.lookUpStock({ ticker: query.symbol }))),
  );

  server.get(
    "/stock_transactions/:account_id",
    {
      onRequest,
      schema: {
        operationId: "listStockTransactions",
        tags,
        summary: "What was traded",
        description: "As `GET /v1/accounts/{id}/trades`.",
        security: SECURITY,
        params: NamedAccountParams,
        querystring: PageQuery,
        response: {
          200: answers(ref(TradePage), "A page of them."),
          ...problems(...SIGNED_IN, "InvalidInput", "AccountNotFound"),
        },
      },
    },
    async (request) => {
      const accountId = ownAccount(request, request.params.account_id).id;
      return pageView(await orProblem(app.listTrades({ accountId, ...pageOfQuery(request.query) })), tradeView);
    },
  );
}
