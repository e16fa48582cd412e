import type { Ticker } from "@bourse/core";
import { Type, type TInteger, type TString } from "typebox";

/** Facts and examples that several kinds of failure share. */
export const retryAfter: TInteger = Type.Integer({
  minimum: 1,
  description: "In how many seconds to ask again, as in `Retry-After`.",
});
export const reason: TString = Type.String({ description: "Why, in words that may change." });
export const seq: TInteger = Type.Integer({ description: "The number that was asked for." });
export const SOON = { retryAfter: 15 } as const;
export const AAPL = "AAPL" as Ticker;

/** The one field that an example's input gets wrong. */
export function wrong(field: string, rule: string, message: string) {
  return { problems: [{ field, rule, message }] };
}
