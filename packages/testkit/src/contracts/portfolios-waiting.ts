import assert from "node:assert/strict";
import type { Portfolio } from "@bourse/core";
import { RACERS, racing, refusal, settle, tally, valueOf, within } from "../assertions.ts";
import { moneyOf, requestOf } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import { faultyLedger } from "../fakes/faulty-ledger.ts";
import { foldOf, historyOf } from "./ledger-subject.ts";
import { rivalTopUp, toppingUp, withdrawing, type PortfoliosSubject } from "./portfolios-subject.ts";

const DOLLAR = moneyOf("1.00");

/** What must hold of changes that wait for one account while the store fails, whether or not they are made together. */
export const portfoliosWaiting: readonly Clause<PortfoliosSubject>[] = [
  clause("2. a refusal says what the ledger has, not what failed to get there", async (subject) => {
    const { ledger, makePortfolios, openAccount } = subject;
    const accountId = await openAccount();
    await rivalTopUp(ledger, accountId, moneyOf("10.00"));
    const faulty = faultyLedger(ledger);
    const portfolios = makePortfolios(faulty);
    faulty.failNextAppend("before");
    const amounts = ["5.00", "5.00", "10.00"].map(moneyOf);
    const results = await racing(amounts.length, (index) =>
      portfolios.change(accountId, null, withdrawing(amounts[index] ?? DOLLAR)),
    );
    const { InsufficientCash: refused = 0, StoreUnavailable: failed = 0 } = tally(results);
    assert.ok(failed > 0);
    const { cash } = valueOf(await ledger.portfolio(accountId));
    if (refused > 0) assert.ok(cash < moneyOf("10.00"), "all the cash is there, and a withdrawal was refused");
  }),

  clause("3. find shows none of the changes that wait until the ledger has them", async (subject) => {
    const { ledger, makePortfolios, openAccount } = subject;
    const accountId = await openAccount();
    const faulty = faultyLedger(ledger);
    const portfolios = makePortfolios(faulty);
    valueOf(await portfolios.change(accountId, null, toppingUp(DOLLAR)));
    const finding: PromiseLike<Portfolio>[] = [];
    faulty.onAppend(async () => {
      finding.push(portfolios.find(accountId).then(valueOf));
      await settle();
    });
    faulty.failNextAppend("before");
    const { StoreUnavailable: failed = 0 } = tally(
      await racing(RACERS, () => portfolios.change(accountId, null, toppingUp(DOLLAR))),
    );
    assert.ok(failed > 0);
    const history = await historyOf(ledger, accountId);
    for (const found of await Promise.all(finding)) {
      assert.deepEqual(found, foldOf(accountId, history.slice(0, found.seq)), "it was found, and is not there");
    }
  }),

  clause("6. a failed change takes none that waits behind it with it", async (subject) => {
    const { ledger, makePortfolios, openAccount } = subject;
    const accountId = await openAccount();
    const faulty = faultyLedger(ledger);
    const portfolios = makePortfolios(faulty);
    valueOf(await portfolios.change(accountId, null, toppingUp(DOLLAR)));
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
    faulty.onAppend(async () => {
      reach();
      await held;
    });
    faulty.failNextAppend("before");
    const failed = portfolios.change(accountId, null, toppingUp(DOLLAR));
    await within(reached, "the append of the first change");
    const behind = racing(RACERS, () => portfolios.change(accountId, null, toppingUp(DOLLAR)));
    release();
    refusal(await failed, "StoreUnavailable");
    assert.deepEqual(tally(await behind), { ok: RACERS });
    assert.equal(valueOf(await ledger.portfolio(accountId)).seq, 1 + RACERS);
  }),

  ...(["before", "after"] as const).map((when) =>
    clause<PortfoliosSubject>(
      `6. of racing changes of which some fail ${when} the append, each is done once`,
      async (subject) => {
        const { ledger, makePortfolios, openAccount } = subject;
        const accountId = await openAccount();
        const faulty = faultyLedger(ledger);
        const portfolios = makePortfolios(faulty);
        faulty.failNextAppend(when);
        const ask = (index: number) =>
          portfolios.change(accountId, requestOf(`racer-${index}`, "TOP-UP 1.00"), toppingUp(DOLLAR));
        const { ok: done = 0, StoreUnavailable: unknown = 0 } = tally(await racing(RACERS, ask));
        assert.equal(done + unknown, RACERS);
        assert.ok(unknown > 0);
        const there = valueOf(await ledger.portfolio(accountId));
        assert.equal(there.seq, when === "before" ? done : RACERS);
        assert.deepEqual(valueOf(await portfolios.find(accountId)), there);
        const again = await racing(RACERS, ask);
        assert.deepEqual(tally(again), { ok: RACERS });
        assert.equal(again.filter((each) => valueOf(each).replayed).length, there.seq);
        assert.equal((await historyOf(ledger, accountId)).length, RACERS);
      },
    ),
  ),
];
