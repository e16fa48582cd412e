import assert from "node:assert/strict";
import { okAsync } from "neverthrow";
import { DEFAULT_POLICY, MAX_SESSIONS, secondsAfter, type Ports, type Session } from "@bourse/core";
import { errorOf, RACERS, racing, valueOf } from "../assertions.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { BUSY_PASSWORDS, noting } from "./hashing.ts";
import { appWith, blacklisted, BROKEN_STORE, goesOn, opened, PASSWORD, signedIn } from "./stage.ts";
import { signInAddresses } from "./sign-in-addresses.ts";
import { signInAtOnce } from "./sign-in-at-once.ts";
import { signInThrottle } from "./sign-in-throttle.ts";
import { signInWeakHashes } from "./sign-in-weak-hashes.ts";
import type { Suite } from "./stage.ts";

const WRONG = { kind: "WrongCredentials" };

const signsIn: readonly Clause<World>[] = [
  clause("starts a session of the account, as long as the house rule says", async (world) => {
    const accountId = await opened(world);
    const session = await signedIn(world);
    const now = world.clock.now();
    const expiresAt = secondsAfter(now, DEFAULT_POLICY.sessionLifetime);
    assert.deepEqual({ ...session, id: "" }, { id: "", accountId, startedAt: now, expiresAt });
    assert.match(session.id, /^[0-9a-f-]{36}$/);
    assert.deepEqual(valueOf(await world.app.resumeSession({ sessionId: session.id })).session, session);
    const brief = appWith(world, {}, { sessionLifetime: 60 });
    const short = valueOf(await brief.signIn({ login: "ada", password: PASSWORD }));
    assert.equal(short.expiresAt, secondsAfter(now, 60));
  }),

  clause("by username or e-mail, in any case and Unicode form", async (world) => {
    const accountId = await opened(world, "zoë.l");
    await opened(world, "zoe.l");
    const usernames = ["zoë.l", "ZOË.L", "zoe\u0308.l", "ｚoë.l"];
    for (const login of [...usernames, ...usernames.map((name) => `${name}@example.com`)]) {
      assert.equal((await signedIn(world, login)).accountId, accountId, login);
    }
  }),

  clause("an unknown user and a wrong password are told alike", async (world) => {
    await opened(world);
    for (const [login, password] of [
      ["ada", "wrong horse battery"],
      ["ada", ""],
      ["ada", `${PASSWORD} `],
      ["ada", "x".repeat(10_000)],
      ["nobody", PASSWORD],
      ["nobody@example.com", PASSWORD],
      ["", PASSWORD],
      ["ada\0", PASSWORD],
      ["ada@", PASSWORD],
    ] as const) {
      assert.deepEqual(errorOf(await world.app.signIn({ login, password })), WRONG, `${login} ${password}`);
    }
  }),

  clause("an unknown user and a wrong password cost the same work", async (world) => {
    await opened(world);
    const { passwords, take } = noting(world.ports.passwords);
    const app = appWith(world, { passwords });
    valueOf(await app.signIn({ login: "ada", password: PASSWORD }));
    const right = take();
    errorOf(await app.signIn({ login: "ada", password: "wrong horse" }));
    const wrong = take();
    errorOf(await app.signIn({ login: "nobody", password: "wrong horse" }));
    assert.deepEqual([right, wrong, take()], [["verify"], ["verify"], ["verify"]]);
  }),

  clause("each sign-in is a session of its own", async (world) => {
    await opened(world);
    const sessions = await racing(RACERS / 2, () => signedIn(world));
    assert.equal(new Set(sessions.map(({ id }) => id)).size, RACERS / 2);
    const going = await Promise.all(sessions.map((session) => goesOn(world, session)));
    assert.ok(going.every(Boolean));
  }),

  clause(`the ${MAX_SESSIONS + 1}st session ends the oldest`, async (world) => {
    await opened(world);
    const sessions: Session[] = [];
    for (let count = 0; count <= MAX_SESSIONS; count += 1) {
      world.clock.advance(1000);
      sessions.push(await signedIn(world));
    }
    const going = await Promise.all(sessions.map((session) => goesOn(world, session)));
    assert.deepEqual(going, [false, ...Array.from({ length: MAX_SESSIONS }, () => true)]);
  }),

  clause("a blacklisted account may sign in; a closed one may not", async (world) => {
    const { id } = await blacklisted(world);
    assert.equal((await signedIn(world, "mallory")).accountId, id);
    valueOf(await world.app.closeAccount({ accountId: id }));
    assert.deepEqual(errorOf(await world.app.signIn({ login: "mallory", password: PASSWORD })), WRONG);
  }),

  clause("a password that was changed while it was being verified signs nobody in", async (world) => {
    const accountId = await opened(world);
    const { passwords, sessions } = world.ports;
    const changing: Ports["passwords"] = {
      ...passwords,
      verify: (password, hash) =>
        passwords.verify(password, hash).andThen((right) => {
          const command = { accountId, currentPassword: PASSWORD, newPassword: "another horse battery" };
          return world.app
            .changePassword(command)
            .map(() => right)
            .orElse(() => okAsync(right));
        }),
    };
    const started: Session[] = [];
    const noted: Ports["sessions"] = {
      ...sessions,
      start: (session) => {
        started.push(session);
        return sessions.start(session);
      },
    };
    const app = appWith(world, { passwords: changing, sessions: noted });
    assert.deepEqual(errorOf(await app.signIn({ login: "ada", password: PASSWORD })), WRONG);
    for (const session of started) assert.equal(await goesOn(world, session), false);
  }),

  clause("while passwords are busy nobody signs in", async (world) => {
    await opened(world);
    const app = appWith(world, { passwords: BUSY_PASSWORDS });
    for (const login of ["ada", "nobody"]) {
      const error = errorOf(await app.signIn({ login, password: PASSWORD }));
      assert.deepEqual(error, { kind: "PasswordsBusy", retryAfter: 3 });
    }
  }),

  clause("stores that fail are StoreUnavailable", async (world) => {
    await opened(world);
    for (const store of ["accounts", "attempts", "sessions"] as const) {
      const error = errorOf(
        await appWith(world, { [store]: BROKEN_STORE }).signIn({ login: "ada", password: PASSWORD }),
      );
      assert.equal(error.kind, "StoreUnavailable");
    }
  }),
];

export const signInSuite: Suite = {
  name: "sign in",
  clauses: [...signsIn, ...signInThrottle, ...signInAtOnce, ...signInAddresses, ...signInWeakHashes],
};
