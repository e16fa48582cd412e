import type { Contract } from "../contract.ts";
import { contractOf } from "./handles.ts";
import { accountsBlacklisting } from "./accounts-blacklisting.ts";
import { accountsChanges } from "./accounts-changes.ts";
import { accountsLookUps } from "./accounts-look-ups.ts";
import type { AccountsSubject } from "./accounts-subject.ts";

/** What every Accounts must fulfil; the numbers are the port's promises. */
export const accountsContract: Contract<AccountsSubject> = contractOf(
  "Accounts",
  { port: "object", restart: "function" },
  [...accountsLookUps, ...accountsChanges, ...accountsBlacklisting],
);
