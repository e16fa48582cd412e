import type { App } from "@bourse/core";
import { ownAccount, signedIn } from "../auth.ts";
import { SECURITY, TAGS } from "../openapi.ts";
import { orProblem } from "../problem.ts";
import { portfolioView, PortfolioValueView, PortfolioView, valueView } from "../schemas/portfolio.ts";
import { problems, SIGNED_IN } from "../schemas/problem.ts";
import { ref } from "../schemas/ref.ts";
import type { Server } from "../typed-server.ts";
import { AccountParams, answers } from "./common.ts";

const tags = [TAGS.portfolio.name];

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
        response: { 200: answers(ref(PortfolioView), "The holdings."), ...problems(...SIGNED_IN, "AccountNotFound") },
      },
    },
    async (request) =>
      portfolioView(await orProblem(app.viewPortfolio({ accountId: ownAccount(request, request.params.id).id }))),
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
        response: { 200: answers(ref(PortfolioValueView), "The sums."), ...problems(...SIGNED_IN, "AccountNotFound") },
      },
    },
    async (request) =>
      valueView(await orProblem(app.valuePortfolio({ accountId: ownAccount(request, request.params.id).id }))),
  );
}
