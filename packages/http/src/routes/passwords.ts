import type { App } from "@bourse/core";
import { Type, type TSchema } from "typebox";
import { callerOf, ownAccount, signedIn } from "../auth.ts";
import { attemptsAddress } from "../client-address.ts";
import { OPEN_TO_ALL, SECURITY, TAGS } from "../openapi.ts";
import { orProblem } from "../problem.ts";
import { ChangePasswordBody, RequestResetBody, ResetPasswordBody } from "../schemas/account.ts";
import { BODY, CHANGE_PASSWORD, problems, SIGNED_IN } from "../schemas/problem.ts";
import { ref } from "../schemas/ref.ts";
import type { Server } from "../typed-server.ts";
import { AccountParams, NOTHING } from "./common.ts";

const tags = [TAGS.accounts.name];

// No example: a page that tries a route out would send it.
const TokenParams = Type.Object({ token: Type.String({ description: "What the reset mail carries." }) });

const TAKEN_ON: TSchema = Type.Null({ description: "If an account has this e-mail, a mail is on its way to it." });

export function passwordRoutes(server: Server, app: App): void {
  server.put(
    "/v1/accounts/:id/password",
    {
      onRequest: signedIn(app),
      schema: {
        operationId: "changePassword",
        tags,
        summary: "Change the password",
        description: "Needs the current one. Ends every other session of the account.",
        security: SECURITY,
        params: AccountParams,
        body: ref(ChangePasswordBody),
        response: { 204: NOTHING, ...problems(...SIGNED_IN, ...BODY, ...CHANGE_PASSWORD, "CrossSite") },
      },
    },
    async (request, reply) => {
      const accountId = ownAccount(request, request.params.id).id;
      const sessionId = callerOf(request).session.id;
      await orProblem(app.changePassword({ accountId, sessionId, ...request.body }));
      return reply.code(204).send(null);
    },
  );

  server.post(
    "/v1/password-resets",
    {
      schema: {
        operationId: "requestPasswordReset",
        tags,
        summary: "Ask for a reset mail",
        description:
          "To the account's e-mail goes a token that sets a new password, once and within ten minutes. An e-mail that no account has is answered alike.",
        security: OPEN_TO_ALL,
        body: ref(RequestResetBody),
        response: {
          202: TAKEN_ON,
          ...problems(...BODY, "TooManyAttempts", "StoreUnavailable"),
        },
      },
    },
    async (request, reply) => {
      await orProblem(app.requestPasswordReset({ email: request.body.email, address: attemptsAddress(request.ip) }));
      return reply.code(202).send();
    },
  );

  server.put(
    "/v1/password-resets/:token",
    {
      config: { fieldNames: { newPassword: "password" } },
      schema: {
        operationId: "resetPassword",
        tags,
        summary: "Set a new password by a reset mail",
        description:
          "Ends every session of the account. A token that was used, has expired or never was is answered alike.",
        security: OPEN_TO_ALL,
        params: TokenParams,
        body: ref(ResetPasswordBody),
        response: { 204: NOTHING, ...problems(...BODY, "ResetNotFound", "PasswordsBusy", "StoreUnavailable") },
      },
    },
    async (request, reply) => {
      await orProblem(app.resetPassword({ token: request.params.token, newPassword: request.body.password }));
      return reply.code(204).send(null);
    },
  );
}
