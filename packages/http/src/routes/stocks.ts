import type { App } from "@bourse/core";
import { Type } from "typebox";
import { SECURITY, TAGS } from "../openapi.ts";
import { signedIn } from "../auth.ts";
import { orProblem } from "../problem.ts";
import type { FailureKind } from "../problems/failure.ts";
import { closesView, ClosesView, StockMatches, stockMatchesView, stockView, StockView } from "../schemas/stock.ts";
import { problems, SIGNED_IN } from "../schemas/problem.ts";
import { ref } from "../schemas/ref.ts";
import { ticker } from "../schemas/values.ts";
import type { Server } from "../typed-server.ts";
import { answers, WindowQuery } from "./common.ts";

export const STOCK_FAILURES: readonly FailureKind[] = [
  ...SIGNED_IN,
  "InvalidInput",
  "InvalidTicker",
  "TickerNotFound",
  "QuoteUnavailable",
];

const SearchQuery = Type.Object(
  { search: Type.String({ description: "A part of a ticker or of a company's name.", examples: ["apple"] }) },
  { additionalProperties: false },
);

export function stockRoutes(server: Server, app: App): void {
  const onRequest = signedIn(app);

  server.get(
    "/v1/stocks",
    {
      onRequest,
      schema: {
        operationId: "searchStocks",
        tags: [TAGS.stocks.name],
        summary: "Search for a stock",
        description: "By a part of its ticker or of its company's name; at most 20, the likeliest first.",
        security: SECURITY,
        querystring: SearchQuery,
        response: {
          200: answers(ref(StockMatches), "The stocks found."),
          ...problems(...SIGNED_IN, "InvalidInput", "SearchUnavailable"),
        },
      },
    },
    async ({ query }) => stockMatchesView(await orProblem(app.searchStocks({ text: query.search }))),
  );

  server.get(
    "/v1/stocks/:ticker",
    {
      onRequest,
      schema: {
        operationId: "lookUpStock",
        tags: [TAGS.stocks.name],
        summary: "Look a stock up",
        description: "Its price now, the day and source of that price, and the company behind it.",
        security: SECURITY,
        params: Type.Object({ ticker: ticker() }),
        response: { 200: answers(ref(StockView), "The stock."), ...problems(...STOCK_FAILURES) },
      },
    },
    async ({ params }) => stockView(await orProblem(app.lookUpStock(params))),
  );

  server.get(
    "/v1/stocks/:ticker/closes",
    {
      onRequest,
      schema: {
        operationId: "listCloses",
        tags: [TAGS.stocks.name],
        summary: "What a stock ended each day at",
        description:
          "The closes of each trading day of the window, oldest first, as far as they are known; a session is over a minute after its close.",
        security: SECURITY,
        params: Type.Object({ ticker: ticker() }),
        querystring: WindowQuery,
        response: { 200: answers(ref(ClosesView), "The days."), ...problems(...STOCK_FAILURES) },
      },
    },
    async ({ params, query }) => closesView(await orProblem(app.listCloses({ ...params, ...query }))),
  );
}
