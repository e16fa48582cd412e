import {
  loginName,
  type Account,
  type AccountId,
  type EmailBlacklisted,
  type EmailTaken,
  type UsernameTaken,
} from "@bourse/core";
import type { AccountStatements } from "./account-statements.ts";
import { fingerprintOf } from "../kysely/fingerprint.ts";

export type NameRefusal = EmailBlacklisted | EmailTaken | UsernameTaken;

type Names = Partial<Pick<Account, "email" | "username">>;

/** Why an account may not have these names, or null. Asked within the transaction that gives it them. */
export function nameRefusal(
  statements: AccountStatements,
  id: AccountId,
  { username, email }: Names,
): NameRefusal | null {
  const isAnothers = (owner: string | undefined): boolean => owner !== undefined && owner !== id;
  if (username !== undefined) {
    const owner = statements.byUsername.get({ username_fingerprint: fingerprintOf(loginName(username)) });
    if (isAnothers(owner?.id)) return { kind: "UsernameTaken" };
  }
  if (email !== undefined) {
    const fingerprint = fingerprintOf(loginName(email));
    const barred = statements.barred.get({ fingerprint });
    if (isAnothers(barred?.account_id)) return { kind: "EmailBlacklisted" };
    if (isAnothers(statements.byEmail.get({ email_fingerprint: fingerprint })?.id)) return { kind: "EmailTaken" };
  }
  return null;
}
