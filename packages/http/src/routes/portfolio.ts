import type { App } from "@bourse/core";
import { Type } from "typebox";
import { ownAccount, signedIn } from "../auth.ts";
import { SECURITY, TAGS } from "../openapi.ts";
import { orProblem } from "../problem.ts";
import {
  historyView,
  HistoryView,
  portfolioView,
  PortfolioValueView,
  PortfolioView,
  valueView,
} from "../schemas/portfolio.ts";
import { problems, SIGNED_IN } from "../schemas/problem.ts";
import { ref } from "../schemas/ref.ts";
import type { Server } from "../typed-server.ts";
import { AccountParams, answers, WindowQuery } from "./common.ts";

const tags = [TAGS.portfolio.name];

export const AtQuery = Type.Object(
  {
    at: Type.Optional(
      Type.String({
        format: "date",
        description:
          "A past day: as the market closed on it, or, if it did not trade, on the last day before. Now when left out.",
      }),
    ),
  },
  { additionalProperties: false },
);

export function portfolioRoutes(server: Server, app: App): void {
  const onRequest = signedIn(app);

  server.get(
    "/v1/accounts/:id/portfolio",
    {
      onRequest,
      schema: {
        operationId: "getPortfolio",
        tags,
        summary: "What the account holds",
        description:
          "Every holding with its cost, price and gain. A price that cannot be had is null, with its reason, and `complete` is false.",
        security: SECURITY,
        params: AccountParams,
        querystring: AtQuery,
        response: {
          200: answers(ref(PortfolioView), "The holdings."),
          ...problems(...SIGNED_IN, "InvalidInput", "AccountNotFound"),
        },
      },
    },
    async (request) => {
      const accountId = ownAccount(request, request.params.id).id;
      return portfolioView(await orProblem(app.viewPortfolio({ accountId, at: request.query.at })));
    },
  );

  server.get(
    "/v1/accounts/:id/portfolio/value",
    {
      onRequest,
      schema: {
        operationId: "getPortfolioValue",
        tags,
        summary: "What the account is worth",
        description: "The portfolio's sums, without its lines.",
        security: SECURITY,
        params: AccountParams,
        querystring: AtQuery,
        response: {
          200: answers(ref(PortfolioValueView), "The sums."),
          ...problems(...SIGNED_IN, "InvalidInput", "AccountNotFound"),
        },
      },
    },
    async (request) => {
      const accountId = ownAccount(request, request.params.id).id;
      return valueView(await orProblem(app.valuePortfolio({ accountId, at: request.query.at })));
    },
  );

  server.get(
    "/v1/accounts/:id/portfolio/history",
    {
      onRequest,
      schema: {
        operationId: "getPortfolioHistory",
        tags,
        summary: "What the account was worth, day by day",
        description:
          "As the market closed on each trading day of the window, oldest first. A day has the same value in every window that has it.",
        security: SECURITY,
        params: AccountParams,
        querystring: WindowQuery,
        response: {
          200: answers(ref(HistoryView), "The days."),
          ...problems(...SIGNED_IN, "InvalidInput", "AccountNotFound"),
        },
      },
    },
    async (request) => {
      const accountId = ownAccount(request, request.params.id).id;
      return historyView(await orProblem(app.portfolioHistory({ accountId, ...request.query })));
    },
  );
}
