import type { Session, SessionId } from "@bourse/core";
import { Type, type Static } from "typebox";
import { isoTime } from "./iso-time.ts";
import { ref } from "./ref.ts";
import { id, time } from "./values.ts";

export const SessionView = Type.Object(
  {
    token: Type.String({ description: "Send it as `Authorization: Bearer …`.", examples: ["eyJhbGciOi…"] }),
    expiresAt: time("When the session ends by itself.", "2026-11-21T15:04:05.678Z"),
    accountId: id("Whose session it is."),
  },
  { $id: "Session", description: "One sign-in." },
);

/** A session as the list tells it: never with its token. */
export const OpenSessionView = Type.Object(
  {
    id: id("The session's id."),
    startedAt: time("When you signed in."),
    expiresAt: time("When the session ends by itself.", "2026-11-21T15:04:05.678Z"),
    current: Type.Boolean({ description: "Whether it is the one that asks.", examples: [true] }),
  },
  { $id: "OpenSession", description: "One of your sign-ins." },
);

export const OpenSessionsView = Type.Object(
  { items: Type.Array(ref(OpenSessionView)), nextCursor: Type.Null({ description: "There is no page below." }) },
  { $id: "OpenSessions", description: "The newest first." },
);

export function openSessionsView(sessions: readonly Session[], current: SessionId): Static<typeof OpenSessionsView> {
  const items = sessions.map(({ id: sessionId, startedAt, expiresAt }) => ({
    id: sessionId,
    startedAt: isoTime(startedAt),
    expiresAt: isoTime(expiresAt),
    current: sessionId === current,
  }));
  return { items, nextCursor: null };
}
