import type { Passwords } from "@bourse/core";
import { errAsync } from "neverthrow";

/** A Passwords that is asked too much at once. */
export const BUSY_PASSWORDS: Passwords = {
  hash: () => errAsync({ kind: "PasswordsBusy", retryAfter: 3 }),
  isWeak: () => false,
  verify: () => errAsync({ kind: "PasswordsBusy", retryAfter: 3 }),
};

/** Notes which costly operations of `passwords` are called, so that work done for one can be held against another's. */
export function noting(passwords: Passwords): { readonly passwords: Passwords; readonly take: () => string[] } {
  const calls: string[] = [];
  return {
    passwords: {
      isWeak: (hash) => passwords.isWeak(hash),
      hash: (password) => {
        calls.push("hash");
        return passwords.hash(password);
      },
      verify: (password, hash) => {
        calls.push("verify");
        return passwords.verify(password, hash);
      },
    },
    take: () => calls.splice(0),
  };
}
