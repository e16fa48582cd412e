import type { Leave, RequestBudget } from "@bourse/adapters/alpha-vantage";
import { dateOf, errorOf, valueOf } from "@bourse/testkit";
import { errAsync, okAsync } from "neverthrow";
import { describe, expect, it } from "vitest";
import { backed } from "./fake-backed.ts";
import { APPLE, BERKSHIRE, IBM, NOPE, unavailable } from "./known.ts";

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
    const budget: RequestBudget = { take: () => errAsync(SPENT) };
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
    const leave: Leave = { over: () => undefined };
    const budget: RequestBudget = {
      take: (_, ticker) => (ticker === APPLE ? errAsync(SPENT) : okAsync(leave)),
    };
    const { quotes } = await backed({ adapter: { budget } });
    const outcomes = await quotes.latestOf([IBM, APPLE, BERKSHIRE]);
    expect([...outcomes.values()].map((outcome) => outcome.isOk())).toStrictEqual([true, false, true]);
  });

  it("hears of answers, also of those that know no such ticker, and of a limit how long to wait for it", async () => {
    const { quotes, lenient, budget, fake } = await backed();
    await quotes.latest(IBM);
    await quotes.latest(NOPE);
    fake.misbehave("status-429", { times: 1 });
    await lenient.quotes.latest(IBM);
    fake.misbehave("day-quota", { times: 1 });
    await lenient.quotes.latest(IBM);
    expect(budget.endings).toStrictEqual([
      { kind: "Answered" },
      { kind: "Answered" },
      { kind: "LimitReached", limit: "minute", retryAfter: 7 },
      { kind: "LimitReached", limit: "day", retryAfter: 3600 },
    ]);
  });

  it("hears of an answer that never came, but not before nothing of it can come any more", async () => {
    const { quotes, budget, fake, log } = await backed({ adapter: { timeout: 50 } });
    for (const fault of ["hang", "endless", "reset", "huge"] as const) {
      fake.misbehave(fault, { times: 1 });
      const asking = quotes.latest(IBM);
      expect(budget.endings).toHaveLength(log.length);
      await asking;
    }
    // The last is an answer, if a useless one.
    const kinds = ["Unreachable", "Unreachable", "Unreachable", "Unanswered"];
    expect(budget.endings).toStrictEqual(kinds.map((kind) => ({ kind })));
  });

  it("hears of no answer from failures that are no limit's: which refusal comes first is not known", async () => {
    const { quotes, budget, fake } = await backed();
    for (const how of ["html-503", "html", "premium-endpoint", "unknown-notice", "invalid-call"] as const) {
      fake.misbehave(how, { times: 1 });
      await quotes.latest(IBM);
    }
    const kinds = ["Unreachable", "Unanswered", "Unanswered", "Unanswered", "Unanswered"];
    expect(budget.endings).toStrictEqual(kinds.map((kind) => ({ kind })));
    expect(budget.taken).toHaveLength(5);
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
