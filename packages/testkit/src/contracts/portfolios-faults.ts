import assert from "node:assert/strict";
import { RACERS, racing, refusal, valueOf } from "../assertions.ts";
import { moneyOf, requestOf } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import { entryOf, topUpDraft } from "../drafts.ts";
import { faultyLedger } from "../fakes/faulty-ledger.ts";
import { historyOf } from "./ledger-subject.ts";
import { rivalTopUp, toppingUp, withdrawing, type PortfoliosSubject } from "./portfolios-subject.ts";

const DOLLAR = moneyOf("1.00");
const MANY = 1000;
const WISH = requestOf("k", "TOP-UP 1.00");

/** What must hold while the store fails or others keep writing. */
export const portfoliosFaults: readonly Clause<PortfoliosSubject>[] = [
  ...(["before", "after"] as const).flatMap((when) => [
    clause<PortfoliosSubject>(
      `6. a failure ${when} the append took effect is settled by the same key`,
      async (subject) => {
        const { ledger, makePortfolios, openAccount } = subject;
        const accountId = await openAccount();
        const faulty = faultyLedger(ledger);
        const portfolios = makePortfolios(faulty);
        valueOf(await portfolios.change(accountId, null, toppingUp(DOLLAR)));
        faulty.failNextAppend(when);
        refusal(await portfolios.change(accountId, WISH, toppingUp(DOLLAR)), "StoreUnavailable");
        const settled = await racing(RACERS, () => portfolios.change(accountId, WISH, toppingUp(DOLLAR)));
        const fresh = settled.filter((result) => !valueOf(result).replayed).length;
        assert.equal(fresh, when === "before" ? 1 : 0);
        const [, entry, ...more] = await historyOf(ledger, accountId);
        assert.deepEqual(more, []);
        for (const result of settled) assert.deepEqual(valueOf(result).entry, entry);
      },
    ),

    clause<PortfoliosSubject>(
      `6. after a failure ${when} the append took effect, find says what the ledger does`,
      async (subject) => {
        const { ledger, makePortfolios, openAccount } = subject;
        const accountId = await openAccount();
        const faulty = faultyLedger(ledger);
        const portfolios = makePortfolios(faulty);
        valueOf(await portfolios.change(accountId, null, toppingUp(DOLLAR)));
        faulty.failNextAppend(when);
        refusal(await portfolios.change(accountId, null, toppingUp(DOLLAR)), "StoreUnavailable");
        assert.deepEqual(valueOf(await portfolios.find(accountId)), valueOf(await ledger.portfolio(accountId)));
        const { entry } = valueOf(await portfolios.change(accountId, null, toppingUp(DOLLAR)));
        assert.equal(entry.balance, when === "before" ? moneyOf("2.00") : moneyOf("3.00"));
        assert.deepEqual(valueOf(await portfolios.find(accountId)), valueOf(await ledger.portfolio(accountId)));
      },
    ),
  ]),

  ...(["change", "recall"] as const).map((asked) =>
    clause<PortfoliosSubject>(`6. what took effect late is found once a ${asked} has answered it`, async (subject) => {
      const { ledger, makePortfolios, openAccount } = subject;
      const accountId = await openAccount();
      const faulty = faultyLedger(ledger);
      const portfolios = makePortfolios(faulty);
      faulty.failNextAppend("before");
      refusal(await portfolios.change(accountId, WISH, toppingUp(DOLLAR)), "StoreUnavailable");
      valueOf(await portfolios.change(accountId, null, toppingUp(DOLLAR)));
      const before = valueOf(await portfolios.find(accountId));
      valueOf(await ledger.append([entryOf(topUpDraft(before, DOLLAR), WISH)]));
      const change = () => portfolios.change(accountId, WISH, toppingUp(DOLLAR));
      const answered = valueOf(await (asked === "change" ? change() : portfolios.recall(accountId, WISH)));
      assert.equal(answered?.replayed, true);
      assert.deepEqual(valueOf(await portfolios.find(accountId)), valueOf(await ledger.portfolio(accountId)));
    }),
  ),

  clause("6. while the ledger cannot be read, a cold account answers StoreUnavailable", async (subject) => {
    const { ledger, makePortfolios, openAccount } = subject;
    const accountId = await openAccount();
    const before = await rivalTopUp(ledger, accountId, DOLLAR);
    const faulty = faultyLedger(ledger);
    const portfolios = makePortfolios(faulty);
    faulty.failReads(true);
    refusal(await portfolios.find(accountId), "StoreUnavailable");
    refusal(await portfolios.change(accountId, null, toppingUp(DOLLAR)), "StoreUnavailable");
    refusal(await portfolios.change(accountId, WISH, toppingUp(DOLLAR)), "StoreUnavailable");
    refusal(await portfolios.recall(accountId, WISH), "StoreUnavailable");
    faulty.failReads(false);
    assert.deepEqual(valueOf(await portfolios.find(accountId)), before);
    valueOf(await portfolios.change(accountId, WISH, toppingUp(DOLLAR)));
  }),

  clause("7. a writer that comes first makes decide run again, over what it wrote", async (subject) => {
    const { ledger, makePortfolios, openAccount } = subject;
    const accountId = await openAccount();
    const contested = faultyLedger(ledger);
    const portfolios = makePortfolios(contested);
    valueOf(await portfolios.change(accountId, null, toppingUp(DOLLAR)));
    contested.onAppend(async () => {
      contested.onAppend(async () => {});
      await rivalTopUp(ledger, accountId, DOLLAR);
    });
    const seen: number[] = [];
    const changed = await portfolios.change(accountId, null, (portfolio) => {
      seen.push(portfolio.seq);
      return withdrawing(moneyOf("2.00"))(portfolio).orElse(() => toppingUp(DOLLAR)(portfolio));
    });
    assert.deepEqual(seen, [1, 2]);
    assert.deepEqual(valueOf(changed).entry, (await historyOf(ledger, accountId))[2]);
    assert.equal(valueOf(await portfolios.find(accountId)).cash, 0n);
  }),

  clause("7. a change that is always beaten answers Contended, and nothing was done", async (subject) => {
    const { ledger, makePortfolios, openAccount } = subject;
    const accountId = await openAccount();
    const contested = faultyLedger(ledger);
    const portfolios = makePortfolios(contested);
    let rivals = 0;
    contested.onAppend(async () => {
      // Whoever tries for ever is let through in the end, and so found out.
      if (rivals === MANY) return;
      rivals += 1;
      await rivalTopUp(ledger, accountId, DOLLAR);
    });
    refusal(await portfolios.change(accountId, WISH, toppingUp(moneyOf("2.00"))), "Contended");
    const history = await historyOf(ledger, accountId);
    assert.equal(history.length, rivals);
    assert.ok(history.every(({ amount, request }) => amount === DOLLAR && request === null));
    contested.onAppend(async () => {});
    const changed = valueOf(await portfolios.change(accountId, WISH, toppingUp(DOLLAR)));
    assert.deepEqual([changed.replayed, changed.entry.seq], [false, rivals + 1]);
  }),
];
