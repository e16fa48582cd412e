import { inMemoryPortfolios } from "@bourse/adapters/in-memory";
import { emptyPortfolio, type Entry, type EntryDraft, type Ledger, type Portfolio } from "@bourse/core";
import {
  accountIdOf,
  entryOf,
  fakeLedger,
  faultyLedger,
  moneyOf,
  racing,
  refusal,
  requestOf,
  tally,
  topUpDraft,
  valueOf,
} from "@bourse/testkit";
import { errAsync, ok, type Result } from "neverthrow";
import { describe, expect, it } from "vitest";

const ADA = accountIdOf(1);
const GRACE = accountIdOf(2);
const DOLLAR = moneyOf("1.00");
const topUp = (portfolio: Portfolio): Result<EntryDraft, never> => ok(topUpDraft(portfolio, DOLLAR));

describe("portfolios in memory", () => {
  it("are read from the ledger once, and then not again", async () => {
    const ledger = fakeLedger();
    let reads = 0;
    const counted: Ledger = {
      ...ledger,
      portfolio: (accountId) => {
        reads += 1;
        return ledger.portfolio(accountId);
      },
    };
    const portfolios = inMemoryPortfolios(counted);
    await racing(20, () => portfolios.find(ADA));
    await racing(20, () => portfolios.change(ADA, null, topUp));
    expect(valueOf(await portfolios.find(ADA)).cash).toBe(moneyOf("20.00"));
    expect(reads).toBe(1);
  });

  it("are forgotten, the least recently used first, beyond the capacity", async () => {
    const ledger = faultyLedger(fakeLedger());
    const portfolios = inMemoryPortfolios(ledger, { capacity: 2 });
    for (const accountId of [ADA, GRACE, ADA, accountIdOf(3)]) valueOf(await portfolios.find(accountId));
    ledger.failReads(true);
    const [ada, third, grace] = await Promise.all([ADA, accountIdOf(3), GRACE].map((id) => portfolios.find(id)));
    expect([ada?.isOk(), third?.isOk(), grace?.isOk()]).toEqual([true, true, false]);
  });

  it("answer Contended to those beyond maxWaiting, and not to another account's", async () => {
    const portfolios = inMemoryPortfolios(fakeLedger(), { maxWaiting: 5 });
    const racers = racing(20, () => portfolios.change(ADA, null, topUp));
    valueOf(await portfolios.change(GRACE, null, topUp));
    expect(tally(await racers)).toEqual({ ok: 5, Contended: 15 });
    expect(valueOf(await portfolios.find(ADA)).seq).toBe(5);
  });

  it("answer Contended after maxAttempts conflicts", async () => {
    let appends = 0;
    const always: Ledger = {
      ...fakeLedger(),
      append: () => {
        appends += 1;
        return errAsync({ kind: "Conflict" });
      },
    };
    refusal(await inMemoryPortfolios(always, { maxAttempts: 3 }).change(ADA, null, topUp), "Contended");
    expect(appends).toBe(3);
  });

  it("a decide that throws tells its caller and changes nothing; those behind go on", async () => {
    const portfolios = inMemoryPortfolios(fakeLedger());
    const [bug, fine] = await Promise.allSettled([
      portfolios.change(ADA, null, () => {
        throw new Error("a bug");
      }),
      portfolios.change(ADA, null, topUp),
    ]);
    expect(bug).toMatchObject({ status: "rejected", reason: { message: "a bug" } });
    expect(fine.status === "fulfilled" && fine.value.isOk()).toBe(true);
    expect(valueOf(await portfolios.find(ADA)).seq).toBe(1);
  });

  it("tell of each new entry once, when the ledger has it, and never of a replay, a refusal or a failure", async () => {
    const ledger = faultyLedger(fakeLedger());
    const told: Entry[] = [];
    const portfolios = inMemoryPortfolios(ledger, { onRecorded: (entry) => told.push(entry) });
    const request = requestOf("k", "TOP-UP 1.00");
    ledger.onAppend(async (entry) => {
      expect(told).not.toContain(entry);
    });
    await racing(3, () => portfolios.change(ADA, request, topUp));
    ledger.onAppend(async () => {});
    ledger.failNextAppend("after");
    refusal(await portfolios.change(ADA, null, topUp), "StoreUnavailable");
    expect(told).toEqual([entryOf(topUpDraft(emptyPortfolio(ADA), DOLLAR), request)]);
  });
});
