import type { AccountId, PasswordReset, PasswordResets } from "@bourse/core";
import { ok } from "neverthrow";
import { later } from "./later.ts";

/** Resets in memory. */
export function fakePasswordResets(): PasswordResets {
  const waiting = new Map<AccountId, PasswordReset>();
  const found = (fingerprint: string): PasswordReset | null =>
    [...waiting.values()].find((reset) => reset.fingerprint === fingerprint) ?? null;
  return {
    add: (reset) =>
      later(() => {
        waiting.set(reset.accountId, reset);
        return ok();
      }),
    find: (fingerprint) => later(() => ok(found(fingerprint))),
    take: (fingerprint) =>
      later(() => {
        const reset = found(fingerprint);
        return ok(reset !== null && waiting.delete(reset.accountId));
      }),
    drop: (accountId) =>
      later(() => {
        waiting.delete(accountId);
        return ok();
      }),
  };
}
