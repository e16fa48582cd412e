import { loginName, type Accounts } from "@bourse/core";
import type { Logger } from "pino";
import { ACCOUNT_ID } from "./config-formats.ts";

/** Warns of each username among them that no open account has: whoever opens one becomes an operator. */
export async function logVacantOperators(
  log: Pick<Logger, "warn">,
  accounts: Accounts,
  operators: readonly string[],
): Promise<void> {
  for (const operator of operators.filter((name) => !ACCOUNT_ID.test(name))) {
    const holder = await accounts.credentialsFor(loginName(operator));
    // A store that fails says so itself, to whoever asks next.
    if (holder.isOk() && holder.value === null) {
      log.warn({ operator }, "no account has this operator's username: whoever opens one becomes an operator");
    }
  }
}
