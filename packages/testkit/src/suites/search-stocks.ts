import assert from "node:assert/strict";
import { errAsync, okAsync } from "neverthrow";
import { errorOf, valueOf } from "../assertions.ts";
import { clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { appWith, rulesOf, type Suite } from "./stage.ts";

/** A directory that notes what it is asked for. */
function noting(world: World): { readonly texts: string[]; readonly app: World["app"] } {
  const texts: string[] = [];
  const search: World["ports"]["directory"]["search"] = (text) => {
    texts.push(text);
    return okAsync([]);
  };
  return { texts, app: appWith(world, { directory: { ...world.ports.directory, search } }) };
}

export const searchStocksSuite: Suite = {
  name: "search stocks",
  clauses: [
    clause("answers what the directory finds, the likeliest first", async ({ app, market }) => {
      for (const ticker of ["MSFT", "AAPL", "AA", "BAA"]) market.set(ticker, "1.00");
      const found = valueOf(await app.searchStocks({ text: "aa" }));
      assert.deepEqual(found, [
        { ticker: "AA", name: "AA Inc.", exchange: "NASDAQ" },
        { ticker: "AAPL", name: "AAPL Inc.", exchange: "NASDAQ" },
        { ticker: "BAA", name: "BAA Inc.", exchange: "NASDAQ" },
      ]);
    }),

    clause("what nothing has to do with is found nowhere", async ({ app, market }) => {
      market.set("AAPL", "1.00");
      assert.deepEqual(valueOf(await app.searchStocks({ text: "zebra" })), []);
    }),

    clause("asks for the words without the blanks around them, and as they were written", async (world) => {
      const { texts, app } = noting(world);
      for (const text of ["  apple ", "Berkshire  Hathaway", "ÅÄÖ 株", "%", "a".repeat(50), "🂡".repeat(50)]) {
        valueOf(await app.searchStocks({ text }));
      }
      const long = ["a".repeat(50), "🂡".repeat(50)];
      assert.deepEqual(texts, ["apple", "Berkshire  Hathaway", "ÅÄÖ 株", "%", ...long]);
    }),

    clause("what cannot be searched for names the rule, and is not asked for", async (world) => {
      const { texts, app } = noting(world);
      for (const text of [
        "",
        " ",
        "\t\n",
        "a\u0000b",
        "a\nb",
        "a\u202Eb",
        "\uD800",
        "a".repeat(51),
        "a".repeat(99_999),
      ]) {
        const error = errorOf(await app.searchStocks({ text }));
        assert.deepEqual(rulesOf(error), ["search search"], JSON.stringify(text.slice(0, 60)));
      }
      assert.deepEqual(texts, []);
    }),

    clause("a directory that cannot be asked is SearchUnavailable, with a time to try again", async (world) => {
      const failure = { kind: "SearchUnavailable", reason: "the directory is down", retryAfter: 25 } as const;
      const app = appWith(world, { directory: { ...world.ports.directory, search: () => errAsync(failure) } });
      assert.deepEqual(errorOf(await app.searchStocks({ text: "apple" })), failure);
    }),

    clause("asks for no price", async ({ app, market }) => {
      market.set("AAPL", "1.00");
      valueOf(await app.searchStocks({ text: "AAPL" }));
      assert.equal(market.asked(), 0);
    }),
  ],
};
