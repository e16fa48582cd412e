import { err, ok, type Result } from "neverthrow";
import { parsePassword, type Password } from "../domain/account.ts";
import { invalid, type InvalidInput } from "../domain/invalid.ts";
import type { CommonPasswords } from "../ports/common-passwords.ts";

export type NewPasswordNeeds = { readonly commonPasswords: CommonPasswords };

/** The password again, from where nobody sees what they type; whoever sends none is believed. */
export type Confirmation = { readonly confirmation?: string | undefined };

export function parseConfirmation({ confirmation }: Confirmation, password: string): Result<null, InvalidInput> {
  if (confirmation === undefined || confirmation === password) return ok(null);
  return err(invalid("confirmation", "equal", "confirmation must be the same as the password."));
}

/** A password that someone may choose: none of those that are tried first. */
export function parseNewPassword(
  { commonPasswords }: NewPasswordNeeds,
  text: string,
  field = "password",
): Result<Password, InvalidInput> {
  return parsePassword(text, field).andThen((password) => {
    if (!commonPasswords.has(password)) return ok(password);
    return err(invalid(field, "common", `${field} is one that many people use, so that it is guessed first.`));
  });
}
