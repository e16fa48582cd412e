import assert from "node:assert/strict";
import type { AccountId, Money, Ports } from "@bourse/core";
import { ResultAsync } from "neverthrow";
import { valueOf } from "../assertions.ts";
import { moneyOf } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { june, trade, tradeInJune } from "./past.ts";
import { appWith, funded } from "./stage.ts";

/** The cash that 15 June is said to have ended with, in the history and by its day alike; null while neither tells. */
async function toldOf({ app }: World, accountId: AccountId): Promise<Money | null> {
  const day = "2026-06-15";
  const history = valueOf(await app.portfolioHistory({ accountId, from: day, to: day }));
  const byDay = (await app.valuePortfolio({ accountId, at: day })).map(({ cash }) => cash).unwrapOr(null);
  assert.equal(history[0]?.cash ?? null, byDay, "the history and the day's own value disagree");
  return byDay;
}

/** Portfolios that let a change through only when told to: what is asked of them has its time, and is not kept yet. */
function held(portfolios: Ports["portfolios"]): {
  readonly portfolios: Ports["portfolios"];
  readonly reached: Promise<void>;
  readonly letGo: () => void;
} {
  const [reached, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const change: Ports["portfolios"]["change"] = (accountId, request, decide) => {
    reached.resolve();
    return ResultAsync.fromSafePromise(released.promise).andThen(() => portfolios.change(accountId, request, decide));
  };
  return { portfolios: { ...portfolios, change }, reached: reached.promise, letGo: () => released.resolve() };
}

/** When a day's value stands for good. */
export const daysEnd: readonly Clause<World>[] = [
  clause("a trade at the very moment of the close is the day's, and one after it is not", async (world) => {
    tradeInJune(world);
    const accountId = await funded(world, "100.00");
    world.clock.set(june(15, 20));
    assert.equal(await toldOf(world, accountId), null);
    await trade(world, accountId, ["buy", "F", 1, "10.00"]);
    world.clock.set(june(15, 20, 1));
    await trade(world, accountId, ["buy", "F", 1, "10.00"]);
    world.clock.set(june(15, 20, 60_001));
    assert.equal(await toldOf(world, accountId), moneyOf("90.00"));
    await trade(world, accountId, ["buy", "F", 1, "10.00"]);
    assert.equal(await toldOf(world, accountId), moneyOf("90.00"));
  }),

  clause(
    "an entry decided by the close, and kept up to a minute later, changes no day that has been told",
    async (world) => {
      tradeInJune(world);
      world.market.set("F", "10.00");
      for (const [index, decidedAt] of [june(15, 19.999), june(15, 20, -1), june(15, 20)].entries()) {
        world.clock.set(june(15, 15));
        const accountId = await funded(world, "100.00", `ada-${index}`);
        world.clock.set(decidedAt);
        world.market.set("F", "10.00");
        const { portfolios, reached, letGo } = held(world.ports.portfolios);
        const order = appWith(world, { portfolios }).buyShares({ accountId, ticker: "F", quantity: 1 });
        await reached;
        for (const milliseconds of [1, 1000, 30_000, 60_000]) {
          world.clock.set(june(15, 20, milliseconds));
          assert.equal(await toldOf(world, accountId), null, `${milliseconds} ms after the close`);
        }
        letGo();
        assert.equal(valueOf(await order).entry.at, decidedAt);
        world.clock.set(june(15, 20, 60_001));
        assert.equal(await toldOf(world, accountId), moneyOf("90.00"));
      }
    },
  ),
];
