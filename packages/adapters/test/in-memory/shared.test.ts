import { inMemoryPortfolios } from "@bourse/adapters/in-memory";
import type { Ledger } from "@bourse/core";
import { accountIdOf, entryOf, fakeLedger, moneyOf, topUpDraft, valueOf } from "@bourse/testkit";
import { ResultAsync } from "neverthrow";
import { expect, it } from "vitest";

const ADA = accountIdOf(1);

it("a look that waits for another's first look sees what was written since that one was made", async () => {
  const ledger = fakeLedger();
  const way = Promise.withResolvers<void>();
  const farAway: Ledger = {
    ...ledger,
    // What it answers is as it was when it was asked.
    portfolio: (...asked) =>
      new ResultAsync(Promise.all([ledger.portfolio(...asked), way.promise]).then(([answer]) => answer)),
  };
  const portfolios = inMemoryPortfolios(farAway, { isShared: true });
  const before = portfolios.find(ADA);
  const empty = valueOf(await ledger.portfolio(ADA));
  valueOf(await ledger.append(entryOf(topUpDraft(empty, moneyOf("1.00")))));
  const after = portfolios.find(ADA);
  way.resolve();
  valueOf(await before);
  expect(valueOf(await after).seq).toBe(1);
});
