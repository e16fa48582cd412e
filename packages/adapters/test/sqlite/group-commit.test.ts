import { sqliteLedger } from "@bourse/adapters/sqlite";
import { emptyPortfolio, money, ZERO, type AccountId, type Entry } from "@bourse/core";
import {
  entriesFor,
  entryOf,
  moneyOf,
  purchaseDraft,
  quantityOf,
  quoteOf,
  racing,
  refusal,
  tally,
  topUpDraft,
  valueOf,
} from "@bourse/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newStore, type Store } from "./store.ts";
import { commitsInLog } from "./wal.ts";

let store: Store;
beforeEach(() => {
  store = newStore();
});
afterEach(() => store.dispose());

const firstTopUp = (accountId: AccountId): Entry => entryOf(topUpDraft(emptyPortfolio(accountId), moneyOf("1.00")));
const topUps = (accountId: AccountId, length: number): Entry[] =>
  entriesFor(
    accountId,
    Array.from({ length }, () => ({ status: "TOP-UP", amount: moneyOf("1.00") })),
  );
const accounts = (count: number): Promise<AccountId[]> => racing(count, store.openAccount);

describe("appends of one turn", () => {
  it("share one commit", async () => {
    const ledger = sqliteLedger(store.db());
    const entries = (await accounts(100)).map(firstTopUp);
    const before = commitsInLog(store.path);
    const appended = await Promise.all(entries.map((entry) => ledger.append([entry])));
    expect(tally(appended)).toEqual({ ok: 100 });
    expect(commitsInLog(store.path) - before).toBe(1);
  });

  it("share one commit when many are one account's", async () => {
    const ledger = sqliteLedger(store.db());
    const accountId = await store.openAccount();
    const before = commitsInLog(store.path);
    const appended = await Promise.all(topUps(accountId, 20).map((entry) => ledger.append([entry])));
    expect(tally(appended)).toEqual({ ok: 20 });
    expect(commitsInLog(store.path) - before).toBe(1);
  });

  it("are at most so many to a commit that it ends soon", async () => {
    const ledger = sqliteLedger(store.db());
    const entries = topUps(await store.openAccount(), 1100);
    const before = commitsInLog(store.path);
    const appended = await Promise.all(entries.map((entry) => ledger.append([entry])));
    expect(tally(appended)).toEqual({ ok: 1100 });
    expect(commitsInLog(store.path) - before).toBe(3);
  });

  it("have commits of their own in turns of their own", async () => {
    const ledger = sqliteLedger(store.db());
    const entries = (await accounts(3)).map(firstTopUp);
    const before = commitsInLog(store.path);
    for (const entry of entries) valueOf(await ledger.append([entry]));
    expect(commitsInLog(store.path) - before).toBe(3);
  });

  it("are none of them answered before the commit", async () => {
    const ledger = sqliteLedger(store.db());
    const before = commitsInLog(store.path);
    const entries = (await accounts(3)).map(firstTopUp);
    const opened = commitsInLog(store.path);
    const counts = await Promise.all(
      entries.map((entry) => ledger.append([entry]).map(() => commitsInLog(store.path) - opened)),
    );
    expect(opened).toBeGreaterThan(before);
    expect(counts.map(valueOf)).toEqual([1, 1, 1]);
  });
});

describe("in a batch", () => {
  it("a refused append leaves the others", async () => {
    const ledger = sqliteLedger(store.db());
    const [one, other, third] = (await accounts(3)) as [AccountId, AccountId, AccountId];
    const appended = await Promise.all(
      [firstTopUp(one), firstTopUp(other), firstTopUp(other), firstTopUp(third)].map((entry) => ledger.append([entry])),
    );
    expect(appended.map((result) => result.isOk())).toEqual([true, true, false, true]);
    for (const accountId of [one, other, third]) expect(valueOf(await ledger.portfolio(accountId)).seq).toBe(1);
  });

  it("an append that only a bug can make rejects alone, and leaves nothing", async () => {
    const ledger = sqliteLedger(store.db());
    const [one, two, other] = (await accounts(3)) as [AccountId, AccountId, AccountId];
    const overdrawn = { ...firstTopUp(one), balance: money(-1n) };
    const purchase = entryOf(purchaseDraft(emptyPortfolio(two), quoteOf("AAPL", "1.00"), quantityOf(1)));
    // Its cash leg is sound and its share leg is not.
    const halfSound = { ...purchase, balance: ZERO, trade: { ...purchase.trade, costAfter: money(-1n) } };
    const appended = await Promise.allSettled(
      [overdrawn, halfSound, firstTopUp(other)].map((entry) => ledger.append([entry])),
    );
    const bug = { status: "rejected", reason: { code: "SQLITE_CONSTRAINT_CHECK" } };
    expect(appended).toMatchObject([bug, bug, { status: "fulfilled" }]);
    for (const accountId of [one, two]) {
      expect(valueOf(await ledger.entries({ accountId, limit: 10 }))).toEqual([]);
    }
    expect(valueOf(await ledger.portfolio(other)).seq).toBe(1);
  });

  it("a failing disk fails all of them, and none is there", async () => {
    const ledger = sqliteLedger(store.db());
    const entries = (await accounts(200)).map(firstTopUp);
    store.db().pragma(`max_page_count = ${Number(store.db().pragma("page_count", { simple: true }))}`);
    const appended = await Promise.all(entries.map((entry) => ledger.append([entry])));
    for (const result of appended) refusal(result, "StoreUnavailable");
    store.db().pragma("max_page_count = 1000000");
    for (const { accountId } of entries) expect(valueOf(await ledger.portfolio(accountId)).seq).toBe(0);
    expect(tally(await Promise.all(entries.map((entry) => ledger.append([entry]))))).toEqual({ ok: 200 });
  });

  it("a database closed meanwhile has taken none of them", async () => {
    const ledger = sqliteLedger(store.db());
    const entries = (await accounts(3)).map(firstTopUp);
    const pending = Promise.all(entries.map((entry) => ledger.append([entry])));
    const again = sqliteLedger(store.reopen());
    for (const result of await pending) refusal(result, "StoreUnavailable");
    for (const { accountId } of entries) expect(valueOf(await again.portfolio(accountId)).seq).toBe(0);
  });
});
