import type { App } from "@bourse/core";
import { ownAccount, signedIn } from "../auth.ts";
import { SECURITY, TAGS } from "../openapi.ts";
import { orProblem } from "../problem.ts";
import type { FailureKind } from "../problems/failure.ts";
import {
  balanceView,
  BalanceView,
  CashMovementBody,
  CashTransactionPage,
  cashTransactionView,
  CashTransactionView,
} from "../schemas/entry.ts";
import { BODY, problems, SIGNED_IN } from "../schemas/problem.ts";
import { ref } from "../schemas/ref.ts";
import { PAYMENT } from "../schemas/story.ts";
import type { Server } from "../typed-server.ts";
import {
  AccountParams,
  answerCash,
  answers,
  EntryParams,
  IdempotencyHeaders,
  pageOfQuery,
  PageQuery,
  pageView,
  showing,
} from "./common.ts";

const tags = [TAGS.cash.name];

export const CASH_FAILURES: readonly FailureKind[] = [
  ...SIGNED_IN,
  ...BODY,
  "CrossSite",
  "AccountNotFound",
  "AccountBlacklisted",
  "InsufficientCash",
  "LimitExceeded",
  "KeyReused",
  "Contended",
];

/** The use case that a cash movement's status names. */
export function moveCash(app: App, status: "TOP-UP" | "WITHDRAWAL"): App["topUp"] | App["withdraw"] {
  return status === "TOP-UP" ? app.topUp : app.withdraw;
}

export function cashRoutes(server: Server, app: App): void {
  const onRequest = signedIn(app);

  server.get(
    "/v1/accounts/:id/balance",
    {
      onRequest,
      schema: {
        operationId: "getBalance",
        tags,
        summary: "How much cash the account holds",
        description: "Cash alone; the portfolio tells what the shares are worth.",
        security: SECURITY,
        params: AccountParams,
        response: { 200: answers(ref(BalanceView), "The cash."), ...problems(...SIGNED_IN, "AccountNotFound") },
      },
    },
    async (request) =>
      balanceView(await orProblem(app.viewBalance({ accountId: ownAccount(request, request.params.id).id }))),
  );

  server.post(
    "/v1/accounts/:id/cash-transactions",
    {
      onRequest,
      schema: {
        operationId: "moveCash",
        tags,
        summary: "Top up or withdraw",
        description: "Simulated cash, in whole cents. There is no overdraft.",
        security: SECURITY,
        params: AccountParams,
        headers: IdempotencyHeaders,
        body: ref(CashMovementBody),
        response: {
          201: answers(ref(CashTransactionView), "The cash has moved.", "location", "replayed"),
          ...problems(...CASH_FAILURES),
        },
      },
    },
    async (request, reply) => {
      const { status, amount } = request.body;
      const idempotencyKey = request.headers["idempotency-key"];
      const accountId = ownAccount(request, request.params.id).id;
      return answerCash(reply, 201, await orProblem(moveCash(app, status)({ accountId, amount, idempotencyKey })));
    },
  );

  server.get(
    "/v1/accounts/:id/cash-transactions",
    {
      onRequest,
      schema: {
        operationId: "listCashTransactions",
        tags,
        summary: "What moved the cash",
        description: "Top-ups, withdrawals, purchases and sales, newest first.",
        security: SECURITY,
        params: AccountParams,
        querystring: PageQuery,
        response: {
          200: answers(ref(CashTransactionPage), "A page of them."),
          ...problems(...SIGNED_IN, "InvalidInput", "AccountNotFound"),
        },
      },
    },
    async (request) => {
      const accountId = ownAccount(request, request.params.id).id;
      const page = await orProblem(app.listCashTransactions({ accountId, ...pageOfQuery(request.query) }));
      return pageView(page, cashTransactionView);
    },
  );

  server.get(
    "/v1/accounts/:id/cash-transactions/:seq",
    {
      onRequest,
      schema: {
        operationId: "getCashTransaction",
        tags,
        summary: "One cash transaction",
        description: "By its entry's number.",
        security: SECURITY,
        params: EntryParams,
        response: {
          200: showing(answers(ref(CashTransactionView), "The cash transaction."), PAYMENT),
          ...problems(...SIGNED_IN, "InvalidInput", "AccountNotFound", "CashTransactionNotFound"),
        },
      },
    },
    async (request) => {
      const accountId = ownAccount(request, request.params.id).id;
      return cashTransactionView(await orProblem(app.findCashTransaction({ accountId, seq: request.params.seq })));
    },
  );
}
