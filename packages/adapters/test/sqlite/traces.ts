import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { loginName, type Account, type PasswordHash } from "@bourse/core";
import { accountOf, dateOf, emailOf, hashOf, usernameOf } from "@bourse/testkit";

/** Someone whose every detail is a text that nobody else has. */
export type Person = { readonly account: Account; readonly hash: PasswordHash };

export function personOf(number: number): Person {
  const account = accountOf(number, {
    username: usernameOf(`Ångström.${number}.ß`),
    email: emailOf(`Zoë.${number}.Straße@Example.COM`),
    name: `Zoë Ångström the ${number}.`,
    dateOfBirth: dateOf(`${1900 + (number % 100)}-04-${10 + (Math.floor(number / 100) % 20)}`),
  });
  return { account, hash: hashOf(`hash-of-${number}.${"x".repeat(100)}`) };
}

/** All that tells who a person is, as it was written and as it is compared by. */
export function detailsOf({ account, hash }: Person): string[] {
  const { username, email, name, dateOfBirth } = account;
  return [username, loginName(username), email, loginName(email), name ?? "", dateOfBirth ?? "", hash];
}

/** What the file of an open account says as it was written; it is compared by fingerprints. */
export function writtenOf({ account, hash }: Person): string[] {
  const { username, email, name, dateOfBirth } = account;
  return [username, email, name ?? "", dateOfBirth ?? "", hash];
}

/** Which of the texts stand anywhere in the database's files, its log and whatever else is beside it. */
export function tracesOf(path: string, texts: readonly string[]): string[] {
  const folder = dirname(path);
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
  if (!existsSync(path)) throw new Error(`${path} is not there to search`);
  return texts.filter((text) => files.some((bytes) => bytes.includes(text)));
}
