import type { Contract } from "../contract.ts";
import { contractOf } from "./handles.ts";
import { ledgerAppends } from "./ledger-appends.ts";
import { ledgerPast } from "./ledger-past.ts";
import { ledgerReads } from "./ledger-reads.ts";
import { ledgerTogether } from "./ledger-together.ts";
import type { LedgerSubject } from "./ledger-subject.ts";

/** What every Ledger must fulfil; the numbers are the port's promises. */
export const ledgerContract: Contract<LedgerSubject> = contractOf(
  "Ledger",
  { port: "object", restart: "function", openAccount: "function" },
  [...ledgerAppends, ...ledgerTogether, ...ledgerReads, ...ledgerPast],
);
