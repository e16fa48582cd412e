import assert from "node:assert/strict";
import { MAX_SESSIONS, type AccountId, type Session, type Sessions } from "@bourse/core";
import { RACERS, racing, valueOf } from "../assertions.ts";
import { sessionIdOf, sessionOf } from "../builders.ts";
import { clause, type Contract, type DurableSubject } from "../contract.ts";
import { contractOf } from "./handles.ts";

/** Sessions to be checked. */
export type SessionsSubject = DurableSubject<Sessions> & {
  /** Opens an account that sessions may be of. */
  readonly openAccount: () => Promise<AccountId>;
};

/** Starts `count` sessions of one account, the oldest first, numbered from `from`. */
async function startAll(port: Sessions, accountId: AccountId, count: number, from = 0): Promise<Session[]> {
  const sessions = Array.from({ length: count }, (_, index) => sessionOf(from + index, accountId));
  for (const session of sessions) valueOf(await port.start(session));
  return sessions;
}

/** Which of the sessions are found; each that is must be as it was started. */
async function goingOf(port: Sessions, sessions: readonly Session[]): Promise<Session[]> {
  const found = await Promise.all(sessions.map(({ id }) => port.find(id)));
  return sessions.filter((session, index) => {
    const answer = found[index];
    const going = answer === undefined ? null : valueOf(answer);
    if (going) assert.deepEqual(going, session);
    return going !== null;
  });
}

const startsAndEnds = [
  clause<SessionsSubject>("1. a started session is found, also after a restart", async (subject) => {
    const { port, openAccount, restart } = subject;
    const sessions = await startAll(port, await openAccount(), 3);
    assert.deepEqual(await goingOf(port, sessions), sessions);
    assert.deepEqual(await goingOf(await restart(), sessions), sessions);
  }),

  clause<SessionsSubject>("1. sessions started at once are all found", async ({ port, openAccount }) => {
    const accounts = await racing(RACERS, openAccount);
    const sessions = accounts.map((accountId, index) => sessionOf(index, accountId));
    for (const started of await Promise.all(sessions.map((session) => port.start(session)))) valueOf(started);
    assert.deepEqual(await goingOf(port, sessions), sessions);
  }),

  clause<SessionsSubject>("1. an unknown id is null", async ({ port, openAccount }) => {
    await startAll(port, await openAccount(), 1);
    assert.equal(valueOf(await port.find(sessionIdOf(7))), null);
  }),

  clause<SessionsSubject>("2. an ended session is never found again; the others go on", async (subject) => {
    const { port, openAccount, restart } = subject;
    const [first, second, third] = await startAll(port, await openAccount(), 3);
    const all = [first, second, third].filter((session) => session !== undefined);
    valueOf(await port.end(sessionIdOf(1)));
    assert.deepEqual(await goingOf(port, all), [first, third]);
    assert.deepEqual(await goingOf(await restart(), all), [first, third]);
  }),

  clause<SessionsSubject>(
    "2. ending a session twice, or one that never was, is no error",
    async ({ port, openAccount }) => {
      const sessions = await startAll(port, await openAccount(), 2);
      const results = await racing(RACERS, () => port.end(sessionIdOf(1)));
      for (const result of results) valueOf(result);
      valueOf(await port.end(sessionIdOf(7)));
      assert.deepEqual(await goingOf(port, sessions), sessions.slice(0, 1));
    },
  ),
];

const endsAll = [
  clause<SessionsSubject>("3. endAll ends all but the one to keep", async ({ port, openAccount, restart }) => {
    const accountId = await openAccount();
    const sessions = await startAll(port, accountId, 5);
    valueOf(await port.endAll(accountId, sessionIdOf(2)));
    assert.deepEqual(await goingOf(port, sessions), sessions.slice(2, 3));
    assert.deepEqual(await goingOf(await restart(), sessions), sessions.slice(2, 3));
  }),

  clause<SessionsSubject>(
    "3. endAll with none to keep, or one that is not there, ends all",
    async ({ port, openAccount }) => {
      const accountId = await openAccount();
      const first = await startAll(port, accountId, 3);
      valueOf(await port.endAll(accountId));
      assert.deepEqual(await goingOf(port, first), []);
      const second = await startAll(port, accountId, 3, 10);
      valueOf(await port.endAll(accountId, sessionIdOf(1)));
      assert.deepEqual(await goingOf(port, second), []);
      valueOf(await port.endAll(accountId));
    },
  ),

  clause<SessionsSubject>("3. endAll ends none of another account", async ({ port, openAccount, restart }) => {
    const [accountId, other] = [await openAccount(), await openAccount()];
    const mine = await startAll(port, accountId, 3);
    const theirs = await startAll(port, other, 3, 10);
    valueOf(await port.endAll(accountId, sessionIdOf(11)));
    assert.deepEqual(await goingOf(port, mine), []);
    assert.deepEqual(await goingOf(port, theirs), theirs);
    assert.deepEqual(await goingOf(await restart(), theirs), theirs);
  }),
];

const lists = [
  clause<SessionsSubject>("4. list answers the account's sessions, the newest first", async (subject) => {
    const { port, openAccount, restart } = subject;
    const [accountId, other] = [await openAccount(), await openAccount()];
    assert.deepEqual(valueOf(await port.list(accountId)), []);
    // Started in another order than that of their times, as a clock that is set back makes it.
    const later = await startAll(port, accountId, 2, 10);
    const earlier = await startAll(port, accountId, 2, 0);
    const theirs = await startAll(port, other, 1, 5);
    const mine = [...earlier, ...later].toReversed();
    assert.deepEqual(valueOf(await port.list(accountId)), mine);
    assert.deepEqual(valueOf(await port.list(other)), theirs);
    assert.deepEqual(valueOf(await (await restart()).list(accountId)), mine);
  }),

  clause<SessionsSubject>("4. an ended session is not on the list", async ({ port, openAccount, restart }) => {
    const accountId = await openAccount();
    const [first, , third] = await startAll(port, accountId, 3);
    valueOf(await port.end(sessionIdOf(1)));
    assert.deepEqual(valueOf(await port.list(accountId)), [third, first]);
    valueOf(await port.endAll(accountId, sessionIdOf(0)));
    assert.deepEqual(valueOf(await (await restart()).list(accountId)), [first]);
  }),

  clause<SessionsSubject>("4. an expired session is on the list until it is ended", async ({ port, openAccount }) => {
    const accountId = await openAccount();
    const session = { ...sessionOf(1, accountId), expiresAt: sessionOf(1, accountId).startedAt };
    valueOf(await port.start(session));
    assert.deepEqual(valueOf(await port.list(accountId)), [session]);
  }),
];

const bounds = [
  clause<SessionsSubject>(
    `5. the ${MAX_SESSIONS + 1}st session ends the oldest`,
    async ({ port, openAccount, restart }) => {
      const [accountId, other] = [await openAccount(), await openAccount()];
      const theirs = await startAll(port, other, 1, 1000);
      const sessions = await startAll(port, accountId, MAX_SESSIONS);
      assert.deepEqual(await goingOf(port, sessions), sessions);
      sessions.push(...(await startAll(port, accountId, 2, MAX_SESSIONS)));
      assert.deepEqual(await goingOf(port, sessions), sessions.slice(2));
      assert.deepEqual(await goingOf(await restart(), [...sessions, ...theirs]), [...sessions.slice(2), ...theirs]);
    },
  ),

  clause<SessionsSubject>("5. sessions started at once are at most so many too", async ({ port, openAccount }) => {
    const accountId = await openAccount();
    const count = MAX_SESSIONS + RACERS;
    const sessions = Array.from({ length: count }, (_, index) => sessionOf(index, accountId));
    for (const started of await Promise.all(sessions.map((session) => port.start(session)))) valueOf(started);
    assert.equal((await goingOf(port, sessions)).length, MAX_SESSIONS);
  }),
];

/** What every Sessions must fulfil; the numbers are the port's promises. */
export const sessionsContract: Contract<SessionsSubject> = contractOf(
  "Sessions",
  { port: "object", restart: "function", openAccount: "function" },
  [...startsAndEnds, ...endsAll, ...lists, ...bounds],
);
