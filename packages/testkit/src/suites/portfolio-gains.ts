import assert from "node:assert/strict";
import { valueOf } from "../assertions.ts";
import { moneyOf } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import type { Look } from "./portfolio-at.ts";
import { trade } from "./past.ts";
import { funded } from "./stage.ts";

/** What a portfolio and its value have in common about gains. */
export function gainClauses(look: Look): readonly Clause<World>[] {
  return [
    clause("the day's change is what every move since the close before has meant", async (world) => {
      const accountId = await funded(world, "1000.00");
      await trade(world, accountId, ["buy", "MSFT", 10, "20.00"]);
      await trade(world, accountId, ["buy", "AAPL", 3, "100.00"]);
      const changeNow = async () => valueOf(await look(world.app, { accountId })).dayChange;
      assert.equal(await changeNow(), null);
      world.market.setPreviousClose("MSFT", "19.00");
      assert.equal(await changeNow(), null);
      world.market.setPreviousClose("AAPL", "100.0001");
      assert.equal(await changeNow(), moneyOf("9.9997"));
      world.market.set("MSFT", "18.00");
      assert.equal(await changeNow(), moneyOf("-10.0003"));
    }),

    clause("a line without a price has no part in the day's change, and the sum is not complete", async (world) => {
      const accountId = await funded(world, "1000.00");
      await trade(world, accountId, ["buy", "MSFT", 10, "20.00"]);
      await trade(world, accountId, ["buy", "AAPL", 3, "100.00"]);
      world.market.setPreviousClose("MSFT", "19.00");
      world.market.fail("AAPL");
      const { dayChange, complete } = valueOf(await look(world.app, { accountId }));
      assert.deepEqual([dayChange, complete], [moneyOf("10.00"), false]);
    }),

    clause("what sales have realised stays told, also once nothing is held", async (world) => {
      const accountId = await funded(world, "1000.00");
      const gainsNow = async () => {
        const { realisedGain, unrealisedGain } = valueOf(await look(world.app, { accountId }));
        return [realisedGain, unrealisedGain];
      };
      await trade(world, accountId, ["buy", "MSFT", 10, "20.00"]);
      await trade(world, accountId, ["sell", "MSFT", 4, "25.00"]);
      assert.deepEqual(await gainsNow(), [moneyOf("20.00"), moneyOf("30.00")]);
      await trade(world, accountId, ["sell", "MSFT", 6, "15.00"]);
      assert.deepEqual(await gainsNow(), [moneyOf("-10.00"), 0n]);
    }),
  ];
}
