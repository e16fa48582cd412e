import assert from "node:assert/strict";
import { MAX_BALANCE, type AccountId } from "@bourse/core";
import { RACERS, racing, valueOf } from "../assertions.ts";
import { moneyOf } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { moverKeys, moverRefusals, type Mover } from "./mover.ts";
import { opened, refused, rulesOf, type Suite } from "./stage.ts";

const mover: Mover = {
  prepare: opened,
  move: (app, accountId, idempotencyKey) => app.topUp({ accountId, amount: "10.00", idempotencyKey }),
  moveOtherwise: (app, accountId, idempotencyKey) => app.topUp({ accountId, amount: "10.01", idempotencyKey }),
};

/** What a cash movement refuses, in top-ups and withdrawals alike. */
export const WRONG_AMOUNTS: readonly (readonly [string, string])[] = [
  ["", "decimal"],
  ["ten", "decimal"],
  ["1e3", "decimal"],
  ["0x10", "decimal"],
  [" 1.00", "decimal"],
  ["1.00\n", "decimal"],
  ["+1.00", "decimal"],
  ["1,000.00", "decimal"],
  ["1.", "decimal"],
  [".5", "decimal"],
  ["٣", "decimal"],
  ["NaN", "decimal"],
  ["1.00000", "decimal"],
  ["1000000000000000.00", "decimal"],
  ["0.001", "whole-cents"],
  ["1.0001", "whole-cents"],
  ["0", "minimum"],
  ["0.00", "minimum"],
  ["-0.01", "minimum"],
  ["-10.00", "minimum"],
  ["1000000000.01", "maximum"],
  ["999999999999999.00", "maximum"],
];

/** Fills an account up to the last cent it may hold. */
export async function filledUp({ app }: World, accountId: AccountId): Promise<void> {
  const results = await racing(100, () => app.topUp({ accountId, amount: "1000000000.00" }));
  for (const result of results) valueOf(result);
}

const tops: readonly Clause<World>[] = [
  clause("puts the cash in, and answers the entry", async (world) => {
    const { app, clock, ports } = world;
    const accountId = await opened(world);
    const { entry, replayed } = valueOf(await app.topUp({ accountId, amount: "10000.00" }));
    assert.deepEqual(entry, {
      accountId,
      seq: 1,
      at: clock.now(),
      status: "TOP-UP",
      amount: moneyOf("10000.00"),
      balance: moneyOf("10000.00"),
      realisedGainAfter: 0n,
      request: null,
    });
    assert.equal(replayed, false);
    assert.deepEqual(valueOf(await ports.ledger.entry(accountId, 1)), entry);
    assert.equal(valueOf(await app.viewBalance({ accountId })).cash, moneyOf("10000.00"));
  }),

  clause("one top-up is 0.01 to 1 000 000 000.00, in whole cents", async (world) => {
    const accountId = await opened(world);
    for (const [amount, rule] of WRONG_AMOUNTS) {
      const error = await refused(world, accountId, () => world.app.topUp({ accountId, amount }));
      assert.deepEqual(rulesOf(error), [`amount ${rule}`], JSON.stringify(amount));
    }
    for (const amount of ["0.01", "1", "1.5", "1.5000", "1000000000.00"]) {
      valueOf(await world.app.topUp({ accountId, amount }));
    }
    assert.equal(valueOf(await world.app.viewBalance({ accountId })).cash, moneyOf("1000000004.01"));
  }),

  clause("an account holds at most 100 000 000 000.00", async (world) => {
    const { app } = world;
    const accountId = await opened(world);
    await filledUp(world, accountId);
    assert.equal(valueOf(await app.viewBalance({ accountId })).cash, MAX_BALANCE);
    const error = await refused(world, accountId, () => app.topUp({ accountId, amount: "0.01" }));
    assert.deepEqual(error, { kind: "LimitExceeded", limit: "balance", maximum: MAX_BALANCE });
    valueOf(await app.withdraw({ accountId, amount: "0.01" }));
    valueOf(await app.topUp({ accountId, amount: "0.01" }));
  }),

  clause("top-ups at once are all there, each with the balance after it", async (world) => {
    const accountId = await opened(world);
    const results = await racing(RACERS, () => world.app.topUp({ accountId, amount: "0.01" }));
    const balances = results.map((result) => valueOf(result).entry.balance).toSorted((a, b) => Number(a - b));
    assert.deepEqual(
      balances,
      Array.from({ length: RACERS }, (_, index) => BigInt(index + 1) * 100n),
    );
  }),
];

export const topUpSuite: Suite = { name: "top up", clauses: [...tops, ...moverRefusals(mover), ...moverKeys(mover)] };
