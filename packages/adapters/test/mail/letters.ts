import type { Letter, ResetToken } from "@bourse/core";
import { emailOf, START, usernameOf } from "@bourse/testkit";

export const TOKEN = "qL3-_vT9xWz0aB1cD2eF4gH5iJ6kM7nO8pQrStUvYzA" as ResetToken;

/** START is 14:30 UTC on 15 June 2026. */
export function letterTo(to = "ada@example.com", token: string = TOKEN): Letter {
  return {
    kind: "PasswordReset",
    to: emailOf(to),
    username: usernameOf("ada"),
    token: token as ResetToken,
    expiresAt: START,
  };
}
