import type { App } from "@bourse/core";
import { ownAccount, signedIn } from "../auth.ts";
import { SECURITY, TAGS } from "../openapi.ts";
import { orProblem } from "../problem.ts";
import { CASH_FAILURES, moveCash } from "../routes/cash-transactions.ts";
import {
  answerCash,
  answers,
  IdempotencyHeaders,
  pageOfQuery,
  PageQuery,
  pageView,
  NamedAccountParams,
} from "../routes/common.ts";
import {
  balanceView,
  BalanceView,
  CashTransactionPage,
  cashTransactionView,
  CashTransactionView,
  NamedCashMovementBody,
} from "../schemas/entry.ts";
import { problems, SIGNED_IN } from "../schemas/problem.ts";
import { ref } from "../schemas/ref.ts";
import type { Server } from "../typed-server.ts";

const tags = [TAGS.named.name];

export function namedCashRoutes(server: Server, app: App): void {
  const onRequest = signedIn(app);

  server.post(
    "/account_cash_transactions",
    {
      onRequest,
      schema: {
        operationId: "createAccountCashTransaction",
        tags,
        summary: "Top up or withdraw",
        description: "As `POST /v1/accounts/{id}/cash-transactions`.",
        security: SECURITY,
        headers: IdempotencyHeaders,
        body: ref(NamedCashMovementBody),
        response: {
          201: answers(ref(CashTransactionView), "The cash has moved.", "location", "replayed"),
          ...problems(...CASH_FAILURES),
        },
      },
    },
    async (request, reply) => {
      const { account_id, status, amount } = request.body;
      const idempotencyKey = request.headers["idempotency-key"];
      const accountId = ownAccount(request, account_id).id;
      return answerCash(reply, 201, await orProblem(moveCash(app, status)({ accountId, amount, idempotencyKey })));
    },
  );

  server.get(
    "/account_cash_transactions/:account_id",
    {
      onRequest,
      schema: {
        operationId: "listAccountCashTransactions",
        tags,
        summary: "What moved the cash",
        description: "As `GET /v1/accounts/{id}/cash-transactions`.",
        security: SECURITY,
        params: NamedAccountParams,
        querystring: PageQuery,
        response: {
          200: answers(ref(CashTransactionPage), "A page of them."),
          ...problems(...SIGNED_IN, "InvalidInput", "AccountNotFound"),
        },
      },
    },
    async (request) => {
      const accountId = ownAccount(request, request.params.account_id).id;
      const page = await orProblem(app.listCashTransactions({ accountId, ...pageOfQuery(request.query) }));
      return pageView(page, cashTransactionView);
    },
  );

  server.get(
    "/account_cash_transactions/:account_id/balance",
    {
      onRequest,
      schema: {
        operationId: "getAccountCashBalance",
        tags,
        summary: "How much cash the account holds",
        description: "As `GET /v1/accounts/{id}/balance`.",
        security: SECURITY,
        params: NamedAccountParams,
        response: { 200: answers(ref(BalanceView), "The cash."), ...problems(...SIGNED_IN, "AccountNotFound") },
      },
    },
    async (request) =>
      balanceView(await orProblem(app.viewBalance({ accountId: ownAccount(request, request.params.account_id).id }))),
  );
}
