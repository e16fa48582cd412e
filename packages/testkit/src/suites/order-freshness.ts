import assert from "node:assert/strict";
import type { FilledTrade, FillFreshness, Instant } from "@bourse/core";
import { valueOf } from "../assertions.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { quoted } from "./freshness.ts";
import { june, tradeInJune } from "./past.ts";
import { appWith, refused, restarted } from "./stage.ts";
import type { Trader } from "./trader.ts";

/** In milliseconds. */
const YEAR = 365 * 86_400_000;

type Hours = readonly [fetchedAt: Instant, now: Instant, day: string, fills: FillFreshness | null];

/** The hours at which an order may fill or not, for whoever trades: the price's time, the time, the price's day. */
const TRADABLE: readonly Hours[] = [
  [june(15, 15), june(15, 15), "2026-06-15", "fresh"],
  [june(15, 15), june(15, 15), "2026-06-12", "previous-day"],
  [june(15, 15), june(15, 15), "2026-06-11", null],
  [june(15, 19.9), june(15, 20), "2026-06-15", "fresh"],
  [june(15, 20), june(15, 20), "2026-06-15", "closed"],
  [june(15, 19.9), june(15, 21), "2026-06-15", null],
  [june(15, 21), june(15, 21), "2026-06-12", "previous-day"],
  [june(15, 21), june(15, 22), "2026-06-12", null],
  [june(16, 9), june(16, 9), "2026-06-16", null],
  [june(15, 20.5), june(16, 13.5, -1), "2026-06-15", "closed"],
  [june(15, 20), june(16, 13.5, -1), "2026-06-15", null],
  [june(16, 13.5, -1), june(16, 13.5), "2026-06-15", "previous-day"],
  [june(15, 20), june(16, 13.5), "2026-06-15", null],
  [june(20, 12), june(20, 12), "2026-06-20", null],
  [june(19, 12), june(21, 12), "2026-06-18", "closed"],
];

/** Sets the market so that its price is of that time and day. */
async function atHours(world: World, [fetchedAt, now, day]: Hours): Promise<void> {
  tradeInJune(world);
  await quoted(world, fetchedAt, now);
  world.market.setTradingDay("AAPL", day);
}

/** How fresh a price must be to fill on, and what the trade says of it. */
export function orderFreshness({ prepare, trade }: Trader): readonly Clause<World>[] {
  return [
    clause(
      "an order fills on the last price of a closed market, and on one of the day before, never on a stale one",
      async (world) => {
        for (const [index, hours] of TRADABLE.entries()) {
          const accountId = await prepare(world, `ada-${index}`);
          await atHours(world, hours);
          const filled = (): ReturnType<Trader["trade"]> =>
            trade(world.app, { accountId, ticker: "AAPL", quantity: 1 });
          if (hours[3]) assert.equal(valueOf(await filled()).entry.trade.quote.fetchedAt, hours[0], hours.join());
          else assert.equal((await refused(world, accountId, filled)).kind, "QuoteUnavailable", hours.join());
        }
      },
    ),

    clause(
      "a trade says how fresh its price was, and later still does, whatever age is allowed then",
      async (world) => {
        const made: (readonly [Parameters<Trader["trade"]>[1], FilledTrade])[] = [];
        for (const [index, hours] of TRADABLE.entries()) {
          if (!hours[3]) continue;
          const accountId = await prepare(world, `ada-${index}`);
          await atHours(world, hours);
          const order = { accountId, ticker: "AAPL", quantity: 1, idempotencyKey: "k" };
          const { entry } = valueOf(await trade(world.app, order));
          assert.equal(entry.freshness, hours[3], hours.join());
          made.push([order, entry]);
        }
        world.clock.advance(YEAR);
        const again = await restarted(world);
        for (const app of [again.app, appWith(again, {}, { maxQuoteAge: 0 })]) {
          for (const [order, entry] of made) {
            const { accountId, seq } = entry;
            assert.deepEqual(valueOf(await trade(app, order)), { entry, replayed: true });
            assert.deepEqual(valueOf(await app.findTrade({ accountId, seq })), entry);
            assert.deepEqual(valueOf(await app.listTrades({ accountId, limit: 1 })).items, [entry]);
          }
        }
      },
    ),

    clause(
      "a trade that a clock set back has put after its price's day says previous-day, not stale",
      async (world) => {
        const accountId = await prepare(world, "ada");
        tradeInJune(world);
        world.clock.set(june(30, 15));
        valueOf(await world.app.topUp({ accountId, amount: "1.00" }));
        world.clock.set(june(15, 15));
        const { entry } = valueOf(await trade(world.app, { accountId, ticker: "AAPL", quantity: 1 }));
        assert.deepEqual([entry.at, entry.freshness], [june(30, 15), "previous-day"]);
      },
    ),
  ];
}
