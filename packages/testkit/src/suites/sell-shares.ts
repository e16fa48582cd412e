import assert from "node:assert/strict";
import { MAX_BALANCE, MAX_REALISED_GAIN, type Recorded, type TradeEntry } from "@bourse/core";
import { quoteOf as keptQuote } from "@bourse/core";
import { racing, tally, valueOf } from "../assertions.ts";
import { moneyOf, tickerOf } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { moverKeys, moverRefusals } from "./mover.ts";
import { orderClauses } from "./order.ts";
import { funded, refused, shareholder, type Suite } from "./stage.ts";
import type { Trader } from "./trader.ts";
import { filledUp } from "./top-up.ts";

const trader: Trader = {
  action: "SELL",
  trade: (app, order) => app.sellShares(order),
  prepare: (world, name) => shareholder(world, "AAPL", 7, name),
  move: (app, accountId, idempotencyKey) => app.sellShares({ accountId, ticker: "AAPL", quantity: 2, idempotencyKey }),
  moveOtherwise: (app, accountId, idempotencyKey) =>
    app.sellShares({ accountId, ticker: "AAPL", quantity: 3, idempotencyKey }),
};

const sales: readonly Clause<World>[] = [
  clause(
    "gives the proceeds and takes the shares with their part of the cost, and answers the entry",
    async (world) => {
      const { app, clock, market, ports } = world;
      const accountId = await shareholder(world, "AAPL", 10);
      const ticker = market.set("AAPL", "3.00");
      const order = { accountId, ticker: "AAPL", quantity: 4, idempotencyKey: "k" };
      const { entry, replayed } = valueOf(await app.sellShares(order));
      const kept = {
        accountId,
        seq: 3,
        at: clock.now(),
        status: "SELLING-SHARES",
        amount: moneyOf("12.00"),
        balance: moneyOf("12.00"),
        realisedGainAfter: moneyOf("8.00"),
        trade: {
          quantity: 4,
          quote: keptQuote(valueOf(await market.latest(ticker))),
          realisedGain: moneyOf("8.00"),
          quantityAfter: 6,
          costAfter: moneyOf("6.00"),
        },
        request: { key: "k", command: "SELL 4 AAPL" },
      };
      assert.deepEqual(entry, { ...kept, freshness: "fresh" });
      assert.equal(replayed, false);
      assert.deepEqual(valueOf(await ports.ledger.entry(accountId, 3)), kept);
    },
  ),

  clause("the last share takes exactly the cost that is left", async (world) => {
    const { app, market, ports } = world;
    const accountId = await funded(world, "20.00");
    market.set("F", "3.3333");
    valueOf(await app.buyShares({ accountId, ticker: "F", quantity: 2 }));
    market.set("F", "3.3334");
    valueOf(await app.buyShares({ accountId, ticker: "F", quantity: 1 }));
    const costs: bigint[] = [];
    for (let left = 3; left > 0; left -= 1) {
      const { trade } = valueOf(await app.sellShares({ accountId, ticker: "F", quantity: 1 })).entry;
      costs.push(trade.costAfter);
    }
    assert.deepEqual(costs, [moneyOf("6.6667"), moneyOf("3.3333"), 0n]);
    const { cash, holdings, realisedGain } = valueOf(await ports.portfolios.find(accountId));
    assert.deepEqual([cash, holdings.size, realisedGain], [moneyOf("20.0002"), 0, moneyOf("0.0002")]);
  }),

  clause("what is not held cannot be sold", async (world) => {
    const { app, market } = world;
    const accountId = await shareholder(world, "AAPL", 5);
    const sell = (ticker: string, quantity: number) => app.sellShares({ accountId, ticker, quantity });
    const tooMany = await refused(world, accountId, () => sell("AAPL", 6));
    assert.deepEqual(tooMany, { kind: "InsufficientShares", ticker: "AAPL", held: 5, asked: 6 });
    market.set("F", "1.00");
    const none = await refused(world, accountId, () => sell("F", 1));
    assert.deepEqual(none, { kind: "InsufficientShares", ticker: "F", held: 0, asked: 1 });
    valueOf(await sell("AAPL", 5));
    const gone = await refused(world, accountId, () => sell("AAPL", 1));
    assert.deepEqual(gone, { kind: "InsufficientShares", ticker: "AAPL", held: 0, asked: 1 });
  }),

  clause("a stock that was delisted while it is held is TickerDelisted", async (world) => {
    const accountId = await shareholder(world, "AAPL", 5);
    world.market.delist("AAPL");
    const error = await refused(world, accountId, () => trader.move(world.app, accountId));
    assert.deepEqual(error, { kind: "TickerDelisted", ticker: "AAPL" });
  }),

  clause("a ticker that the market does not know, and that is not held, is TickerNotFound", async (world) => {
    const accountId = await shareholder(world, "AAPL", 5);
    const order = { accountId, ticker: "NOSUCH", quantity: 1 };
    const error = await refused(world, accountId, () => world.app.sellShares(order));
    assert.deepEqual(error, { kind: "TickerNotFound", ticker: "NOSUCH" });
  }),
];

async function bought(
  world: World,
  accountId: TradeEntry["accountId"],
  price: string,
  quantity: number,
): Promise<void> {
  const ticker = world.market.set(quantity === 1_000_000 ? "F" : "HOARD", price);
  valueOf(await world.app.buyShares({ accountId, ticker, quantity }));
}

async function sold(
  { app, market }: World,
  accountId: TradeEntry["accountId"],
  price: string,
): Promise<Recorded<TradeEntry>> {
  const ticker = market.set("F", price);
  return valueOf(await app.sellShares({ accountId, ticker, quantity: 1_000_000 }));
}

const limits: readonly Clause<World>[] = [
  clause("proceeds that would carry the cash past 100 000 000 000.00 are refused", async (world) => {
    const { app, market } = world;
    const accountId = await shareholder(world, "F", 2);
    await filledUp(world, accountId);
    valueOf(await app.withdraw({ accountId, amount: "1.00" }));
    const order = { accountId, ticker: "F", quantity: 1 };
    market.set("F", "1.0001");
    const error = await refused(world, accountId, () => app.sellShares(order));
    assert.deepEqual(error, { kind: "LimitExceeded", limit: "balance", maximum: MAX_BALANCE });
    market.set("F", "1.0000");
    assert.equal(valueOf(await app.sellShares(order)).entry.balance, MAX_BALANCE);
  }),

  clause("realised gain runs to 100 000 000 000 000.00, and no further", async (world) => {
    const { app, market } = world;
    const accountId = await funded(world, "100.00");
    // Each round gains 99 999 999 900.00, the most that the balance has room for, and hoards it in another stock.
    for (let round = 0; round < 1000; round += 1) {
      await bought(world, accountId, "0.0001", 1_000_000);
      await sold(world, accountId, "100000.00");
      await bought(world, accountId, "9999999.99", 10_000);
    }
    await bought(world, accountId, "0.0001", 1_000_000);
    const { entry } = await sold(world, accountId, "0.1001");
    assert.equal(entry.realisedGainAfter, MAX_REALISED_GAIN);
    await bought(world, accountId, "0.0001", 1_000_000);
    const ticker = market.set("F", "0.0002");
    const error = await refused(world, accountId, () => app.sellShares({ accountId, ticker, quantity: 1 }));
    assert.deepEqual(error, { kind: "LimitExceeded", limit: "realised-gain", maximum: MAX_REALISED_GAIN });
    market.set("F", "0.0001");
    valueOf(await app.sellShares({ accountId, ticker, quantity: 1 }));
  }),
];

const ORDERS = 500;

const races: readonly Clause<World>[] = [
  clause(`of ${ORDERS} sales at once of 123 shares, 123 fill, while others trade on`, async (world) => {
    const { app, ports } = world;
    const [ada, grace] = [await shareholder(world, "AAPL", 123, "ada"), await shareholder(world, "AAPL", 50, "grace")];
    const sell = (accountId: typeof ada) => app.sellShares({ accountId, ticker: "AAPL", quantity: 1 });
    const [adas, graces] = await Promise.all([racing(ORDERS, () => sell(ada)), racing(50, () => sell(grace))]);
    assert.deepEqual(tally(adas), { ok: 123, InsufficientShares: ORDERS - 123 });
    assert.deepEqual(tally(graces), { ok: 50 });
    for (const [accountId, cash] of [
      [ada, moneyOf("123.00")],
      [grace, moneyOf("50.00")],
    ] as const) {
      for (const read of [ports.portfolios.find(accountId), ports.ledger.portfolio(accountId)]) {
        const portfolio = valueOf(await read);
        assert.deepEqual([portfolio.cash, portfolio.holdings.has(tickerOf("AAPL"))], [cash, false]);
      }
    }
  }),
];

export const sellSharesSuite: Suite = {
  name: "sell shares",
  clauses: [...sales, ...limits, ...orderClauses(trader), ...moverRefusals(trader), ...moverKeys(trader), ...races],
};
