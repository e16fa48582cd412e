import assert from "node:assert/strict";
import { emptyPortfolio, MAX_BALANCE, MAX_PRICE, money, type AccountId, type Entry } from "@bourse/core";
import * as fc from "fast-check";
import { anyRequest, anySteps } from "../arbitraries.ts";
import { RACERS, racing, valueOf } from "../assertions.ts";
import { moneyOf, quantityOf, quoteOf, requestOf } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import { entriesFor, entryOf, topUpDraft, type Step } from "../drafts.ts";
import { appendAll, assertHistory, historyOf, type LedgerSubject } from "./ledger-subject.ts";
import { append, appendOf, assertConflict, assertOneWins } from "./ledger-told.ts";
import { errorIn } from "./told.ts";

const BUY: Step = { status: "BUYING-SHARES", quote: quoteOf("BRK.B", "40.0625"), quantity: quantityOf(3) };

/** One entry of each kind: 1 a top-up, 2 a purchase, 3 a sale at a loss, 4 a withdrawal. */
export function oneOfEach(accountId: AccountId): readonly [Entry, Entry, Entry, Entry] {
  const [topUp, buy, sell, withdrawal] = entriesFor(accountId, [
    { status: "TOP-UP", amount: moneyOf("1000.00") },
    BUY,
    { status: "SELLING-SHARES", quote: quoteOf("BRK.B", "0.0001"), quantity: quantityOf(2) },
    { status: "WITHDRAWAL", amount: moneyOf("0.01") },
  ]);
  assert.ok(topUp && buy && sell && withdrawal);
  return [topUp, buy, sell, withdrawal];
}

/** A first entry under a key; `cents` tells it from others. */
export function firstTopUp(accountId: AccountId, cents: number, key?: string): Entry {
  const draft = topUpDraft(emptyPortfolio(accountId), money(BigInt(cents) * 100n));
  return entryOf(draft, key === undefined ? null : requestOf(key, `TOP-UP ${cents}`));
}

const EXTREMES: readonly Step[] = [
  { status: "TOP-UP", amount: MAX_BALANCE },
  { status: "BUYING-SHARES", quote: quoteOf("ABCDEF.XYZ", "0.0001"), quantity: quantityOf(1_000_000) },
  { status: "BUYING-SHARES", quote: quoteOf("A", "10000000.00"), quantity: quantityOf(9_999) },
  {
    status: "SELLING-SHARES",
    quote: quoteOf("A", "0.0001", { source: "Zoë's \\ %_'\"" }),
    quantity: quantityOf(9_999),
  },
  { status: "SELLING-SHARES", quote: quoteOf("ABCDEF.XYZ", "99989.9999"), quantity: quantityOf(999_999) },
];

/** What must hold of appending. */
export const ledgerAppends: readonly Clause<LedgerSubject>[] = [
  clause("1. every kind of entry is there after a restart, unchanged", async ({ port, openAccount, restart }) => {
    const accountId = await openAccount();
    const entries = oneOfEach(accountId);
    await appendAll(port, entries);
    await assertHistory(port, accountId, entries);
    await assertHistory(await restart(), accountId, entries, "after a restart");
  }),

  clause(
    "1. the largest and smallest amounts there can be come back exactly",
    async ({ port, openAccount, restart }) => {
      const accountId = await openAccount();
      const entries = entriesFor(accountId, EXTREMES);
      assert.equal(entries.length, EXTREMES.length);
      assert.equal(entries[2]?.amount, money(0n - MAX_PRICE * 9_999n));
      await appendAll(port, entries);
      await assertHistory(await restart(), accountId, entries, "after a restart");
    },
  ),

  clause("1. any sequence of entries under any keys comes back as it was", async ({ port, openAccount }) => {
    const law = fc.asyncProperty(anySteps(), fc.array(fc.option(anyRequest())), async (steps, requests) => {
      const accountId = await openAccount();
      const used = new Set<string>();
      const entries = entriesFor(accountId, steps).map((entry, index) => {
        const request = requests[index] ?? null;
        const fresh = request !== null && !used.has(request.key);
        if (fresh) used.add(request.key);
        return { ...entry, request: fresh ? request : null };
      });
      await appendAll(port, entries);
      await assertHistory(port, accountId, entries);
    });
    await fc.assert(law, { numRuns: 20 });
  }),

  clause(
    "1. appends to many accounts at once are all there after a restart",
    async ({ port, openAccount, restart }) => {
      const ids = await racing(RACERS, openAccount);
      const entries = ids.map((accountId, index) => firstTopUp(accountId, index + 1, "the-same-key"));
      await Promise.all(entries.map((entry) => append(port, [entry])));
      const again = await restart();
      for (const entry of entries) await assertHistory(again, entry.accountId, [entry], "after a restart");
    },
  ),

  clause(`2. of ${RACERS} appends at one seq one succeeds and the others conflict`, async ({ port, openAccount }) => {
    const accountId = await openAccount();
    const won: Entry[] = [];
    for (let round = 0; round < 5; round += 1) {
      const portfolio = valueOf(await port.portfolio(accountId));
      const racers = Array.from({ length: RACERS }, (_, index) =>
        entryOf(topUpDraft(portfolio, money(BigInt(index + 1) * 100n))),
      );
      const results = await racing(RACERS, (index) => port.append([racers[index] as Entry]));
      assertOneWins(results);
      won.push(racers[results.findIndex((result) => result.isOk())] as Entry);
    }
    await assertHistory(port, accountId, won, `after ${RACERS} appends at each seq`);
  }),

  clause("2. a taken seq conflicts for good, and its entry stays as it was", async ({ port, openAccount, restart }) => {
    const accountId = await openAccount();
    const entries = oneOfEach(accountId);
    await appendAll(port, entries);
    const again = await restart();
    for (const entry of entries) {
      await assertConflict(again, [entry], "it was appended before");
      await assertConflict(again, [{ ...firstTopUp(accountId, 7), seq: entry.seq }], "another has its number");
    }
    await assertHistory(again, accountId, entries, "after conflicts");
  }),

  clause("3. an append that would leave a gap conflicts", async ({ port, openAccount }) => {
    const accountId = await openAccount();
    const [first, second, third, fourth] = oneOfEach(accountId);
    await assertConflict(port, [second], "there is no entry 1");
    await append(port, [first]);
    await assertConflict(port, [third], "there is no entry 2");
    await assertConflict(port, [fourth], "there is no entry 2");
    await assertHistory(port, accountId, [first], "after conflicts");
  }),

  clause("3. an idempotency key is taken once per account", async ({ port, openAccount, restart }) => {
    const [accountId, other] = [await openAccount(), await openAccount()];
    const [first, second] = oneOfEach(accountId);
    const keyed = { ...first, request: requestOf("k", "TOP-UP 1000.00") };
    await append(port, [keyed]);
    const taken = "another has its key";
    await assertConflict(port, [{ ...second, request: requestOf("k", "TOP-UP 1000.00") }], taken);
    const again = await restart();
    await assertConflict(again, [{ ...second, request: requestOf("k", "BUY 3 BRK.B") }], taken);
    await assertHistory(again, accountId, [keyed], "after conflicts and a restart");
    await append(again, [firstTopUp(other, 5, "k")]);
    await append(again, [{ ...second, request: requestOf("K", "BUY 3 BRK.B") }]);
  }),

  clause("7. a trade that conflicts leaves neither of its legs", async ({ port, openAccount }) => {
    const accountId = await openAccount();
    const [topUp, buy, sell] = oneOfEach(accountId);
    const keyed = { ...topUp, request: requestOf("k", "TOP-UP 1000.00") };
    await append(port, [keyed]);
    await assertConflict(port, [sell], "there is no entry 2");
    await assertConflict(port, [{ ...buy, seq: 1 }], "another has its number");
    await assertConflict(port, [{ ...buy, request: keyed.request }], "another has its key");
    await assertHistory(port, accountId, [keyed], "after conflicts");
    await append(port, [buy]);
    await assertHistory(port, accountId, [keyed, buy], `after conflicts and ${appendOf([buy])}`);
  }),

  clause("7. a trade whose append failed is there whole or not at all", async (subject) => {
    const accountId = await subject.openAccount();
    const [topUp, buy, sell] = oneOfEach(accountId);
    await appendAll(subject.port, [topUp, buy]);
    await subject.breakNextAppend?.();
    const appended = await subject.port.append([sell]);
    if (appended.isErr()) errorIn(appendOf([sell]), appended, "StoreUnavailable");
    const again = await subject.restart();
    const isThere = appended.isOk() || (await historyOf(again, accountId)).length > 2;
    const after = `after ${appendOf([sell])}, which ${appended.isOk() ? "succeeded" : "failed"}, and a restart`;
    await assertHistory(again, accountId, isThere ? [topUp, buy, sell] : [topUp, buy], after);
  }),

  clause(
    "7. appends that a restart breaks off are there whole or not at all",
    async ({ port, openAccount, restart }) => {
      const ids = await racing(RACERS, openAccount);
      const stories = ids.map(oneOfEach);
      await Promise.all(stories.map(([topUp]) => port.append([topUp])));
      const pending = stories.map(([, buy]) => port.append([buy]));
      const again = await restart();
      const results = await Promise.all(pending);
      for (const [index, story] of stories.entries()) {
        const [topUp, buy] = story;
        const isThere = results[index]?.isOk() || (await historyOf(again, topUp.accountId)).length > 1;
        const after = `after ${appendOf([buy])} that a restart broke off`;
        await assertHistory(again, topUp.accountId, isThere ? [topUp, buy] : [topUp], after);
      }
    },
  ),
];
