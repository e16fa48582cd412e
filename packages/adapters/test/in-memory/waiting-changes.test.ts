import { inMemoryPortfolios } from "@bourse/adapters/in-memory";
import type { EntryDraft, Ledger, Portfolio } from "@bourse/core";
import { accountIdOf, fakeLedger, moneyOf, racing, tally, topUpDraft, valueOf } from "@bourse/testkit";
import { err, errAsync, ok, ResultAsync, type Result } from "neverthrow";
import { expect, it } from "vitest";

const ADA = accountIdOf(1);
const MANY = 64;
const topUp = (portfolio: Portfolio): Result<EntryDraft, never> => ok(topUpDraft(portfolio, moneyOf("1.00")));
const refused = () => err({ kind: "No" as const });

it("when the store falls silent, those that wait to be made one by one do not wait for it one by one", async () => {
  let asked = 0;
  const silent: Ledger = {
    ...fakeLedger(),
    portfolio: (accountId) => {
      asked += 1;
      // Known once, and then no more.
      return asked === 1 ? fakeLedger().portfolio(accountId) : errAsync({ kind: "StoreUnavailable", cause: "silence" });
    },
  };
  const portfolios = inMemoryPortfolios(silent);
  valueOf(await portfolios.find(ADA));
  const told = await racing(MANY, () => portfolios.change(ADA, null, refused));
  expect(tally(told)).toEqual({ StoreUnavailable: MANY });
  expect(asked).toBe(2);
});

it("where the store says what is wrong, each is told by itself", async () => {
  const full: Ledger = {
    ...fakeLedger(),
    append: () => errAsync({ kind: "StoreUnavailable", reason: "disk-full", cause: "full" }),
  };
  const portfolios = inMemoryPortfolios(full);
  const told = await racing(MANY, (index) => portfolios.change<{ kind: "No" }>(ADA, null, index % 2 ? refused : topUp));
  expect(tally(told)).toEqual({ StoreUnavailable: MANY / 2, No: MANY / 2 });
});

it("whoever waits for its turn counts against the bound, also while it is made one by one", async () => {
  const ledger = fakeLedger();
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  let looks = 0;
  const slow: Ledger = {
    ...ledger,
    portfolio: (accountId) => {
      looks += 1;
      if (looks === 1) return ledger.portfolio(accountId);
      reach();
      return new ResultAsync(held.then(() => ledger.portfolio(accountId)));
    },
  };
  const portfolios = inMemoryPortfolios(slow, { maxWaiting: 10 });
  const waiting = racing(10, () => portfolios.change(ADA, null, refused));
  await reached;
  const more = await portfolios.change(ADA, null, topUp);
  release();
  expect(tally([more])).toEqual({ Contended: 1 });
  expect(tally(await waiting)).toEqual({ No: 10 });
  valueOf(await portfolios.change(ADA, null, topUp));
});

it("what throws when it is told of one entry is told to that entry's caller alone", async () => {
  const ledger = fakeLedger();
  const portfolios = inMemoryPortfolios(ledger, {
    onRecorded: ({ seq }) => {
      if (seq === 3) throw new Error("a bug");
    },
  });
  const told = await Promise.allSettled(Array.from({ length: 6 }, () => portfolios.change(ADA, null, topUp)));
  expect(told.map(({ status }) => status)).toEqual([
    "fulfilled",
    "fulfilled",
    "rejected",
    "fulfilled",
    "fulfilled",
    "fulfilled",
  ]);
  expect(valueOf(await ledger.portfolio(ADA)).seq).toBe(6);
});

it("an append that throws is told to all whose entries were in it, and none of them is made again", async () => {
  const ledger = fakeLedger();
  let isBroken = true;
  const broken: Ledger = {
    ...ledger,
    append: (entries) => {
      const work = async () => {
        const appended = await ledger.append(entries);
        if (isBroken) throw new Error("a bug, once it was written");
        return appended;
      };
      return new ResultAsync(work());
    },
  };
  const portfolios = inMemoryPortfolios(broken);
  const told = await Promise.allSettled(
    Array.from({ length: 6 }, (_, index) => portfolios.change<unknown>(ADA, null, index === 5 ? refused : topUp)),
  );
  expect(told.map(({ status }) => status)).toEqual([...Array<string>(5).fill("rejected"), "fulfilled"]);
  isBroken = false;
  expect(valueOf(await portfolios.change(ADA, null, topUp)).entry.seq).toBe(6);
  expect(valueOf(await portfolios.find(ADA))).toEqual(valueOf(await ledger.portfolio(ADA)));
});
