import type { App } from "@bourse/core";
import { Type } from "typebox";
import { callerOf, ownAccount, signedIn } from "../auth.ts";
import { OPEN_TO_ALL, SECURITY, TAGS } from "../openapi.ts";
import { orProblem } from "../problem.ts";
import { answers, namedId, NOTHING } from "../routes/common.ts";
import { EmailQuery } from "../routes/accounts.ts";
import { accountView, AccountView, NamedAmendBody, NamedOpenAccountBody } from "../schemas/account.ts";
import { BODY, NEW_DETAILS, problems, SIGNED_IN, UNASKED_BODY } from "../schemas/problem.ts";
import { ref } from "../schemas/ref.ts";
import type { Server } from "../typed-server.ts";

const tags = [TAGS.named.name];
const config = { fieldNames: { dateOfBirth: "date_of_birth" } };
const params = Type.Object({ id: Type.String({ description: "The account's id.", examples: ["me"] }) });
const account = ref(AccountView);

export function namedUserRoutes(server: Server, app: App): void {
  const onRequest = signedIn(app);

  for (const [url, operationId] of [
    ["/create-account", "createAccount"],
    ["/users", "createUser"],
  ] as const) {
    server.post(
      url,
      {
        config,
        schema: {
          operationId,
          tags,
          summary: "Open an account",
          description: "As `POST /v1/accounts`.",
          security: OPEN_TO_ALL,
          body: ref(NamedOpenAccountBody),
          response: {
            201: answers(account, "The account is open.", "location"),
            ...problems(...BODY, ...NEW_DETAILS, "PasswordsBusy", "StoreUnavailable"),
          },
        },
      },
      async ({ body: { date_of_birth, ...body } }, reply) => {
        const opened = await orProblem(app.openAccount({ ...body, dateOfBirth: date_of_birth }));
        return reply.code(201).header("location", `/users/${opened.id}`).send(accountView(opened));
      },
    );
  }

  server.get(
    "/users/:id",
    {
      onRequest,
      schema: {
        operationId: "getUser",
        tags,
        summary: "Read an account",
        description: "As `GET /v1/accounts/{id}`.",
        security: SECURITY,
        params,
        response: { 200: answers(account, "The account."), ...problems(...SIGNED_IN, "AccountNotFound") },
      },
    },
    async (request) => {
      const accountId = namedId(request, request.params.id);
      return accountView(await orProblem(app.findAccount({ askedBy: callerOf(request).account.id, accountId })));
    },
  );

  server.get(
    "/users",
    {
      onRequest,
      schema: {
        operationId: "findUserByEmail",
        tags,
        summary: "Find an account by e-mail",
        description: "As `GET /v1/accounts?email=`.",
        security: SECURITY,
        querystring: EmailQuery,
        response: {
          200: answers(account, "The account."),
          ...problems(...SIGNED_IN, "InvalidInput", "AccountNotFound"),
        },
      },
    },
    async (request) => {
      const askedBy = callerOf(request).account.id;
      return accountView(await orProblem(app.findAccount({ askedBy, email: request.query.email })));
    },
  );

  server.patch(
    "/users/:id",
    {
      onRequest,
      config,
      schema: {
        operationId: "updateUser",
        tags,
        summary: "Amend an account's details",
        description: "As `PATCH /v1/accounts/{id}`.",
        security: SECURITY,
        params,
        body: ref(NamedAmendBody),
        response: {
          200: answers(account, "The account as amended."),
          ...problems(...SIGNED_IN, ...BODY, ...NEW_DETAILS, "AccountNotFound", "CrossSite"),
        },
      },
    },
    async (request) => {
      const { date_of_birth, ...body } = request.body;
      const accountId = ownAccount(request, request.params.id).id;
      return accountView(await orProblem(app.amendDetails({ accountId, ...body, dateOfBirth: date_of_birth })));
    },
  );

  server.delete(
    "/users/:id",
    {
      onRequest,
      schema: {
        operationId: "deleteUser",
        tags,
        summary: "Close an account",
        description: "As `DELETE /v1/accounts/{id}`.",
        security: SECURITY,
        params,
        response: { 204: NOTHING, ...problems(...SIGNED_IN, ...UNASKED_BODY, "AccountNotFound", "CrossSite") },
      },
    },
    async (request, reply) => {
      await orProblem(app.closeAccount({ accountId: ownAccount(request, request.params.id).id }));
      return reply.code(204).send(null);
    },
  );
}
