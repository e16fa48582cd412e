import type { CommonPasswords } from "@bourse/core";

/** A few of the passwords that are on everyone's list. */
export const COMMON_PASSWORDS: readonly string[] = [
  "12345678",
  "123456789",
  "baseball",
  "football",
  "iloveyou",
  "password",
  "password1",
  "princess",
  "qwertyuiop",
  "sunshine",
];

export function fakeCommonPasswords(list: readonly string[] = COMMON_PASSWORDS): CommonPasswords {
  const listed = new Set(list.map((password) => password.toLowerCase()));
  return { has: (password) => listed.has(password.toLowerCase()) };
}
