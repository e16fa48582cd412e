import { postgresLedger } from "@bourse/adapters/postgres";
import type { AccountId } from "@bourse/core";
import { valueOf } from "@bourse/testkit";
import { traded } from "../../audit/traded.ts";
import type { Store } from "./store.ts";

/** Opens an account with a bit of everything. */
export async function trader(store: Store): Promise<AccountId> {
  const accountId = await store.openAccount();
  const ledger = postgresLedger(store.database());
  for (const entry of traded(accountId)) valueOf(await ledger.append([entry]));
  return accountId;
}
