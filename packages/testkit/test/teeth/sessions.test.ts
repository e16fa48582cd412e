import { MAX_SESSIONS, type Session, type SessionId, type Sessions } from "@bourse/core";
import { brokenClauses, fakeSessions } from "@bourse/testkit";
import { sessionsContract, type SessionsSubject } from "@bourse/testkit/contracts";
import { errAsync, ok, okAsync, ResultAsync } from "neverthrow";
import { describe, expect, it } from "vitest";
import { sessionsSubject } from "../subjects.ts";
import { hasTeeth, type Wrong } from "./bites.ts";

function fakeWith(
  changed: (right: Sessions, all: ReadonlyMap<SessionId, Session>) => Partial<Sessions>,
): () => Sessions {
  return () => {
    const right = fakeSessions();
    const all = new Map<SessionId, Session>();
    const start: Sessions["start"] = (session) => {
      all.set(session.id, session);
      return right.start(session);
    };
    return { ...right, start, ...changed(right, all) };
  };
}

const ENDED = "2. an ended session is never found again; the others go on";
const LISTED = "4. list answers the account's sessions, the newest first";
const BOUND = "5. the 51st session ends the oldest";

const wrongs: readonly Wrong<Sessions>[] = [
  ["ends nothing", fakeWith(() => ({ end: () => okAsync(undefined) })), ENDED],
  [
    "lets an ended session come back",
    fakeWith((right, all) => ({ find: (id) => right.find(id).map((found) => found ?? all.get(id) ?? null) })),
    ENDED,
  ],
  [
    "minds ending what is not there",
    fakeWith((right) => ({
      end: (id) =>
        right
          .find(id)
          .andThen((found) => (found ? right.end(id) : errAsync({ kind: "StoreUnavailable" as const, cause: null }))),
    })),
    "2. ending a session twice, or one that never was, is no error",
  ],
  [
    "ends the session that it should keep",
    fakeWith((right) => ({ endAll: (accountId) => right.endAll(accountId) })),
    "3. endAll ends all but the one to keep",
  ],
  [
    "ends another account's sessions",
    fakeWith((right, all) => ({
      endAll: (_, keep) =>
        ResultAsync.combine([...all.keys()].filter((id) => id !== keep).map((id) => right.end(id))).map(
          () => undefined,
        ),
    })),
    "3. endAll ends none of another account",
  ],
  [
    "lets sessions pile up",
    () => {
      const all = new Map<SessionId, Session>();
      return {
        ...fakeSessions(),
        start: (session) => new ResultAsync(Promise.resolve(ok()).finally(() => all.set(session.id, session))),
        find: (id) => okAsync(all.get(id) ?? null),
      };
    },
    BOUND,
  ],
  [
    "ends the newest instead of the oldest",
    () => {
      const right = fakeSessions();
      const started = new Map<string, number>();
      const start: Sessions["start"] = (session) => {
        const count = (started.get(session.accountId) ?? 0) + 1;
        started.set(session.accountId, count);
        return count > MAX_SESSIONS ? okAsync(undefined) : right.start(session);
      };
      return { ...right, start };
    },
    BOUND,
  ],
  [
    "lists the oldest first",
    fakeWith((right) => ({ list: (accountId) => right.list(accountId).map((all) => all.toReversed()) })),
    LISTED,
  ],
  [
    "lists sessions as they were started",
    fakeWith((right, all) => ({
      list: (accountId) =>
        right
          .list(accountId)
          .map((going) => [...all.values()].filter(({ id }) => going.some((each) => each.id === id)).toReversed()),
    })),
    LISTED,
  ],
  ["lists everyone's", fakeWith((_, all) => ({ list: () => okAsync([...all.values()].toReversed()) })), LISTED],
  [
    "lists what has ended",
    fakeWith((_, all) => ({
      list: (accountId) => okAsync([...all.values()].filter((each) => each.accountId === accountId).toReversed()),
    })),
    "4. an ended session is not on the list",
  ],
  [
    "drops what has expired by a clock of its own",
    fakeWith((right) => ({
      list: (accountId) =>
        right.list(accountId).map((all) => all.filter(({ expiresAt, startedAt }) => expiresAt > startedAt)),
    })),
    "4. an expired session is on the list until it is ended",
  ],
  [
    "finds any session for an unknown id",
    fakeWith((_, all) => ({ find: () => okAsync([...all.values()][0] ?? null) })),
    "1. an unknown id is null",
  ],
];

/** Ends a session in memory alone, so that a restart brings it back. */
async function forgetfulOfEnds(): Promise<SessionsSubject> {
  const all: Session[] = [];
  const right = fakeSessions();
  const start: Sessions["start"] = (session) => {
    all.push(session);
    return right.start(session);
  };
  const restart = async (): Promise<Sessions> => {
    const again = fakeSessions();
    for (const session of all) await again.start(session);
    return again;
  };
  return { ...(await sessionsSubject({ ...right, start })), restart };
}

describe("the sessions' contract", () => {
  hasTeeth(sessionsContract, sessionsSubject, wrongs);

  it("catches one whose ended sessions come back with a restart", async () => {
    expect(await brokenClauses(sessionsContract, forgetfulOfEnds)).toContain(ENDED);
  });
});
