import { inMemoryPortfolios } from "@bourse/adapters/in-memory";
import type { Entry, Ledger } from "@bourse/core";
import { accountIdOf, entryOf, fakeLedger, moneyOf, racing, tally, topUpDraft, valueOf } from "@bourse/testkit";
import { ok, ResultAsync } from "neverthrow";
import { expect, it } from "vitest";

const ADA = accountIdOf(1);
const DOLLAR = moneyOf("1.00");

/** An entry that another process adds to what is there. */
async function addedElsewhere(ledger: Ledger): Promise<void> {
  const portfolio = valueOf(await ledger.portfolio(ADA));
  valueOf(await ledger.append([entryOf(topUpDraft(portfolio, DOLLAR))]));
}

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
  await addedElsewhere(ledger);
  const after = portfolios.find(ADA);
  way.resolve();
  valueOf(await before);
  expect(valueOf(await after).seq).toBe(1);
});

/** A ledger to which another process adds an entry before each append of which `isBeaten` says so. */
function contended(ledger: Ledger, isBeaten: (entries: readonly Entry[]) => boolean) {
  const asked = { appends: 0, reads: 0 };
  const port: Ledger = {
    ...ledger,
    portfolio: (...given) => {
      asked.reads += 1;
      return ledger.portfolio(...given);
    },
    append: (entries) => {
      asked.appends += 1;
      const before = isBeaten(entries) ? addedElsewhere(ledger) : Promise.resolve();
      return new ResultAsync(before.then(() => ledger.append(entries)));
    },
  };
  return { port, asked };
}

it("a change that another process beats many times in a row is made, and reads only what is new", async () => {
  let left = 30;
  const { port, asked } = contended(fakeLedger(), () => --left > 0);
  const portfolios = inMemoryPortfolios(port, { isShared: true });
  const { entry } = valueOf(await portfolios.change(ADA, null, (portfolio) => ok(topUpDraft(portfolio, DOLLAR))));
  expect(entry).toMatchObject({ seq: 30, balance: moneyOf("30.00") });
  expect(asked.reads).toBe(1);
});

it("changes that wait together and meet another process's entries are made together all the same", async () => {
  const ledger = fakeLedger();
  let rivals = 3;
  const { port, asked } = contended(ledger, (entries) => entries.length > 1 && rivals-- > 0);
  const portfolios = inMemoryPortfolios(port, { isShared: true });
  const results = await racing(64, () =>
    portfolios.change(ADA, null, (portfolio) => ok(topUpDraft(portfolio, DOLLAR))),
  );
  expect(tally(results)).toEqual({ ok: 64 });
  expect(valueOf(await ledger.portfolio(ADA)).cash).toBe(moneyOf("67.00"));
  expect(asked).toEqual({ appends: 4, reads: 1 });
});
