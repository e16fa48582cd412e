import { ResultAsync } from "neverthrow";
import type { AccountId } from "../domain/account.ts";
import type { InTurn } from "../in-turn.ts";

export type AloneNeeds = { readonly accountsInTurn: InTurn<AccountId> };

/**
 * Does what must not fall in between the steps of something else of the account, such as a session that begins while
 * the password changes. It must call nothing that waits for the same turn. Another process knows nothing of the turn:
 * the steps come in an order that holds without it too, short of a crash.
 */
export function alone<Value, E>(
  { accountsInTurn }: AloneNeeds,
  accountId: AccountId,
  steps: () => ResultAsync<Value, E>,
): ResultAsync<Value, E> {
  return new ResultAsync(accountsInTurn.run(accountId, async () => steps()));
}
