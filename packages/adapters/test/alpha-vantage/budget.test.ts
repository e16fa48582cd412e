import type { RequestBudget } from "@bourse/adapters/alpha-vantage";
import { dateOf, errorOf, valueOf } from "@bourse/testkit";
import { errAsync, okAsync } from "neverthrow";
import { describe, expect, it } from "vitest";
import { backed } from "./fake-backed.ts";
import { APPLE, BERKSHIRE, IBM, unavailable } from "./known.ts";

const DAYS = [dateOf("2026-11-02"), dateOf("2026-11-19")] as const;
const SPENT = { reason: "today's requests are kept for trades", retryAfter: 4711 };

describe("the budget", () => {
  it("is asked once for each request, with its need and its ticker", async () => {
    const { budget, quotes, closes, directory, fake } = await backed();
    await quotes.latest(IBM);
    await quotes.latest(IBM, "trade");
    await quotes.latestOf([IBM, APPLE], "valuation");
    await closes.closes(BERKSHIRE, ...DAYS);
    await directory.profile(APPLE);
    await directory.search("apple");
    expect(budget.taken).toStrictEqual([
      ["look", IBM],
      ["trade", IBM],
      ["valuation", IBM],
      ["valuation", APPLE],
      ["look", BERKSHIRE],
      ["look", APPLE],
      ["look", null],
    ]);
    expect(fake.requests()).toHaveLength(budget.taken.length);
  });

  it("that is spent is the failure, in its own words, and nothing is requested", async () => {
    const budget: RequestBudget = { take: () => errAsync(SPENT), refused: () => expect.unreachable() };
    const { quotes, closes, directory, fake, log } = await backed({ adapter: { budget, bulk: true } });
    const expected = unavailable(SPENT.reason, SPENT.retryAfter);
    expect(errorOf(await quotes.latest(IBM))).toStrictEqual(expected);
    const outcomes = await quotes.latestOf([IBM, APPLE]);
    expect([...outcomes.values()].map(errorOf)).toStrictEqual([expected, { ...expected, ticker: APPLE }]);
    expect(errorOf(await closes.closes(IBM, ...DAYS))).toStrictEqual(expected);
    expect(errorOf(await directory.search("ibm"))).toStrictEqual({ kind: "SearchUnavailable", ...SPENT });
    expect(errorOf(await directory.profile(IBM))).toStrictEqual({ ...expected, kind: "ProfileUnavailable" });
    expect([fake.requests(), log]).toStrictEqual([[], []]);
  });

  it("may let one ticker of a list go and another not", async () => {
    const budget: RequestBudget = {
      take: (_, ticker) => (ticker === APPLE ? errAsync(SPENT) : okAsync()),
      refused: () => expect.unreachable(),
    };
    const { quotes } = await backed({ adapter: { budget } });
    const outcomes = await quotes.latestOf([IBM, APPLE, BERKSHIRE]);
    expect([...outcomes.values()].map((outcome) => outcome.isOk())).toStrictEqual([true, false, true]);
  });

  it("hears nothing of answers, nor of failures that are no limit's", async () => {
    const { quotes, budget, fake } = await backed();
    await quotes.latest(IBM);
    for (const how of [
      "html-503",
      "outage-empty-object",
      "premium-endpoint",
      "unknown-notice",
      "zero-price",
    ] as const) {
      fake.misbehave(how, { times: 1 });
      await quotes.latest(IBM);
    }
    expect(budget.told).toStrictEqual([]);
    expect(budget.taken).toHaveLength(6);
  });
});

describe("an entitlement", () => {
  it.each(["delayed", "realtime"] as const)("%s is sent with quotes, and gives today's price", async (entitlement) => {
    const { quotes, closes, directory, fake } = await backed({ fake: { plan: "premium" }, adapter: { entitlement } });
    expect(valueOf(await quotes.latest(IBM)).tradingDay).toBe("2026-11-20");
    await closes.closes(IBM, ...DAYS);
    await directory.profile(IBM);
    await directory.search("ibm");
    const sent = fake.requests().map(({ parameters }) => parameters["entitlement"]);
    expect(sent).toStrictEqual([entitlement, undefined, undefined, undefined]);
  });

  it("that the key has not got is sent once, and never again", async () => {
    const { quotes, fake, budget } = await backed({ adapter: { entitlement: "delayed" } });
    expect(valueOf(await quotes.latest(IBM, "trade")).tradingDay).toBe("2026-11-19");
    valueOf(await quotes.latest(APPLE));
    const sent = fake.requests().map(({ symbol, parameters }) => [symbol, parameters["entitlement"]]);
    expect(sent).toStrictEqual([
      ["IBM", "delayed"],
      ["IBM", undefined],
      ["AAPL", undefined],
    ]);
    expect(budget.taken).toStrictEqual([
      ["trade", IBM],
      ["trade", IBM],
      ["look", APPLE],
    ]);
  });

  it("that was never sent is not asked about again", async () => {
    const { quotes, fake } = await backed();
    fake.misbehave("not-entitled");
    expect(errorOf(await quotes.latest(IBM))).toStrictEqual(
      unavailable("the price source's plan does not include this", 3600),
    );
    expect(fake.requests()).toHaveLength(1);
  });
});
