import type { App } from "@bourse/core";
import { callerOf, signedIn } from "../auth.ts";
import { SECURITY, TAGS } from "../openapi.ts";
import { orProblem } from "../problem.ts";
import { answers } from "../routes/common.ts";
import { AtQuery } from "../routes/portfolio.ts";
import { NamedPortfolioValueView, portfolioView, PortfolioView, valueView } from "../schemas/portfolio.ts";
import { problems, SIGNED_IN } from "../schemas/problem.ts";
import { ref } from "../schemas/ref.ts";
import type { Server } from "../typed-server.ts";

const tags = [TAGS.named.name];

export function namedPortfolioRoutes(server: Server, app: App): void {
  const onRequest = signedIn(app);

  server.get(
    "/view-portfolio",
    {
      onRequest,
      schema: {
        operationId: "viewPortfolio",
        tags,
        summary: "What the account holds",
        description: "As `GET /v1/accounts/{id}/portfolio`, for whoever is signed in.",
        security: SECURITY,
        querystring: AtQuery,
        response: { 200: answers(ref(PortfolioView), "The holdings."), ...problems(...SIGNED_IN, "InvalidInput") },
      },
    },
    async (request) => {
      const accountId = callerOf(request).account.id;
      return portfolioView(await orProblem(app.viewPortfolio({ accountId, at: request.query.at })));
    },
  );

  server.get(
    "/calculate-portfolio-value",
    {
      onRequest,
      schema: {
        operationId: "calculatePortfolioValue",
        tags,
        summary: "What the account is worth",
        description: "As `GET /v1/accounts/{id}/portfolio/value`, for whoever is signed in.",
        security: SECURITY,
        querystring: AtQuery,
        response: {
          200: answers(ref(NamedPortfolioValueView), "The sums."),
          ...problems(...SIGNED_IN, "InvalidInput"),
        },
      },
    },
    async (request) => {
      const accountId = callerOf(request).account.id;
      const value = valueView(await orProblem(app.valuePortfolio({ accountId, at: request.query.at })));
      return { ...value, portfolio_value: value.totalValue };
    },
  );
}
