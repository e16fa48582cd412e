import assert from "node:assert/strict";
import { MAX_SHARES, MAX_STOCKS } from "@bourse/core";
import { quoteOf as keptQuote } from "@bourse/core";
import { racing, tally, valueOf } from "../assertions.ts";
import { moneyOf, tickerOf } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { moverKeys, moverRefusals } from "./mover.ts";
import { orderClauses } from "./order.ts";
import { funded, refused, type Suite } from "./stage.ts";
import type { Trader } from "./trader.ts";

const trader: Trader = {
  action: "BUY",
  trade: (app, order) => app.buyShares(order),
  prepare: async (world, name) => {
    world.market.set("AAPL", "10.00");
    return funded(world, "63.00", name);
  },
  move: (app, accountId, idempotencyKey) => app.buyShares({ accountId, ticker: "AAPL", quantity: 2, idempotencyKey }),
  moveOtherwise: (app, accountId, idempotencyKey) =>
    app.buyShares({ accountId, ticker: "AAPL", quantity: 3, idempotencyKey }),
};

const purchases: readonly Clause<World>[] = [
  clause("takes the cost and gives the shares, and answers the entry", async (world) => {
    const { app, clock, market, ports } = world;
    const accountId = await funded(world, "10000.00");
    const ticker = market.set("BRK.B", "480.0625");
    const order = { accountId, ticker: "brk-b", quantity: 16, idempotencyKey: "k" };
    const { entry, replayed } = valueOf(await app.buyShares(order));
    const kept = {
      accountId,
      seq: 2,
      at: clock.now(),
      status: "BUYING-SHARES",
      amount: moneyOf("-7681.00"),
      balance: moneyOf("2319.00"),
      realisedGainAfter: 0n,
      trade: {
        quantity: 16,
        quote: keptQuote(valueOf(await market.latest(ticker))),
        realisedGain: null,
        quantityAfter: 16,
        costAfter: moneyOf("7681.00"),
      },
      request: { key: "k", command: "BUY 16 BRK.B" },
    };
    assert.deepEqual(entry, { ...kept, freshness: "fresh" });
    assert.equal(replayed, false);
    assert.deepEqual(valueOf(await ports.ledger.entry(accountId, 2)), kept);
  }),

  clause("more of the same stock adds to the holding and its cost", async (world) => {
    const { app, market, ports } = world;
    const accountId = await funded(world, "100.00");
    for (const [price, quantity] of [
      ["1.00", 10],
      ["3.3333", 3],
    ] as const) {
      market.set("F", price);
      valueOf(await app.buyShares({ accountId, ticker: "F", quantity }));
    }
    const { cash, holdings } = valueOf(await ports.portfolios.find(accountId));
    const holding = { ticker: tickerOf("F"), quantity: 13, cost: moneyOf("19.9999") };
    assert.deepEqual([cash, [...holdings.values()]], [moneyOf("80.0001"), [holding]]);
  }),

  clause("the last unit of cash can be spent, and not one more", async (world) => {
    const { app, market } = world;
    const accountId = await funded(world, "1.00");
    market.set("F", "1.0001");
    const order = { accountId, ticker: "F", quantity: 1 };
    const error = await refused(world, accountId, () => app.buyShares(order));
    assert.deepEqual(error, { kind: "InsufficientCash", cash: moneyOf("1.00"), cost: moneyOf("1.0001") });
    market.set("F", "1.0000");
    assert.equal(valueOf(await app.buyShares(order)).entry.balance, 0n);
  }),

  clause("a ticker that the market does not know is TickerNotFound", async (world) => {
    const accountId = await funded(world, "100.00");
    const error = await refused(world, accountId, () =>
      world.app.buyShares({ accountId, ticker: "NOSUCH", quantity: 1 }),
    );
    assert.deepEqual(error, { kind: "TickerNotFound", ticker: "NOSUCH" });
  }),

  clause("a stock that was delisted while it is held is TickerDelisted", async (world) => {
    const accountId = await trader.prepare(world, "ada");
    valueOf(await trader.move(world.app, accountId));
    world.market.delist("AAPL");
    const error = await refused(world, accountId, () => trader.move(world.app, accountId));
    assert.deepEqual(error, { kind: "TickerDelisted", ticker: "AAPL" });
  }),
];

/** The ticker of a number, in letters: A, B, … Z, BA, BB, … */
function tickerOfNumber(number: number): string {
  const letter = String.fromCharCode(65 + (number % 26));
  return number < 26 ? letter : tickerOfNumber(Math.floor(number / 26)) + letter;
}

const limits: readonly Clause<World>[] = [
  clause("one order is for at most 1 000 000 shares, one holding at most 10 000 000", async (world) => {
    const { app, market } = world;
    const accountId = await funded(world, "2000.00");
    market.set("F", "0.0001");
    for (let bought = 0; bought < MAX_SHARES; bought += 1_000_000) {
      const quantity = 1_000_000;
      const { trade } = valueOf(await app.buyShares({ accountId, ticker: "F", quantity })).entry;
      assert.equal(trade.quantityAfter, bought + quantity);
    }
    const error = await refused(world, accountId, () => app.buyShares({ accountId, ticker: "F", quantity: 1 }));
    assert.deepEqual(error, { kind: "LimitExceeded", limit: "shares-of-one-stock", maximum: MAX_SHARES });
    valueOf(await app.sellShares({ accountId, ticker: "F", quantity: 1 }));
    valueOf(await app.buyShares({ accountId, ticker: "F", quantity: 1 }));
  }),

  clause("an account holds at most 500 stocks", async (world) => {
    const { app, market } = world;
    const accountId = await funded(world, "1000.00");
    const tickers = Array.from({ length: MAX_STOCKS + 1 }, (_, index) => market.set(tickerOfNumber(index), "1.00"));
    const last = tickers.pop() ?? "";
    for (const ticker of tickers) valueOf(await app.buyShares({ accountId, ticker, quantity: 1 }));
    const error = await refused(world, accountId, () => app.buyShares({ accountId, ticker: last, quantity: 1 }));
    assert.deepEqual(error, { kind: "LimitExceeded", limit: "stocks-held", maximum: MAX_STOCKS });
    valueOf(await app.buyShares({ accountId, ticker: "A", quantity: 1 }));
    valueOf(await app.sellShares({ accountId, ticker: "B", quantity: 1 }));
    valueOf(await app.buyShares({ accountId, ticker: last, quantity: 1 }));
  }),
];

const ORDERS = 500;

const races: readonly Clause<World>[] = [
  clause(`of ${ORDERS} purchases at once, with cash for 123, 123 fill, while others trade on`, async (world) => {
    const { app, market, ports } = world;
    market.set("AAPL", "10.00");
    const [ada, grace] = [await funded(world, "1230.00", "ada"), await funded(world, "500.00", "grace")];
    const buy = (accountId: typeof ada) => app.buyShares({ accountId, ticker: "AAPL", quantity: 1 });
    const [adas, graces] = await Promise.all([racing(ORDERS, () => buy(ada)), racing(50, () => buy(grace))]);
    assert.deepEqual(tally(adas), { ok: 123, InsufficientCash: ORDERS - 123 });
    assert.deepEqual(tally(graces), { ok: 50 });
    for (const [accountId, quantity] of [
      [ada, 123],
      [grace, 50],
    ] as const) {
      const { cash, holdings, seq } = valueOf(await ports.portfolios.find(accountId));
      assert.deepEqual([cash, seq, holdings.get(tickerOf("AAPL"))?.quantity], [0n, quantity + 1, quantity]);
      assert.deepEqual(valueOf(await ports.ledger.portfolio(accountId)).cash, 0n);
    }
  }),
];

export const buySharesSuite: Suite = {
  name: "buy shares",
  clauses: [...purchases, ...limits, ...orderClauses(trader), ...moverRefusals(trader), ...moverKeys(trader), ...races],
};
