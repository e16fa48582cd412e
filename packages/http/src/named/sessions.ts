import type { App } from "@bourse/core";
import { callerOf, clearSessionCookie, sessionView, setSessionCookie, signedIn } from "../auth.ts";
import { attemptsAddress } from "../client-address.ts";
import { refuseOtherSites } from "../guards/cross-site.ts";
import { OPEN_TO_ALL, SECURITY, TAGS } from "../openapi.ts";
import { orProblem } from "../problem.ts";
import { answers, NOTHING } from "../routes/common.ts";
import { NamedPasswordBody, SignInBody } from "../schemas/account.ts";
import { BODY, CHANGE_PASSWORD, problems, SIGN_IN, SIGNED_IN, UNASKED_BODY } from "../schemas/problem.ts";
import { ref } from "../schemas/ref.ts";
import { SessionView } from "../schemas/session.ts";
import type { Server } from "../typed-server.ts";

const tags = [TAGS.named.name];

export function namedSessionRoutes(server: Server, app: App): void {
  const onRequest = signedIn(app);

  server.post(
    "/login",
    {
      onRequest: refuseOtherSites,
      schema: {
        operationId: "login",
        tags,
        summary: "Sign in",
        description: "As `POST /v1/sessions`, and sets a cookie that signs a browser in.",
        security: OPEN_TO_ALL,
        body: ref(SignInBody),
        response: { 200: answers(ref(SessionView), "Signed in."), ...problems(...BODY, ...SIGN_IN, "CrossSite") },
      },
    },
    async (request, reply) => {
      const { username, password } = request.body;
      const session = await orProblem(app.signIn({ login: username, password, address: attemptsAddress(request.ip) }));
      const view = sessionView(server, session);
      setSessionCookie(reply, view.token, session);
      return view;
    },
  );

  server.post(
    "/logout",
    {
      onRequest,
      schema: {
        operationId: "logout",
        tags,
        summary: "Sign out",
        description: "As `DELETE /v1/sessions/current`, and clears the cookie.",
        security: SECURITY,
        response: { 204: NOTHING, ...problems(...SIGNED_IN, ...UNASKED_BODY, "CrossSite") },
      },
    },
    async (request, reply) => {
      await orProblem(app.signOut({ sessionId: callerOf(request).session.id }));
      clearSessionCookie(reply);
      return reply.code(204).send(null);
    },
  );

  server.put(
    "/update-password",
    {
      onRequest,
      config: { fieldNames: { newPassword: "new_password" } },
      schema: {
        operationId: "updatePassword",
        tags,
        summary: "Change the password",
        description: "As `PUT /v1/accounts/{id}/password`.",
        security: SECURITY,
        body: ref(NamedPasswordBody),
        response: { 204: NOTHING, ...problems(...SIGNED_IN, ...BODY, ...CHANGE_PASSWORD, "CrossSite") },
      },
    },
    async (request, reply) => {
      const { account, session } = callerOf(request);
      const { old_password: currentPassword, new_password: newPassword } = request.body;
      const ids = { accountId: account.id, sessionId: session.id };
      await orProblem(app.changePassword({ ...ids, currentPassword, newPassword }));
      return reply.code(204).send(null);
    },
  );
}
