import { areConsecutive, type Entry, type Ledger } from "@bourse/core";
import { ledgerContract } from "@bourse/testkit/contracts";
import { describe } from "vitest";
import { ledgerSubject } from "../subjects.ts";
import { hasTeeth, type Wrong } from "./bites.ts";
import { APPENDED, CONFLICT, keep, ledgerThat, rightly } from "./ledgers.ts";

const TOGETHER = "8. entries appended together are all there after a restart";
const NONE = "8. if one of several conflicts, none of them is there";

const wrongs: readonly Wrong<Ledger>[] = [
  [
    "appends the first of several alone",
    () => ledgerThat(rightly, async (rows, [first]) => rightly(rows, first)),
    TOGETHER,
  ],
  [
    "keeps those before the one that conflicts",
    () =>
      ledgerThat(rightly, async (rows, entries) => {
        if (!areConsecutive(entries)) return CONFLICT;
        return entries.map((entry) => rightly(rows, entry)).find((each) => each.isErr()) ?? APPENDED;
      }),
    NONE,
  ],
  [
    "looks at the first of several alone",
    () =>
      ledgerThat(rightly, async (rows, entries) => {
        const [first, ...others] = entries;
        if (!areConsecutive(entries)) return CONFLICT;
        return rightly(rows, first).andTee(() => others.forEach((entry) => keep(rows, entry)));
      }),
    NONE,
  ],
  [
    "takes several of two accounts",
    () =>
      ledgerThat(rightly, async (rows, entries) => {
        const fits = ({ accountId }: Entry, ...others: readonly Entry[]): boolean =>
          others.some((each) => each.accountId !== accountId) || areConsecutive(entries);
        if (!fits(...entries)) return CONFLICT;
        const copy = { entries: [...rows.entries], trades: [...rows.trades] };
        const refused = entries.map((entry) => rightly(copy, entry)).find((each) => each.isErr());
        if (!refused) for (const entry of entries) keep(rows, entry);
        return refused ?? APPENDED;
      }),
    NONE,
  ],
];

describe("the ledger's contract about several entries", () => {
  hasTeeth(ledgerContract, ledgerSubject, wrongs);
});
