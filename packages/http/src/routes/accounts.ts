import type { App } from "@bourse/core";
import { Type } from "typebox";
import { callerOf, operatorsOnly, ownAccount, signedIn } from "../auth.ts";
import { OPEN_TO_ALL, SECURITY, TAGS } from "../openapi.ts";
import { orProblem } from "../problem.ts";
import { accountView, AccountView, AmendBody, BlacklistedBody, OpenAccountBody } from "../schemas/account.ts";
import { BODY, NEW_DETAILS, problems, SIGNED_IN, UNASKED_BODY } from "../schemas/problem.ts";
import { ref } from "../schemas/ref.ts";
import { BLACKLISTED_ADA } from "../schemas/story.ts";
import type { Server } from "../typed-server.ts";
import { AccountParams, answers, namedId, NOTHING, showing } from "./common.ts";

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
        body: ref(OpenAccountBody),
        response: {
          201: answers(ref(AccountView), "The account is open.", "location"),
          ...problems(...BODY, ...NEW_DETAILS, "PasswordsBusy", "StoreUnavailable"),
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
        description: "Your own, or any for an operator; someone else's answers 404.",
        security: SECURITY,
        querystring: EmailQuery,
        response: {
          200: answers(ref(AccountView), "The account."),
          ...problems(...SIGNED_IN, "InvalidInput", "AccountNotFound"),
        },
      },
    },
    async (request) => {
      const askedBy = callerOf(request).account.id;
      return accountView(await orProblem(app.findAccount({ askedBy, email: request.query.email })));
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
        description: "Your own, or any for an operator; someone else's answers 404.",
        security: SECURITY,
        params: AccountParams,
        response: { 200: answers(ref(AccountView), "The account."), ...problems(...SIGNED_IN, "AccountNotFound") },
      },
    },
    async (request) => {
      const accountId = namedId(request, request.params.id);
      return accountView(await orProblem(app.findAccount({ askedBy: callerOf(request).account.id, accountId })));
    },
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
        body: ref(AmendBody),
        response: {
          200: answers(ref(AccountView), "The account as amended."),
          ...problems(...SIGNED_IN, ...BODY, ...NEW_DETAILS, "AccountNotFound", "CrossSite"),
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
    "/v1/accounts/:id/blacklisted",
    {
      onRequest: [onRequest, operatorsOnly(app)],
      schema: {
        operationId: "setBlacklisted",
        tags,
        summary: "Blacklist or reinstate an account",
        description:
          "For operators alone; to everyone else no account is there, not even their own. From the next request on a blacklisted account may look, but neither move cash nor trade, and its e-mail opens no other account.",
        security: SECURITY,
        params: AccountParams,
        body: ref(BlacklistedBody),
        response: {
          200: showing(answers(ref(AccountView), "The account as it is now."), BLACKLISTED_ADA),
          ...problems(...SIGNED_IN, ...BODY, "AccountNotFound", "CrossSite"),
        },
      },
    },
    async (request) => {
      const change = request.body.blacklisted ? app.blacklist : app.reinstate;
      const accountId = namedId(request, request.params.id);
      return accountView(await orProblem(change({ askedBy: callerOf(request).account.id, accountId })));
    },
  );
}
