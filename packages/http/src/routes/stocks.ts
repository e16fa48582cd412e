import type { App } from "@bourse/core";
import { Type } from "typebox";
import { SECURITY, TAGS } from "../openapi.ts";
import { signedIn } from "../auth.ts";
import { orProblem, type FailureKind } from "../problem.ts";
import { stockView, StockView } from "../schemas/portfolio.ts";
import { problems, SIGNED_IN } from "../schemas/problem.ts";
import { ref } from "../schemas/ref.ts";
import { ticker } from "../schemas/values.ts";
import type { Server } from "../typed-server.ts";
import { answers } from "./common.ts";

export const STOCK_FAILURES: readonly FailureKind[] = [
  ...SIGNED_IN,
  "InvalidInput",
  "InvalidTicker",
  "TickerNotFound",
  "QuoteUnavailable",
];

export function stockRoutes(server: Server, app: App): void {
  server.get(
    "/v1/stocks/:ticker",
    {
      onRequest: signedIn(app),
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
}
