import assert from "node:assert/strict";
import { emptyPortfolio, type Portfolio } from "@bourse/core";
import * as fc from "fast-check";
import { err, ok } from "neverthrow";
import { anySteps } from "../arbitraries.ts";
import { errorOf, RACERS, racing, settle, tally, valueOf, within } from "../assertions.ts";
import { moneyOf, requestOf } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import { draftFor } from "../drafts.ts";
import { faultyLedger } from "../fakes/faulty-ledger.ts";
import { assertHistory, historyOf } from "./ledger-subject.ts";
import { rivalTopUp, toppingUp, withdrawing, type PortfoliosSubject } from "./portfolios-subject.ts";

const DOLLAR = moneyOf("1.00");
const NO = { kind: "No" } as const;

/** What must hold of finding and changing while nothing fails. */
export const portfoliosChanges: readonly Clause<PortfoliosSubject>[] = [
  clause("1. of racing changes to one account none is lost", async ({ ledger, makePortfolios, openAccount }) => {
    const accountId = await openAccount();
    const portfolios = makePortfolios(ledger);
    const results = await racing(RACERS, () => portfolios.change(accountId, null, toppingUp(DOLLAR)));
    const entries = results.map((result) => valueOf(result).entry).toSorted((a, b) => a.seq - b.seq);
    await assertHistory(ledger, accountId, entries);
    const found = valueOf(await portfolios.find(accountId));
    assert.equal(found.cash, moneyOf(`${RACERS}.00`));
    assert.deepEqual(found, valueOf(await ledger.portfolio(accountId)));
  }),

  clause("1. of racing changes to one account none is built on a stale one", async (subject) => {
    const { ledger, makePortfolios, openAccount } = subject;
    const accountId = await openAccount();
    const portfolios = makePortfolios(ledger);
    valueOf(await portfolios.change(accountId, null, toppingUp(moneyOf("40.00"))));
    const results = await racing(RACERS, () => portfolios.change(accountId, null, withdrawing(DOLLAR)));
    assert.deepEqual(tally(results), { ok: 40, InsufficientCash: RACERS - 40 });
    assert.equal(valueOf(await portfolios.find(accountId)).cash, 0n);
    assert.equal(valueOf(await ledger.portfolio(accountId)).cash, 0n);
  }),

  clause("1. decide sees the portfolio as the last change left it", async ({ ledger, makePortfolios, openAccount }) => {
    const law = fc.asyncProperty(anySteps(15), async (steps) => {
      const accountId = await openAccount();
      const portfolios = makePortfolios(ledger);
      let expected = emptyPortfolio(accountId);
      for (const step of steps) {
        const seen: Portfolio[] = [];
        const changed = await portfolios.change(accountId, null, (portfolio) => {
          seen.push(portfolio);
          const draft = draftFor(portfolio, step);
          return draft ? ok(draft) : err(NO);
        });
        assert.deepEqual(seen.at(-1), expected);
        if (changed.isOk()) expected = valueOf(await ledger.portfolio(accountId));
        assert.deepEqual(valueOf(await portfolios.find(accountId)), expected);
      }
    });
    await fc.assert(law, { numRuns: 20 });
  }),

  clause("1. a change after another writer's follows that one", async ({ ledger, makePortfolios, openAccount }) => {
    const accountId = await openAccount();
    const portfolios = makePortfolios(ledger);
    valueOf(await portfolios.change(accountId, null, toppingUp(DOLLAR)));
    await rivalTopUp(ledger, accountId, DOLLAR);
    const { entry } = valueOf(await portfolios.change(accountId, null, withdrawing(moneyOf("2.00"))));
    assert.deepEqual([entry.seq, entry.balance], [3, 0n]);
    assert.deepEqual(valueOf(await portfolios.find(accountId)), valueOf(await ledger.portfolio(accountId)));
  }),

  clause("1. two processes over one ledger lose nothing between them", async (subject) => {
    const { ledger, makePortfolios, openAccount } = subject;
    const accountId = await openAccount();
    await rivalTopUp(ledger, accountId, moneyOf("20.00"));
    const both = [makePortfolios(ledger), makePortfolios(ledger)] as const;
    const results = await racing(RACERS, (index) =>
      (index % 2 ? both[0] : both[1]).change(accountId, null, withdrawing(DOLLAR)),
    );
    const { ok: done = 0, Contended: tired = 0, InsufficientCash: refused = 0 } = tally(results);
    assert.equal(done + tired + refused, RACERS);
    assert.ok(done >= 1 && (refused === 0 || done === 20), `${done} done, ${tired} contended, ${refused} refused`);
    assert.equal((await historyOf(ledger, accountId)).length, 1 + done);
    const left = valueOf(await ledger.portfolio(accountId)).cash;
    assert.equal(left, moneyOf(`${20 - done}.00`));
  }),

  clause("2. what decide refuses comes back, and changes nothing", async ({ ledger, makePortfolios, openAccount }) => {
    const accountId = await openAccount();
    const portfolios = makePortfolios(ledger);
    const before = await rivalTopUp(ledger, accountId, DOLLAR);
    const refused = await portfolios.change(accountId, requestOf("k", "NO"), () => err(NO));
    assert.deepEqual(errorOf(refused), NO);
    assert.deepEqual(valueOf(await portfolios.find(accountId)), before);
    assert.deepEqual(valueOf(await ledger.portfolio(accountId)), before);
  }),

  clause("2. a refusal neither takes the key nor holds up what follows", async (subject) => {
    const { ledger, makePortfolios, openAccount } = subject;
    const accountId = await openAccount();
    const portfolios = makePortfolios(ledger);
    errorOf(await portfolios.change(accountId, requestOf("k", "NO"), () => err(NO)));
    assert.equal(valueOf(await portfolios.recall(accountId, requestOf("k", "NO"))), null);
    const mixed = await racing(RACERS, (index) =>
      index % 2
        ? portfolios.change(accountId, null, () => err(NO))
        : portfolios.change(accountId, null, toppingUp(DOLLAR)),
    );
    assert.deepEqual(tally(mixed), { ok: RACERS / 2, No: RACERS / 2 });
    const retried = await portfolios.change(accountId, requestOf("k", "YES"), toppingUp(DOLLAR));
    assert.equal(valueOf(retried).entry.seq, RACERS / 2 + 1);
  }),

  clause("3. find does not show a change that the ledger does not have yet", async (subject) => {
    const { ledger, makePortfolios, openAccount } = subject;
    const accountId = await openAccount();
    const before = await rivalTopUp(ledger, accountId, DOLLAR);
    const slow = faultyLedger(ledger);
    const portfolios = makePortfolios(slow);
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
    slow.onAppend(async () => {
      reach();
      await held;
    });
    assert.deepEqual(valueOf(await portfolios.find(accountId)), before);
    slow.failNextAppend("before");
    const changing = portfolios.change(accountId, null, toppingUp(DOLLAR));
    await within(reached, "the append");
    const finding = portfolios.find(accountId);
    await settle();
    release();
    assert.deepEqual(valueOf(await finding), before, "what was found while the append was on its way");
    errorOf(await changing);
    assert.deepEqual(valueOf(await portfolios.find(accountId)), before);
  }),

  clause("3. a process that begins finds what the one before acknowledged", async (subject) => {
    const { ledger, makePortfolios, openAccount } = subject;
    const accountId = await openAccount();
    const portfolios = makePortfolios(ledger);
    await racing(RACERS, () => portfolios.change(accountId, null, toppingUp(DOLLAR)));
    const found = valueOf(await portfolios.find(accountId));
    assert.equal(found.seq, RACERS);
    assert.deepEqual(valueOf(await makePortfolios(ledger).find(accountId)), found);
  }),

  clause("4. changes to one account wait for one another", async ({ ledger, makePortfolios, openAccount }) => {
    const accountId = await openAccount();
    const watched = faultyLedger(ledger);
    const portfolios = makePortfolios(watched);
    const results = await racing(RACERS, () => portfolios.change(accountId, null, toppingUp(DOLLAR)));
    assert.deepEqual(tally(results), { ok: RACERS });
    assert.equal(watched.conflicts(), 0, "changes that do not wait get in one another's way");
  }),

  clause("4. a change that hangs does not hold up another account's", async (subject) => {
    const { ledger, makePortfolios, openAccount } = subject;
    const [stuck, other] = [await openAccount(), await openAccount()];
    const slow = faultyLedger(ledger);
    const portfolios = makePortfolios(slow);
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    slow.onAppend(async (entry) => {
      if (entry.accountId === stuck) await held;
    });
    const hanging = portfolios.change(stuck, null, toppingUp(DOLLAR));
    try {
      const free = racing(RACERS, () => portfolios.change(other, null, toppingUp(DOLLAR)));
      assert.deepEqual(tally(await within(free, "another account's change")), { ok: RACERS });
      const found = await within(portfolios.find(other), "another account's portfolio");
      assert.equal(valueOf(found).seq, RACERS);
    } finally {
      release();
      await hanging;
    }
    assert.equal(valueOf(await portfolios.find(stuck)).seq, 1);
  }),
];
