import assert from "node:assert/strict";
import { instant, type AppError, type TokenFingerprint } from "@bourse/core";
import { ResultAsync } from "neverthrow";
import { errorOf, only, valueOf } from "../assertions.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { alsoRestarted, appWith, opened, PASSWORD, resetToken, signedIn } from "./stage.ts";

const NEXT = "a different horse";
const NOT_FOUND = { kind: "ResetNotFound" };

const MADE_UP = ["", " ", "\0", "%", "..", "\uD800", "made-up", "x".repeat(10_000), "A".repeat(43)];

/** Asserts that the token sets no password. */
async function assertSpent({ app }: World, token: string): Promise<void> {
  const answer = errorOf(await app.resetPassword({ token, newPassword: "nobody's horse" }));
  assert.deepEqual(answer, NOT_FOUND, `token ${JSON.stringify(token.slice(0, 50))}`);
}

/** When a token no longer works; the answer is always the same. */
export const resetPasswordEnds: readonly Clause<World>[] = [
  clause("works once; a used, an expired and a made-up token are told alike", async (world) => {
    await opened(world, "ada");
    await opened(world, "grace");
    const used = await resetToken(world);
    valueOf(await world.app.resetPassword({ token: used, newPassword: NEXT }));
    await assertSpent(world, used);
    const expired = await resetToken(world, "grace@example.com");
    world.clock.advance(600_000);
    await alsoRestarted(world, async (here) => {
      for (const token of [used, expired, ...MADE_UP]) await assertSpent(here, token);
      await signedIn(here, "ada", NEXT);
      await signedIn(here, "grace");
    });
  }),

  clause("works for ten minutes, and not a millisecond longer", async (world) => {
    const { app, clock, mail } = world;
    await opened(world);
    const first = await resetToken(world);
    const { expiresAt } = only(mail.outbox());
    clock.set(expiresAt);
    await assertSpent(world, first);
    const second = await resetToken(world);
    clock.set(instant(expiresAt + 599_999));
    valueOf(await app.resetPassword({ token: second, newPassword: NEXT }));
  }),

  clause("a clock that is set back makes it last no longer", async (world) => {
    await opened(world);
    const token = await resetToken(world);
    world.clock.advance(-1);
    await assertSpent(world, token);
    await signedIn(world);
  }),

  clause("what only looks like a token is none", async (world) => {
    await opened(world);
    const token = await resetToken(world);
    const fingerprint = world.ports.resetTokens.fingerprint(token);
    for (const like of [token.slice(1), token.slice(0, -1), `${token} `, `${token}A`, `${token}\0`, fingerprint]) {
      await assertSpent(world, like);
    }
    valueOf(await world.app.resetPassword({ token, newPassword: NEXT }));
  }),

  clause("another mail ends the one before", async (world) => {
    await opened(world);
    const [first, second] = [await resetToken(world), await resetToken(world)];
    await assertSpent(world, first);
    valueOf(await world.app.resetPassword({ token: second, newPassword: NEXT }));
    await assertSpent(world, first);
  }),

  clause("a change of password ends it", async (world) => {
    const accountId = await opened(world);
    const token = await resetToken(world);
    valueOf(await world.app.changePassword({ accountId, currentPassword: PASSWORD, newPassword: NEXT }));
    await assertSpent(world, token);
    await signedIn(world, "ada", NEXT);
  }),

  clause("a change of e-mail ends it, and that of another detail does not", async (world) => {
    const accountId = await opened(world);
    const first = await resetToken(world);
    valueOf(await world.app.amendDetails({ accountId, email: "ada@elsewhere.example" }));
    await assertSpent(world, first);
    const second = await resetToken(world, "ada@elsewhere.example");
    valueOf(await world.app.amendDetails({ accountId, name: "Ada" }));
    valueOf(await world.app.resetPassword({ token: second, newPassword: NEXT }));
  }),

  clause("closing the account ends it, also for whoever takes its names", async (world) => {
    const accountId = await opened(world);
    const token = await resetToken(world);
    valueOf(await world.app.closeAccount({ accountId }));
    await assertSpent(world, token);
    await opened(world, "ada");
    await assertSpent(world, token);
    await signedIn(world, "ada");
  }),

  clause("whatever ends it just after it was found ends it all the same", async (world) => {
    const { resets } = world.ports;
    const accountId = await opened(world);
    const ends: ((token: string) => ResultAsync<unknown, AppError>)[] = [
      (token) => world.app.resetPassword({ token, newPassword: NEXT }),
      () => world.app.changePassword({ accountId, currentPassword: NEXT, newPassword: "a third horse" }),
      () => world.app.requestPasswordReset({ email: "ada@example.com" }),
      () => world.app.amendDetails({ accountId, email: "ada@elsewhere.example" }),
      () => world.app.closeAccount({ accountId }),
    ];
    for (const [index, end] of ends.entries()) {
      const token = await resetToken(world, index < 4 ? "ada@example.com" : "ada@elsewhere.example");
      const findThenEnd = async (fingerprint: TokenFingerprint): Promise<Awaited<ReturnType<typeof resets.find>>> => {
        const found = await resets.find(fingerprint);
        valueOf(await end(token));
        return found;
      };
      const find: typeof resets.find = (fingerprint) => new ResultAsync(findThenEnd(fingerprint));
      const late = appWith(world, { resets: { ...resets, find } });
      const answer = errorOf(await late.resetPassword({ token, newPassword: "nobody's horse" }));
      assert.deepEqual(answer, NOT_FOUND, `end ${index}`);
      world.clock.advance(86_400_000);
    }
  }),
];
