import assert from "node:assert/strict";
import { err } from "neverthrow";
import { errorOf, only, RACERS, racing, refusal, tally, valueOf } from "../assertions.ts";
import { moneyOf, requestOf } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import { historyOf } from "./ledger-subject.ts";
import { toppingUp, type Decide, type PortfoliosSubject } from "./portfolios-subject.ts";

const DOLLAR = moneyOf("1.00");
const WISH = requestOf("k", "TOP-UP 1.00");
const OTHER_WISH = requestOf("k", "TOP-UP 2.00");

const refusing: Decide<{ readonly kind: "No" }> = () => err({ kind: "No" });

/** What must hold of idempotency keys. */
export const portfoliosKeys: readonly Clause<PortfoliosSubject>[] = [
  clause(`5. ${RACERS} calls under one key make one entry, and all get it`, async (subject) => {
    const { ledger, makePortfolios, openAccount } = subject;
    const accountId = await openAccount();
    const portfolios = makePortfolios(ledger);
    const results = await racing(RACERS, () => portfolios.change(accountId, WISH, toppingUp(DOLLAR)));
    const entry = only(await historyOf(ledger, accountId));
    assert.deepEqual(entry.request, WISH);
    for (const result of results) assert.deepEqual(valueOf(result).entry, entry);
    assert.equal(results.filter((result) => !valueOf(result).replayed).length, 1);
  }),

  clause("5. calls under one key in two processes make one entry, and all get it", async (subject) => {
    const { ledger, makePortfolios, openAccount } = subject;
    const accountId = await openAccount();
    const both = [makePortfolios(ledger), makePortfolios(ledger)] as const;
    const results = await racing(RACERS, (index) =>
      (index % 2 ? both[0] : both[1]).change(accountId, WISH, toppingUp(DOLLAR)),
    );
    const entry = only(await historyOf(ledger, accountId));
    for (const result of results) assert.deepEqual(valueOf(result).entry, entry);
    assert.equal(results.filter((result) => !valueOf(result).replayed).length, 1);
  }),

  clause("5. a later call gets the first one's entry, whatever has happened since", async (subject) => {
    const { ledger, makePortfolios, openAccount } = subject;
    const accountId = await openAccount();
    const portfolios = makePortfolios(ledger);
    const { entry } = valueOf(await portfolios.change(accountId, WISH, toppingUp(DOLLAR)));
    valueOf(await portfolios.change(accountId, null, toppingUp(DOLLAR)));
    assert.deepEqual(valueOf(await portfolios.change(accountId, WISH, refusing)), { entry, replayed: true });
    const anew = makePortfolios(ledger);
    assert.deepEqual(valueOf(await anew.change(accountId, WISH, refusing)), { entry, replayed: true });
    assert.equal((await historyOf(ledger, accountId)).length, 2);
  }),

  clause("5. another command under the key answers KeyReused and changes nothing", async (subject) => {
    const { ledger, makePortfolios, openAccount } = subject;
    const accountId = await openAccount();
    const portfolios = makePortfolios(ledger);
    const { entry } = valueOf(await portfolios.change(accountId, WISH, toppingUp(DOLLAR)));
    const reused = await portfolios.change(accountId, OTHER_WISH, toppingUp(moneyOf("2.00")));
    refusal(reused, "KeyReused");
    refusal(await makePortfolios(ledger).change(accountId, OTHER_WISH, toppingUp(DOLLAR)), "KeyReused");
    assert.deepEqual(await historyOf(ledger, accountId), [entry]);
    assert.equal(valueOf(await portfolios.find(accountId)).seq, 1);
  }),

  clause("5. of two commands racing for a key one has it", async ({ ledger, makePortfolios, openAccount }) => {
    const accountId = await openAccount();
    const portfolios = makePortfolios(ledger);
    const results = await racing(RACERS, (index) =>
      portfolios.change(accountId, index % 2 ? WISH : OTHER_WISH, toppingUp(DOLLAR)),
    );
    assert.deepEqual(tally(results), { ok: RACERS / 2, KeyReused: RACERS / 2 });
    only(await historyOf(ledger, accountId));
  }),

  clause("5. another account's same key is its own", async ({ ledger, makePortfolios, openAccount }) => {
    const [accountId, other] = [await openAccount(), await openAccount()];
    const portfolios = makePortfolios(ledger);
    valueOf(await portfolios.change(accountId, WISH, toppingUp(DOLLAR)));
    assert.equal(valueOf(await portfolios.recall(other, WISH)), null);
    const { entry, replayed } = valueOf(await portfolios.change(other, OTHER_WISH, toppingUp(moneyOf("2.00"))));
    assert.deepEqual([entry.accountId, entry.seq, replayed], [other, 1, false]);
  }),

  clause("5. calls without a key are each made", async ({ ledger, makePortfolios, openAccount }) => {
    const accountId = await openAccount();
    const portfolios = makePortfolios(ledger);
    const results = await racing(RACERS, () => portfolios.change(accountId, null, toppingUp(DOLLAR)));
    assert.ok(results.every((result) => !valueOf(result).replayed));
    assert.equal((await historyOf(ledger, accountId)).length, RACERS);
  }),

  clause("5. recall answers what the key made, and makes nothing itself", async (subject) => {
    const { ledger, makePortfolios, openAccount } = subject;
    const accountId = await openAccount();
    const portfolios = makePortfolios(ledger);
    assert.equal(valueOf(await portfolios.recall(accountId, WISH)), null);
    assert.equal(valueOf(await portfolios.recall(accountId, null)), null);
    const { entry } = valueOf(await portfolios.change(accountId, WISH, toppingUp(DOLLAR)));
    for (const each of [portfolios, makePortfolios(ledger)]) {
      assert.deepEqual(valueOf(await each.recall(accountId, WISH)), { entry, replayed: true });
      assert.equal(valueOf(await each.recall(accountId, requestOf("K", WISH.command))), null);
      assert.equal(valueOf(await each.recall(accountId, null)), null);
      assert.deepEqual(errorOf(await each.recall(accountId, OTHER_WISH)), { kind: "KeyReused" });
    }
    assert.deepEqual(await historyOf(ledger, accountId), [entry]);
  }),
];
