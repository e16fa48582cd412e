import { MAX_SESSIONS, type AccountId, type Session, type SessionId, type Sessions } from "@bourse/core";
import { ok } from "neverthrow";
import { later } from "./later.ts";

/** Sessions in memory. */
export function fakeSessions(): Sessions {
  const going = new Map<SessionId, Session>();
  const of = (accountId: AccountId): Session[] =>
    [...going.values()]
      .filter((session) => session.accountId === accountId)
      .toSorted((a, b) => a.startedAt - b.startedAt);
  const endEach = (sessions: readonly Session[]): void => {
    for (const { id } of sessions) going.delete(id);
  };
  return {
    start: (session) =>
      later(() => {
        going.set(session.id, session);
        endEach(of(session.accountId).slice(0, -MAX_SESSIONS));
        return ok();
      }),
    find: (id) => later(() => ok(going.get(id) ?? null)),
    list: (accountId) => later(() => ok(of(accountId).toReversed())),
    end: (id) =>
      later(() => {
        going.delete(id);
        return ok();
      }),
    endAll: (accountId, keep) =>
      later(() => {
        endEach(of(accountId).filter(({ id }) => id !== keep));
        return ok();
      }),
  };
}
