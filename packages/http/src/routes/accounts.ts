import type { App } from "@bourse/core";
import { Type } from "typebox";
import { callerOf, ownAccount, signedIn } from "../auth.ts";
import { OPEN_TO_ALL, SECURITY, TAGS } from "../openapi.ts";
import { orProblem } from "../problem.ts";
import { accountView, AccountView, AmendBody, ChangePasswordBody, OpenAccountBody } from "../schemas/account.ts";
import { BODY, problems, SIGNED_IN, UNASKED_BODY } from "../schemas/problem.ts";
import { ref } from "../schemas/ref.ts";
import type { Server } from "../typed-server.ts";
import { AccountParams, answers, NOTHING } from "./common.ts";

const tags = [TAGS.accounts.name];

export const EmailQuery = Type.Object(
  { email: Type.String({ format: "email", description: "In any case.", examples: ["ada@example.com"] }) },
  { additionalProperties: false },
);

export function accountRoutes(server: Server, app: App): void {
  const onRequest = signedIn(app);

  server.post(
    "/v1/accounts",
    {
      schema: {
        operationId: "openAccount",
        tags,
        summary: "Open an account",
        description: "Anyone of age may. `dateOfBirth` is needed unless the brokerage asks no minimum age.",
        security: OPEN_TO_ALL,
        body: OpenAccountBody,
        response: {
          201: answers(ref(AccountView), "The account is open.", "location"),
          ...problems(...BODY, "UnderAge", "UsernameTaken", "EmailTaken", "PasswordsBusy", "StoreUnavailable"),
        },
      },
    },
    async ({ body }, reply) => {
      const account = await orProblem(app.openAccount(body));
      return reply.code(201).header("location", `/v1/accounts/${account.id}`).send(accountView(account));
    },
  );

  server.get(
    "/v1/accounts",
    {
      onRequest,
      schema: {
        operationId: "findAccountByEmail",
        tags,
        summary: "Find an account by e-mail",
        description: "Your own; someone else's answers 404.",
        security: SECURITY,
        querystring: EmailQuery,
        response: {
          200: answers(ref(AccountView), "The account."),
          ...problems(...SIGNED_IN, "InvalidInput", "AccountNotFound"),
        },
      },
    },
    async (request) => {
      const account = await orProblem(app.findAccount({ email: request.query.email }));
      return accountView(ownAccount(request, account.id));
    },
  );

  server.get(
    "/v1/accounts/:id",
    {
      onRequest,
      schema: {
        operationId: "getAccount",
        tags,
        summary: "Read an account",
        description: "Your own; someone else's answers 404.",
        security: SECURITY,
        params: AccountParams,
        response: { 200: answers(ref(AccountView), "The account."), ...problems(...SIGNED_IN, "AccountNotFound") },
      },
    },
    async (request) => accountView(ownAccount(request, request.params.id)),
  );

  server.patch(
    "/v1/accounts/:id",
    {
      onRequest,
      schema: {
        operationId: "amendAccount",
        tags,
        summary: "Amend an account's details",
        description: "A field left out stays as it is; a `name` of null is taken away.",
        security: SECURITY,
        params: AccountParams,
        body: AmendBody,
        response: {
          200: answers(ref(AccountView), "The account as amended."),
          ...problems(...SIGNED_IN, ...BODY, "AccountNotFound", "UnderAge", "UsernameTaken", "EmailTaken", "CrossSite"),
        },
      },
    },
    async (request) => {
      const { id } = ownAccount(request, request.params.id);
      return accountView(await orProblem(app.amendDetails({ accountId: id, ...request.body })));
    },
  );

  server.delete(
    "/v1/accounts/:id",
    {
      onRequest,
      schema: {
        operationId: "closeAccount",
        tags,
        summary: "Close an account",
        description: "Forgets the person and ends every session. The entries stay, under the bare id.",
        security: SECURITY,
        params: AccountParams,
        response: { 204: NOTHING, ...problems(...SIGNED_IN, ...UNASKED_BODY, "AccountNotFound", "CrossSite") },
      },
    },
    async (request, reply) => {
      await orProblem(app.closeAccount({ accountId: ownAccount(request, request.params.id).id }));
      return reply.code(204).send(null);
    },
  );

  server.put(
    "/v1/accounts/:id/password",
    {
      onRequest,
      schema: {
        operationId: "changePassword",
        tags,
        summary: "Change the password",
        description: "Needs the current one. Ends every other session of the account.",
        security: SECURITY,
        params: AccountParams,
        body: ChangePasswordBody,
        response: {
          204: NOTHING,
          ...problems(...SIGNED_IN, ...BODY, "AccountNotFound", "WrongPassword", "PasswordsBusy", "CrossSite"),
        },
      },
    },
    async (request, reply) => {
      const accountId = ownAccount(request, request.params.id).id;
      const sessionId = callerOf(request).session.id;
      await orProblem(app.changePassword({ accountId, sessionId, ...request.body }));
      return reply.code(204).send(null);
    },
  );
}
