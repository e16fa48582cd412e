import { err, ok, type Result } from "neverthrow";
import type { Brand } from "./brand.ts";
import { invalid, type InvalidInput } from "./invalid.ts";
import { parseText } from "./text.ts";

/** A caller's name for one wish, unique within an account. */
export type IdempotencyKey = Brand<string, "IdempotencyKey">;

/** A keyed command. `command` is the whole wish in a canonical text, such as `BUY 10 AAPL`. */
export type KeyedRequest = { readonly key: IdempotencyKey; readonly command: string };

const KEY_TEXT = /^[\x21-\x7e]{1,255}$/;

/** No key, no request: the call is simply made. */
export function parseKeyedRequest(
  key: string | undefined,
  command: string,
  field = "Idempotency-Key",
): Result<KeyedRequest | null, InvalidInput> {
  if (key === undefined) return ok(null);
  return parseText(key, field).andThen((text) =>
    KEY_TEXT.test(text)
      ? ok({ key: text as IdempotencyKey, command })
      : err(invalid(field, "key", `${field} must be 1 to 255 visible ASCII characters.`)),
  );
}
