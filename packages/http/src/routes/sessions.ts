import type { App } from "@bourse/core";
import { callerOf, sessionView, signedIn } from "../auth.ts";
import { OPEN_TO_ALL, SECURITY, TAGS } from "../openapi.ts";
import { orProblem } from "../problem.ts";
import { SessionView, SignInBody } from "../schemas/account.ts";
import { BODY, problems, SIGNED_IN, UNASKED_BODY } from "../schemas/problem.ts";
import { ref } from "../schemas/ref.ts";
import type { Server } from "../typed-server.ts";
import { answers, NOTHING } from "./common.ts";

const tags = [TAGS.sessions.name];

export function sessionRoutes(server: Server, app: App): void {
  server.post(
    "/v1/sessions",
    {
      schema: {
        operationId: "signIn",
        tags,
        summary: "Sign in",
        description: "By username or e-mail. An unknown user and a wrong password are answered alike.",
        security: OPEN_TO_ALL,
        body: SignInBody,
        response: {
          201: answers(ref(SessionView), "Signed in.", "location"),
          ...problems(...BODY, "WrongCredentials", "PasswordsBusy", "StoreUnavailable"),
        },
      },
    },
    async ({ body }, reply) => {
      const session = await orProblem(app.signIn({ login: body.username, password: body.password }));
      return reply.code(201).header("location", "/v1/sessions/current").send(sessionView(server, session));
    },
  );

  server.delete(
    "/v1/sessions/current",
    {
      onRequest: signedIn(app),
      schema: {
        operationId: "signOut",
        tags,
        summary: "Sign out",
        description: "Ends this session at once: its token works no more.",
        security: SECURITY,
        response: { 204: NOTHING, ...problems(...SIGNED_IN, ...UNASKED_BODY, "CrossSite") },
      },
    },
    async (request, reply) => {
      await orProblem(app.signOut({ sessionId: callerOf(request).session.id }));
      return reply.code(204).send(null);
    },
  );
}
