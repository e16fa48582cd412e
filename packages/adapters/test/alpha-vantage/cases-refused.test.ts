import { dateOf, errorOf, valueOf } from "@bourse/testkit";
import { expect, it } from "vitest";
import { backed } from "./fake-backed.ts";
import { APPLE, BERKSHIRE, expectNoKeyIn, IBM, KEY, NOPE, unavailable } from "./known.ts";

/*
 * The cases that an adapter must survive, by number: those of keys, limits, plans and outages. `cases-answered.test.ts`
 * has those of answers that are in shape.
 */

const DAYS = [dateOf("2026-11-02"), dateOf("2026-11-19")] as const;
const FREE = { perSecond: 1, perMinute: null, perDay: 25 };
const FAST = unavailable("prices were asked for too fast", 2);
const SPENT = unavailable("the price source's quota for the day is spent", 3600);
const UNREADABLE = unavailable("the price source's answer is not readable", 60);

it("case 1. row 1 read as row 5: a second's haste costs two seconds, and never the day", async () => {
  const { fake, clock, budget, quotes } = await backed({ fake: { limits: FREE } });
  valueOf(await quotes.latest(IBM));
  expect(errorOf(await quotes.latest(IBM))).toStrictEqual(FAST);
  expect(budget.told).toStrictEqual(["second"]);
  clock.advance(1999);
  expect(errorOf(await quotes.latest(IBM))).toStrictEqual(unavailable("the budget waits", 1));
  expect(fake.requests()).toHaveLength(2);
  clock.advance(1);
  valueOf(await quotes.latest(IBM));
  expect(fake.requests().map(({ refusal }) => refusal)).toStrictEqual([null, "too-fast", null]);
});

it("case 2. quota text read as premium-only or bad key: it is the day's limit, and the plan is not given up", async () => {
  for (const notice of ["day-quota", "day-quota-older"] as const) {
    const { fake, budget, lenient, asked } = await backed({ fake: { plan: "premium" }, adapter: { bulk: true } });
    fake.misbehave(notice, { times: 2 });
    expect(errorOf(await lenient.quotes.latest(IBM))).toStrictEqual(SPENT);
    const outcomes = await lenient.quotes.latestOf([IBM, APPLE]);
    expect([...outcomes.values()].map(errorOf)).toStrictEqual([SPENT, { ...SPENT, ticker: APPLE }]);
    expect(budget.told).toStrictEqual(["day", "day"]);
    for (const outcome of (await lenient.quotes.latestOf([IBM, APPLE])).values()) valueOf(outcome);
    expect(asked()).toStrictEqual(["GLOBAL_QUOTE", "REALTIME_BULK_QUOTES", "REALTIME_BULK_QUOTES"]);
  }
});

it("case 3. the key echoed in a body is in no error, and hidden where a page would show it", async () => {
  const { fake, lenient, log } = await backed();
  fake.misbehave("day-quota", { times: 1 });
  expectNoKeyIn([await lenient.quotes.latest(IBM), log]);
  const echo = { Symbol: "AAPL", Name: `Apple ${KEY} Inc`, Description: KEY, Exchange: KEY };
  fake.misbehave({ body: JSON.stringify(echo).replace("K3Y", "\\u004b3Y") }, { times: 1 });
  const profile = valueOf(await lenient.directory.profile(APPLE));
  expectNoKeyIn(profile);
  expect(profile).toMatchObject({ ticker: APPLE, name: "Apple … Inc", exchange: "…" });
});

it("case 4. the key in a transport error's URL: the error is dropped, and a redirect not followed", async () => {
  const { fake, lenient, another, log } = await backed();
  const outcomes: unknown[] = [];
  for (const fault of ["reset", "reset-midway", "redirect"] as const) {
    fake.misbehave(fault, { times: 1 });
    const error = errorOf(await lenient.quotes.latest(IBM));
    expect(error).toStrictEqual(unavailable("the price source cannot be reached", 30));
    outcomes.push(error);
  }
  expect(fake.requests()).toHaveLength(3);
  const nowhere = another({ url: "http://127.0.0.1:1/query" });
  outcomes.push(await nowhere.quotes.latest(IBM), await nowhere.directory.search("ibm"));
  outcomes.push(await nowhere.closes.closes(IBM, ...DAYS), await nowhere.directory.profile(IBM));
  expectNoKeyIn([outcomes, log]);
});

it("case 5. the artificial bulk sample is never believed, and asked for once", async () => {
  const { fake, quotes, asked } = await backed({ adapter: { bulk: true } });
  const single = valueOf(await quotes.latest(APPLE));
  for (let times = 0; times < 2; times += 1) {
    const outcomes = await quotes.latestOf([APPLE, IBM]);
    expect(valueOf(outcomes.get(APPLE) ?? (await quotes.latest(APPLE)))).toStrictEqual(single);
  }
  expect(asked()).toStrictEqual(["GLOBAL_QUOTE", "REALTIME_BULK_QUOTES", ...Array(4).fill("GLOBAL_QUOTE")]);
  expect(fake.requests().filter(({ refusal }) => refusal !== null)).toStrictEqual([]);
});

it("case 10. {} for everything during an outage is no verdict on any ticker", async () => {
  const { fake, quotes, closes, directory } = await backed();
  fake.misbehave("outage-empty-object");
  expect(errorOf(await quotes.latest(IBM))).toStrictEqual(unavailable("the price source's answer has no quote", 60));
  expect(errorOf(await closes.closes(IBM, ...DAYS))).toStrictEqual(
    unavailable("the price source's answer has no closes", 60),
  );
  expect(errorOf(await directory.search("ibm")).kind).toBe("SearchUnavailable");
  // Of a company, {} is also how it says that it has no details; they are no promise, and are asked for another day.
  expect(valueOf(await directory.profile(IBM))).toBeNull();
});

it("case 11. a JSON refusal to a CSV request: nothing asks for CSV, and CSV is no answer", async () => {
  const { fake, quotes, closes, directory } = await backed();
  await Promise.all([quotes.latest(IBM), closes.closes(IBM, ...DAYS), directory.search("ibm"), directory.profile(IBM)]);
  expect(fake.requests().filter(({ parameters }) => "datatype" in parameters)).toStrictEqual([]);
  fake.misbehave("csv");
  expect(errorOf(await quotes.latest(IBM))).toStrictEqual(UNREADABLE);
  expect(errorOf(await closes.closes(IBM, ...DAYS))).toStrictEqual(UNREADABLE);
});

it.each([
  ["html-503", "the price source is out of order", 30],
  ["status-500", "the price source is out of order", 30],
  ["status-429", "prices were asked for too fast", 7],
  ["html", UNREADABLE.reason, 60],
  ["empty", UNREADABLE.reason, 60],
  ["truncated", UNREADABLE.reason, 60],
  ["huge", "the price source's answer is too long", 30],
  ["reset", "the price source cannot be reached", 30],
  ["reset-midway", "the price source cannot be reached", 30],
  ["hang", "the price source did not answer in time", 30],
  ["endless", "the price source did not answer in time", 30],
] as const)("case 12. %s is a clear failure, once, and nothing is asked again", async (fault, reason, retryAfter) => {
  const { fake, budget, lenient } = await backed({ adapter: { timeout: fault === "huge" ? 5000 : 100 } });
  fake.misbehave(fault);
  expect(errorOf(await lenient.quotes.latest(IBM))).toStrictEqual(unavailable(reason, retryAfter));
  expect(errorOf(await lenient.closes.closes(IBM, ...DAYS))).toStrictEqual(unavailable(reason, retryAfter));
  const search = { kind: "SearchUnavailable", reason, retryAfter };
  expect(errorOf(await lenient.directory.search("ibm"))).toStrictEqual(search);
  const profile = { kind: "ProfileUnavailable", ticker: IBM, reason, retryAfter };
  expect(errorOf(await lenient.directory.profile(IBM))).toStrictEqual(profile);
  expect(fake.requests()).toHaveLength(4);
  expect(budget.told).toStrictEqual(fault === "status-429" ? ["minute", "minute", "minute", "minute"] : []);
});

it("case 12. a list that the source does not answer ends with the first of them", async () => {
  const { fake, lenient } = await backed({ adapter: { timeout: 50 } });
  fake.misbehave("hang");
  const outcomes = await lenient.quotes.latestOf([IBM, APPLE, BERKSHIRE]);
  const expected = unavailable("the price source did not answer in time", 30);
  expect([...outcomes.values()].map(errorOf)).toStrictEqual(
    [IBM, APPLE, BERKSHIRE].map((ticker) => ({ ...expected, ticker })),
  );
  expect(fake.requests()).toHaveLength(1);
});

it("case 18. two calls back to back trip the per-second limit at once, and the budget hears of it", async () => {
  const { budget, quotes, clock } = await backed({ fake: { limits: FREE } });
  const outcomes = await Promise.all([quotes.latest(IBM), quotes.latest(APPLE)]);
  expect(outcomes.filter((outcome) => outcome.isErr()).map(errorOf)).toMatchObject([{ reason: FAST.reason }]);
  expect(budget.told).toStrictEqual(["second"]);
  clock.advance(2000);
  valueOf(await quotes.latest(APPLE));
});

it("case 19. the same notice under Note or Information means the same", async () => {
  const { fake, lenient } = await backed();
  for (const under of ["Note", "Information"] as const) {
    fake.misbehave("too-fast", { under, times: 1 });
    expect(errorOf(await lenient.quotes.latest(IBM))).toStrictEqual(FAST);
  }
});

it("case 20. off by one at the limit: the refusal counts, whatever was counted here", async () => {
  const { fake, budget, clock, quotes } = await backed({ fake: { limits: { ...FREE, perDay: 24 } } });
  for (let request = 1; request <= 24; request += 1) {
    valueOf(await quotes.latest(IBM));
    clock.advance(2000);
  }
  expect(errorOf(await quotes.latest(IBM))).toStrictEqual(SPENT);
  expect(budget.told).toStrictEqual(["day"]);
  expect(errorOf(await quotes.latest(NOPE))).toMatchObject({ reason: "the budget waits" });
  expect(fake.requests()).toHaveLength(25);
});

it("case 21. removed functions that answer {} take nothing else with them", async () => {
  const { fake, quotes, closes, directory } = await backed({ fake: { plan: "premium" }, adapter: { bulk: true } });
  for (const only of ["OVERVIEW", "SYMBOL_SEARCH", "REALTIME_BULK_QUOTES"]) {
    fake.misbehave("outage-empty-object", { only });
  }
  expect(valueOf(await directory.profile(IBM))).toBeNull();
  expect(errorOf(await directory.search("ibm")).kind).toBe("SearchUnavailable");
  for (const outcome of (await quotes.latestOf([IBM, APPLE])).values()) valueOf(outcome);
  expect(valueOf(await closes.closes(IBM, ...DAYS)).size).toBeGreaterThan(0);
});
