import assert from "node:assert/strict";
import { DEFAULT_POLICY } from "@bourse/core";
import { okAsync } from "neverthrow";
import { errorOf, valueOf } from "../assertions.ts";
import { moneyOf, quoteOf, tickerOf } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { orderFreshness } from "./order-freshness.ts";
import { appWith, refused, rulesOf, type Suite } from "./stage.ts";
import type { Trader } from "./trader.ts";

const { maxQuoteAge } = DEFAULT_POLICY;

/** What an order must say. */
function orderInputs({ prepare, trade }: Trader): readonly Clause<World>[] {
  return [
    clause("a quantity is a whole number from 1 to 1 000 000", async (world) => {
      const accountId = await prepare(world, "ada");
      for (const quantity of [0, -1, 0.5, 1.000_000_1, 1_000_001, Infinity, -Infinity, Number.NaN, 2 ** 53]) {
        const error = await refused(world, accountId, () => trade(world.app, { accountId, ticker: "AAPL", quantity }));
        assert.deepEqual(rulesOf(error), ["quantity whole-shares"], String(quantity));
      }
    }),

    clause("what is no US market symbol is InvalidTicker", async (world) => {
      const accountId = await prepare(world, "ada");
      const bad = [
        "",
        " AAPL",
        "AAPL\n",
        "TOOLONG",
        "A.BCDE",
        "A..B",
        "A-B-C",
        "7UP",
        "ß",
        "ſ",
        "ＡＡＰＬ",
        "AAPL;",
        "^GSPC",
      ];
      for (const ticker of bad) {
        const error = await refused(world, accountId, () => trade(world.app, { accountId, ticker, quantity: 1 }));
        assert.equal(error.kind, "InvalidTicker", JSON.stringify(ticker));
        assert.deepEqual(rulesOf(error), ["ticker ticker"]);
      }
    }),

    clause("what is wrong with the ticker and with the quantity is told at once", async (world) => {
      const accountId = await prepare(world, "ada");
      const order = { accountId, ticker: "", quantity: 0 };
      const error = await refused(world, accountId, () => trade(world.app, order));
      assert.deepEqual(rulesOf(error), ["ticker ticker", "quantity whole-shares"]);
    }),

    clause("a ticker may be written in lower case", async (world) => {
      const accountId = await prepare(world, "ada");
      const order = { accountId, ticker: "aapl", quantity: 1 };
      assert.equal(valueOf(await trade(world.app, order)).entry.trade.quote.ticker, "AAPL");
    }),
  ];
}

/** What quotes an order fills on. */
function orderQuotes({ prepare, move, trade, action }: Trader): readonly Clause<World>[] {
  return [
    clause("an order fills on a quote within its age, and not on an older one", async (world) => {
      const accountId = await prepare(world, "ada");
      world.market.age("AAPL", maxQuoteAge + 0.001);
      const error = await refused(world, accountId, () => move(world.app, accountId));
      assert.ok(error.kind === "QuoteUnavailable", error.kind);
      assert.deepEqual([error.ticker, error.retryAfter > 0], ["AAPL", true]);
      world.market.age("AAPL", maxQuoteAge);
      valueOf(await move(world.app, accountId));
    }),

    clause("an order does not fill on a quote from far in the future", async (world) => {
      const accountId = await prepare(world, "ada");
      world.market.age("AAPL", -maxQuoteAge - 0.001);
      const error = await refused(world, accountId, () => move(world.app, accountId));
      assert.equal(error.kind, "QuoteUnavailable");
      world.market.age("AAPL", -maxQuoteAge);
      valueOf(await move(world.app, accountId));
    }),

    clause("an order does not fill for an account that was closed while its price was asked for", async (world) => {
      const accountId = await prepare(world, "ada");
      const closing: World["ports"]["quotes"] = {
        ...world.market,
        latest: (ticker) =>
          world.app
            .closeAccount({ accountId })
            .orElse(() => okAsync())
            .andThen(() => world.market.latest(ticker)),
      };
      const held = valueOf(await world.ports.portfolios.find(accountId));
      assert.equal(errorOf(await move(appWith(world, { quotes: closing }), accountId)).kind, "AccountNotFound");
      assert.deepEqual(valueOf(await world.ports.portfolios.find(accountId)), held);
    }),

    clause("an order does not fill on a quote that goes stale between its coming and the fill", async (world) => {
      const accountId = await prepare(world, "ada");
      world.market.age("AAPL", maxQuoteAge);
      let isThere = false;
      const quotes: World["ports"]["quotes"] = {
        ...world.market,
        latest: (ticker) => world.market.latest(ticker).andTee(() => (isThere = true)),
      };
      const accounts: World["ports"]["accounts"] = {
        ...world.ports.accounts,
        find: (id) => {
          if (isThere) world.clock.advance(1);
          return world.ports.accounts.find(id);
        },
      };
      const error = await refused(world, accountId, () => move(appWith(world, { accounts, quotes }), accountId));
      assert.equal(error.kind, "QuoteUnavailable");
    }),

    clause("a price that cannot be learnt is QuoteUnavailable, with the source's time to try again", async (world) => {
      const accountId = await prepare(world, "ada");
      world.market.fail("AAPL", 17);
      const error = await refused(world, accountId, () => move(world.app, accountId));
      assert.ok(error.kind === "QuoteUnavailable", error.kind);
      assert.deepEqual([error.ticker, error.retryAfter], ["AAPL", 17]);
    }),

    clause("a source that answers for another stock fills nothing", async (world) => {
      const accountId = await prepare(world, "ada");
      const other = { ...quoteOf("MSFT", "1.00", { fetchedAt: world.clock.now() }), previousClose: null };
      const app = appWith(world, { quotes: { ...world.market, latest: () => okAsync(other) } });
      const error = await refused(world, accountId, () => move(app, accountId));
      assert.equal(error.kind, "QuoteUnavailable");
    }),

    clause("a replay needs no price, so it works while the source is down", async (world) => {
      const accountId = await prepare(world, "ada");
      const { entry } = valueOf(await move(world.app, accountId, "k"));
      world.market.fail("AAPL", 60);
      assert.deepEqual(valueOf(await move(world.app, accountId, "k")), { entry, replayed: true });
      world.market.delist("AAPL");
      const asked = world.market.asked();
      assert.deepEqual(valueOf(await move(world.app, accountId, "k")), { entry, replayed: true });
      assert.equal(world.market.asked(), asked);
    }),

    clause("an order fills at the price now, and says on which quote", async (world) => {
      const accountId = await prepare(world, "ada");
      world.market.set("AAPL", "0.5001");
      world.market.age("AAPL", 30);
      const { entry } = valueOf(await trade(world.app, { accountId, ticker: "AAPL", quantity: 1 }));
      const { previousClose: _, ...quote } = valueOf(await world.market.latest(tickerOf("AAPL")));
      assert.deepEqual(entry.trade.quote, quote);
      assert.equal(entry.amount, moneyOf(action === "BUY" ? "-0.5001" : "0.5001"));
    }),
  ];
}

/** What purchases and sales have in common. */
export function orderClauses(trader: Trader): Suite["clauses"] {
  return [...orderInputs(trader), ...orderQuotes(trader), ...orderFreshness(trader)];
}
