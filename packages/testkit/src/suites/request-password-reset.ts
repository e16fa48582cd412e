import assert from "node:assert/strict";
import { secondsAfter, type Mail, type PasswordReset } from "@bourse/core";
import { errorOf, only, racing, tally, valueOf } from "../assertions.ts";
import { clause } from "../contract.ts";
import { requestRaces } from "./password-races.ts";
import type { World } from "../fakes/world.ts";
import { noting } from "./hashing.ts";
import { appWith, blacklisted, BROKEN_STORE, goesOn, opened, restarted, rulesOf, signedIn } from "./stage.ts";
import type { Suite } from "./stage.ts";

const ADA = "ada@example.com";
const HERE = "203.0.113.7";

function tooMany(retryAfter: number): unknown {
  return { kind: "TooManyAttempts", retryAfter };
}

/** What the world says to one request after another, the clock going on by a minute in between. */
async function answersTo({ app, clock }: World, email: string, times: number): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (let time = 0; time < times; time += 1) {
    const result = await app.requestPasswordReset({ email });
    answers.push(result.isOk() ? { ok: result.value } : result.error);
    clock.advance(60_000);
  }
  return answers;
}

export const requestPasswordResetSuite: Suite = {
  name: "request password reset",
  clauses: [
    clause("mails a token, good for ten minutes, to the e-mail as the account has it", async (world) => {
      const { app, clock, mail } = world;
      await opened(world, "zoë");
      await opened(world, "grace");
      assert.equal(valueOf(await app.requestPasswordReset({ email: "ｚOE\u0308@EXAMPLE.com" })), undefined);
      const { token, ...rest } = only(mail.outbox());
      const expiresAt = secondsAfter(clock.now(), 600);
      assert.deepEqual(rest, { kind: "PasswordReset", to: "zoë@example.com", username: "zoë", expiresAt });
      assert.ok(token.length >= 32, token);
    }),

    clause("an unknown e-mail is told the same, each time, and gets no mail", async (world) => {
      await opened(world);
      const known = await answersTo(world, ADA, 12);
      const letters = world.mail.outbox().length;
      assert.deepEqual(await answersTo(world, "nobody@example.com", 12), known);
      assert.equal(world.mail.outbox().length, letters);
    }),

    clause("no hash is made, whether the e-mail is known or not", async (world) => {
      await opened(world);
      const { passwords, take } = noting(world.ports.passwords);
      const app = appWith(world, { passwords });
      for (const email of [ADA, "nobody@example.com"]) {
        valueOf(await app.requestPasswordReset({ email }));
        assert.deepEqual(take(), [], email);
      }
    }),

    clause("only a fingerprint of the token is kept", async (world) => {
      const accountId = await opened(world);
      const { resets, resetTokens } = world.ports;
      const kept: PasswordReset[] = [];
      const add: typeof resets.add = (reset) => {
        kept.push(reset);
        return resets.add(reset);
      };
      valueOf(await appWith(world, { resets: { ...resets, add } }).requestPasswordReset({ email: ADA }));
      const { token, expiresAt } = only(world.mail.outbox());
      const fingerprint = resetTokens.fingerprint(token);
      assert.deepEqual(kept, [{ fingerprint, accountId, askedAt: world.clock.now(), expiresAt }]);
      assert.ok(!JSON.stringify(kept).includes(token));
    }),

    clause("each mail has a token of its own", async (world) => {
      await opened(world);
      for (let time = 0; time < 3; time += 1) valueOf(await world.app.requestPasswordReset({ email: ADA }));
      assert.equal(new Set(world.mail.outbox().map(({ token }) => token)).size, 3);
    }),

    clause("asking changes nothing: the password signs in, and sessions go on", async (world) => {
      await opened(world);
      const session = await signedIn(world);
      valueOf(await world.app.requestPasswordReset({ email: ADA }));
      assert.equal(await goesOn(world, session), true);
      await signedIn(world);
    }),

    clause("a blacklisted account gets its mail; a closed one gets none, and is told the same", async (world) => {
      const { id: accountId, email } = await blacklisted(world);
      valueOf(await world.app.requestPasswordReset({ email }));
      assert.equal(world.mail.outbox().length, 1);
      valueOf(await world.app.closeAccount({ accountId }));
      valueOf(await world.app.requestPasswordReset({ email }));
      assert.deepEqual(world.mail.outbox(), []);
    }),

    ...requestRaces,

    clause("an account that is closed just before its mail is there leaves none", async (world) => {
      const accountId = await opened(world);
      const { mail } = world;
      const send: Mail["send"] = (letter) =>
        world.app
          .closeAccount({ accountId })
          .mapErr((cause) => ({ kind: "MailUnavailable" as const, cause }))
          .andThen(() => mail.send(letter));
      const app = appWith(world, { mail: { ...mail, send } });
      valueOf(await app.requestPasswordReset({ email: "ada@example.com" }));
      assert.deepEqual(mail.outbox(), []);
    }),

    clause("mail that cannot be sent is told to nobody", async (world) => {
      await opened(world);
      world.mail.fail(true);
      for (const email of [ADA, "nobody@example.com"]) {
        assert.equal(valueOf(await world.app.requestPasswordReset({ email })), undefined);
      }
    }),

    clause("after three to one e-mail, however written, the next must wait, longer each time", async (world) => {
      const { app, clock, mail } = world;
      await opened(world);
      for (const email of [ADA, "ADA@example.com", "ａda@example.com"])
        valueOf(await app.requestPasswordReset({ email }));
      for (const wait of [300, 600, 1200, 2400, 3600, 3600]) {
        assert.deepEqual(errorOf(await app.requestPasswordReset({ email: ADA })), tooMany(wait));
        clock.advance(wait * 1000 - 1);
        assert.deepEqual(errorOf(await app.requestPasswordReset({ email: ADA })), tooMany(1));
        clock.advance(1);
        valueOf(await app.requestPasswordReset({ email: ADA }));
      }
      assert.equal(mail.outbox().length, 9);
    }),

    clause("the wait goes on after a restart, and is nobody else's", async (world) => {
      await opened(world, "ada");
      await opened(world, "grace");
      for (let time = 0; time < 3; time += 1) valueOf(await world.app.requestPasswordReset({ email: ADA }));
      const again = await restarted(world);
      assert.deepEqual(errorOf(await again.app.requestPasswordReset({ email: ADA })), tooMany(300));
      valueOf(await again.app.requestPasswordReset({ email: "grace@example.com" }));
      await signedIn(again);
    }),

    clause("of a hundred requests at once three are mailed", async (world) => {
      await opened(world);
      const results = await racing(100, () => world.app.requestPasswordReset({ email: ADA }));
      assert.deepEqual(tally(results), { ok: 3, TooManyAttempts: 97 });
      assert.equal(world.mail.outbox().length, 3);
    }),

    clause("after fifty from one address, for anyone, the next from there must wait", async (world) => {
      const { app } = world;
      for (let time = 0; time < 50; time += 1) {
        valueOf(await app.requestPasswordReset({ email: `p-${time}@example.com`, address: HERE }));
      }
      assert.deepEqual(errorOf(await app.requestPasswordReset({ email: ADA, address: HERE })), tooMany(15));
      valueOf(await app.requestPasswordReset({ email: ADA, address: "203.0.113.8" }));
      await opened(world);
      valueOf(await app.signIn({ login: "ada", password: "correct horse battery", address: HERE }));
    }),

    clause("what is no e-mail says so", async (world) => {
      for (const email of ["", "ada", "a b@example.com"]) {
        assert.deepEqual(rulesOf(errorOf(await world.app.requestPasswordReset({ email }))), ["email email"]);
      }
    }),

    clause("stores that fail are StoreUnavailable, and nothing is mailed", async (world) => {
      await opened(world);
      for (const store of ["accounts", "attempts", "resets"] as const) {
        const app = appWith(world, { [store]: BROKEN_STORE });
        assert.equal(errorOf(await app.requestPasswordReset({ email: ADA })).kind, "StoreUnavailable", store);
      }
      assert.deepEqual(world.mail.outbox(), []);
    }),
  ],
};
