import type { Policy } from "@bourse/core";
import { listed } from "./config-formats.ts";
import type { Config } from "./config.ts";

/** The house rules as the environment tells them. */
export function policyOf({ MINIMUM_AGE, MAX_QUOTE_AGE, SESSION_LIFETIME, OPERATORS }: Config): Policy {
  return {
    minimumAge: MINIMUM_AGE,
    maxQuoteAge: MAX_QUOTE_AGE,
    sessionLifetime: SESSION_LIFETIME,
    operators: OPERATORS === undefined ? [] : listed(OPERATORS),
  };
}
