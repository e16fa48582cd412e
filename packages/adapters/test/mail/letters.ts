import type { Email, Letter, ResetToken } from "@bourse/core";
import { START, usernameOf } from "@bourse/testkit";

export const TOKEN = "qL3-_vT9xWz0aB1cD2eF4gH5iJ6kM7nO8pQrStUvYzA" as ResetToken;

/** START is 14:30 UTC on 15 June 2026. `to` may be an e-mail that only an old account has. */
export function letterTo(to = "ada@example.com", token: string = TOKEN): Letter {
  return {
    kind: "PasswordReset",
    to: to as Email,
    username: usernameOf("ada"),
    token: token as ResetToken,
    expiresAt: START,
  };
}
