import assert from "node:assert/strict";
import { RACERS, racing, tally, valueOf } from "../assertions.ts";
import { moneyOf } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { moverKeys, moverRefusals, type Mover } from "./mover.ts";
import { funded, refused, rulesOf, type Suite } from "./stage.ts";
import { WRONG_AMOUNTS } from "./top-up.ts";

const mover: Mover = {
  prepare: (world, name) => funded(world, "30.03", name),
  move: (app, accountId, idempotencyKey) => app.withdraw({ accountId, amount: "10.00", idempotencyKey }),
  moveOtherwise: (app, accountId, idempotencyKey) => app.withdraw({ accountId, amount: "10.01", idempotencyKey }),
};

const withdrawals: readonly Clause<World>[] = [
  clause("takes the cash out, and answers the entry", async (world) => {
    const { app, clock, ports } = world;
    const accountId = await funded(world, "100.00");
    const { entry, replayed } = valueOf(await app.withdraw({ accountId, amount: "99.99", idempotencyKey: "k" }));
    assert.deepEqual(entry, {
      accountId,
      seq: 2,
      at: clock.now(),
      status: "WITHDRAWAL",
      amount: moneyOf("-99.99"),
      balance: moneyOf("0.01"),
      realisedGainAfter: 0n,
      request: { key: "k", command: "WITHDRAWAL 99.99" },
    });
    assert.equal(replayed, false);
    assert.deepEqual(valueOf(await ports.ledger.entry(accountId, 2)), entry);
    assert.equal(valueOf(await app.viewBalance({ accountId })).cash, moneyOf("0.01"));
  }),

  clause("the last cent can be withdrawn, and not one more", async (world) => {
    const { app } = world;
    const accountId = await funded(world, "50.00");
    const tooMuch = await refused(world, accountId, () => app.withdraw({ accountId, amount: "50.01" }));
    assert.deepEqual(tooMuch, { kind: "InsufficientCash", cash: moneyOf("50.00"), cost: moneyOf("50.01") });
    valueOf(await app.withdraw({ accountId, amount: "50.00" }));
    const empty = await refused(world, accountId, () => app.withdraw({ accountId, amount: "0.01" }));
    assert.deepEqual(empty, { kind: "InsufficientCash", cash: 0n, cost: moneyOf("0.01") });
  }),

  clause("one withdrawal is 0.01 to 1 000 000 000.00, in whole cents", async (world) => {
    const { app } = world;
    const accountId = await funded(world, "1000000000.00");
    valueOf(await app.topUp({ accountId, amount: "1000.00" }));
    for (const [amount, rule] of WRONG_AMOUNTS) {
      const error = await refused(world, accountId, () => app.withdraw({ accountId, amount }));
      assert.deepEqual(rulesOf(error), [`amount ${rule}`], JSON.stringify(amount));
    }
    valueOf(await app.withdraw({ accountId, amount: "1000000000.00" }));
    valueOf(await app.withdraw({ accountId, amount: "0.01" }));
  }),

  clause(`of ${RACERS} withdrawals at once exactly those that the cash is for are made`, async (world) => {
    const { app } = world;
    const accountId = await funded(world, "23.00");
    const results = await racing(RACERS, () => app.withdraw({ accountId, amount: "1.00" }));
    assert.deepEqual(tally(results), { ok: 23, InsufficientCash: RACERS - 23 });
    assert.equal(valueOf(await app.viewBalance({ accountId })).cash, 0n);
  }),
];

export const withdrawSuite: Suite = {
  name: "withdraw",
  clauses: [...withdrawals, ...moverRefusals(mover), ...moverKeys(mover)],
};
