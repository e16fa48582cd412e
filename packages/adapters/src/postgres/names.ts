import {
  loginName,
  type Account,
  type AccountId,
  type EmailBlacklisted,
  type EmailTaken,
  type StoreUnavailable,
  type UsernameTaken,
} from "@bourse/core";
import type { Kysely, Transaction } from "kysely";
import { err, type Result, type ResultAsync } from "neverthrow";
import { fingerprintOf } from "../kysely/fingerprint.ts";
import { breaksUnique, isCollision } from "./failures.ts";
import type { PostgresTables } from "./schema.ts";
import { answered } from "./transactions.ts";

type NameRefusal = EmailBlacklisted | EmailTaken | UsernameTaken;
type Names = Partial<Pick<Account, "email" | "username">>;
type Tx = Transaction<PostgresTables>;

/**
 * A step that gives an account these names, if there is a holder and they are nobody else's. Whoever takes one at the same time breaks a unique
 * key: the step is then taken again, and finds them. Whether an e-mail is barred is asked once more after it was written,
 * and so after whoever had it before has let go of it: until then they might have been blacklisted under it.
 */
export function given<Value, Holder, E>(
  db: Kysely<PostgresTables>,
  id: AccountId,
  names: Names,
  holder: (tx: Tx) => Promise<Result<Holder, E>>,
  give: (tx: Tx, holder: Holder) => Promise<Result<Value, E>>,
): ResultAsync<Value, E | NameRefusal | StoreUnavailable> {
  return answered<Value, E | NameRefusal>(
    db,
    async (tx) => {
      const found = await holder(tx);
      if (found.isErr()) return err(found.error);
      const refusal = await refusalOf(tx, id, names);
      if (refusal) return err(refusal);
      const result = await give(tx, found.value);
      if (result.isErr() || names.email === undefined || !(await isBarred(tx, id, names.email))) return result;
      return err({ kind: "EmailBlacklisted" });
    },
    (error) => isCollision(error) || breaksUnique(error, "accounts_username") || breaksUnique(error, "accounts_email"),
  );
}

async function refusalOf(tx: Tx, id: AccountId, { username, email }: Names): Promise<NameRefusal | null> {
  if (username !== undefined && (await isAnothers(tx, id, "username_fingerprint", username))) {
    return { kind: "UsernameTaken" };
  }
  if (email === undefined) return null;
  if (await isBarred(tx, id, email)) return { kind: "EmailBlacklisted" };
  return (await isAnothers(tx, id, "email_fingerprint", email)) ? { kind: "EmailTaken" } : null;
}

async function isAnothers(
  tx: Tx,
  id: AccountId,
  column: "email_fingerprint" | "username_fingerprint",
  name: string,
): Promise<boolean> {
  const row = await tx
    .selectFrom("accounts")
    .select("id")
    .where(column, "=", fingerprintOf(loginName(name)))
    .executeTakeFirst();
  return row !== undefined && row.id !== id;
}

async function isBarred(tx: Tx, id: AccountId, email: string): Promise<boolean> {
  const row = await tx
    .selectFrom("blacklisted_emails")
    .select("account_id")
    .where("fingerprint", "=", fingerprintOf(loginName(email)))
    .executeTakeFirst();
  return row !== undefined && row.account_id !== id;
}
