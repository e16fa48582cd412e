import assert from "node:assert/strict";
import { DEFAULT_POLICY, type StockDirectory } from "@bourse/core";
import { errAsync, okAsync } from "neverthrow";
import { errorOf, valueOf } from "../assertions.ts";
import { clause } from "../contract.ts";
import { freshnessClauses } from "./freshness.ts";
import { appWith, rulesOf, type Suite } from "./stage.ts";

const { maxQuoteAge } = DEFAULT_POLICY;

export const lookUpStockSuite: Suite = {
  name: "look up stock",
  clauses: [
    clause("answers the price, its age, and who is behind the ticker", async ({ app, clock, market, ports }) => {
      const ticker = market.set("BRK.B", "480.0625");
      const [quote, profile] = [valueOf(await market.latest(ticker)), valueOf(await ports.directory.profile(ticker))];
      for (const written of ["BRK.B", "brk.b", "BRK-B", "brk-b"]) {
        assert.deepEqual(valueOf(await app.lookUpStock({ ticker: written })), {
          quote,
          freshness: "fresh",
          profile,
          asOf: clock.now(),
        });
      }
    }),

    clause("an old quote is shown, and said to be stale", async ({ app, market }) => {
      market.set("AAPL", "112.00");
      for (const [age, freshness] of [
        [maxQuoteAge, "fresh"],
        [maxQuoteAge + 0.001, "stale"],
        [-maxQuoteAge, "fresh"],
        [-maxQuoteAge - 0.001, "stale"],
      ] as const) {
        market.age("AAPL", age);
        assert.equal(valueOf(await app.lookUpStock({ ticker: "AAPL" })).freshness, freshness, `${age} seconds`);
      }
    }),

    clause("a company of which nothing is known has no profile", async (world) => {
      world.market.set("AAPL", "112.00");
      const app = appWith(world, { directory: { ...world.market, profile: () => okAsync(null) } });
      assert.equal(valueOf(await app.lookUpStock({ ticker: "AAPL" })).profile, null);
    }),

    clause("a company of which nothing can be learnt now has no profile, and still a price", async (world) => {
      const ticker = world.market.set("AAPL", "112.00");
      const unavailable = { kind: "ProfileUnavailable", ticker, reason: "told to fail", retryAfter: 5 } as const;
      const app = appWith(world, { directory: { ...world.market, profile: () => errAsync(unavailable) } });
      const { quote, profile } = valueOf(await app.lookUpStock({ ticker }));
      assert.deepEqual([quote, profile], [valueOf(await world.market.latest(ticker)), null]);
    }),

    clause("nobody is asked for the details of a stock that has no price", async (world) => {
      let asked = 0;
      const profile: StockDirectory["profile"] = () => {
        asked += 1;
        return okAsync(null);
      };
      const app = appWith(world, { directory: { ...world.market, profile } });
      world.market.fail("AAPL");
      for (const ticker of ["AAPL", "NOSUCH"]) errorOf(await app.lookUpStock({ ticker }));
      assert.equal(asked, 0);
    }),

    clause("what is no US market symbol is InvalidTicker, and is not asked for", async ({ app, market }) => {
      for (const ticker of ["", " ", "AAPL ", "ß", "ſ", "7UP", "TOOLONG", "A.BCDE", "../AAPL", "AAPL&apikey=x"]) {
        const error = errorOf(await app.lookUpStock({ ticker }));
        assert.equal(error.kind, "InvalidTicker", JSON.stringify(ticker));
        assert.deepEqual(rulesOf(error), ["ticker ticker"]);
      }
      assert.equal(market.asked(), 0);
    }),

    clause("a ticker that the market does not know is TickerNotFound", async ({ app, market }) => {
      assert.deepEqual(errorOf(await app.lookUpStock({ ticker: "nosuch" })), {
        kind: "TickerNotFound",
        ticker: "NOSUCH",
      });
      market.set("AAPL", "112.00");
      market.delist("AAPL");
      assert.deepEqual(errorOf(await app.lookUpStock({ ticker: "AAPL" })), { kind: "TickerNotFound", ticker: "AAPL" });
    }),

    clause("a price that cannot be learnt is QuoteUnavailable, with a time to try again", async ({ app, market }) => {
      market.fail("AAPL", 25);
      const error = errorOf(await app.lookUpStock({ ticker: "AAPL" }));
      assert.ok(error.kind === "QuoteUnavailable", error.kind);
      assert.deepEqual([error.ticker, error.retryAfter], ["AAPL", 25]);
    }),

    ...freshnessClauses,
  ],
};
