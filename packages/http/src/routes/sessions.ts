import type { App, SessionId } from "@bourse/core";
import { Type } from "typebox";
import { callerOf, sessionView, signedIn } from "../auth.ts";
import { attemptsAddress } from "../client-address.ts";
import { OPEN_TO_ALL, SECURITY, TAGS } from "../openapi.ts";
import { orProblem } from "../problem.ts";
import { SignInBody } from "../schemas/account.ts";
import { BODY, problems, SIGN_IN, SIGNED_IN, UNASKED_BODY } from "../schemas/problem.ts";
import { ref } from "../schemas/ref.ts";
import { openSessionsView, OpenSessionsView, SessionView } from "../schemas/session.ts";
import type { Server } from "../typed-server.ts";
import { answers, NOTHING } from "./common.ts";

const tags = [TAGS.sessions.name];

const SessionParams = Type.Object({
  id: Type.String({ description: "The session's id, or `current`.", examples: ["current"] }),
});

export function sessionRoutes(server: Server, app: App): void {
  const onRequest = signedIn(app);

  server.post(
    "/v1/sessions",
    {
      schema: {
        operationId: "signIn",
        tags,
        summary: "Sign in",
        description:
          "By username or e-mail. An unknown user and a wrong password are answered alike, and too many of them have to wait.",
        security: OPEN_TO_ALL,
        body: ref(SignInBody),
        response: { 201: answers(ref(SessionView), "Signed in.", "location"), ...problems(...BODY, ...SIGN_IN) },
      },
    },
    async (request, reply) => {
      const { username: login, password } = request.body;
      const session = await orProblem(app.signIn({ login, password, address: attemptsAddress(request.ip) }));
      return reply.code(201).header("location", "/v1/sessions/current").send(sessionView(server, session));
    },
  );

  server.get(
    "/v1/sessions",
    {
      onRequest,
      schema: {
        operationId: "listSessions",
        tags,
        summary: "Where you are signed in",
        description: "Your own sessions, newest first.",
        security: SECURITY,
        response: { 200: answers(ref(OpenSessionsView), "Your sessions."), ...problems(...SIGNED_IN) },
      },
    },
    async (request) => {
      const { account, session } = callerOf(request);
      return openSessionsView(await orProblem(app.listSessions({ accountId: account.id })), session.id);
    },
  );

  server.delete(
    "/v1/sessions/:id",
    {
      onRequest,
      schema: {
        operationId: "endSession",
        tags,
        summary: "Sign out, here or elsewhere",
        description: "Ends one of your sessions at once: its token works no more. `current` is the one that asks.",
        security: SECURITY,
        params: SessionParams,
        response: { 204: NOTHING, ...problems(...SIGNED_IN, ...UNASKED_BODY, "SessionNotFound", "CrossSite") },
      },
    },
    async (request, reply) => {
      const { account, session } = callerOf(request);
      const { id } = request.params;
      if (id === "current") await orProblem(app.signOut({ sessionId: session.id }));
      else await orProblem(app.endSession({ accountId: account.id, sessionId: id as SessionId }));
      return reply.code(204).send(null);
    },
  );
}
