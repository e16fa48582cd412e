import type { Limit } from "@bourse/adapters/alpha-vantage";
import { dateOf, errorOf, valueOf } from "@bourse/testkit";
import { NOTICE_NAMES, noticeBody, type Notice, type NoticeKey } from "@bourse/testkit/fake-alpha-vantage";
import { describe, expect, it } from "vitest";
import { backed } from "./fake-backed.ts";
import { globalQuote } from "./upstream.ts";
import { expectNoKeyIn, IBM, KEY, unavailable } from "./known.ts";

type Meaning = readonly [reason: string, retryAfter: number, limit: Limit | null];

const FAST: Meaning = ["prices were asked for too fast", 2, "second"];
const MINUTE: Meaning = ["the price source's limit per minute is reached", 60, "minute"];
const DAY: Meaning = ["the price source's quota for the day is spent", 3600, "day"];
const PLAN: Meaning = ["the price source's plan does not include this", 3600, null];
const REFUSED: Meaning = ["the price source refuses its key", 3600, null];
const OTHER: Meaning = ["the price source refused, for a reason it has not given before", 60, null];

/** Each row of the table of refusals but the last, and what it must come to. */
const ROWS: readonly (readonly [number, string, Notice, Meaning])[] = [
  [1, "too fast, free key: wait 2 s", "too-fast", FAST],
  [2, "too fast, paid key", "too-fast-paid", FAST],
  [3, "per-minute limit, paid", "minute-limit", MINUTE],
  [4, "volume", "volume", MINUTE],
  [5, "day's quota spent, or a made-up key", "day-quota", DAY],
  [6, "day's quota, older", "day-quota-older", DAY],
  [7, "old combined limit", "combined-limit", MINUTE],
  [8, "oldest", "call-frequency", MINUTE],
  [9, "premium endpoint", "premium-endpoint", PLAN],
  [10, "premium parameter", "premium-parameter", PLAN],
  [11, "not entitled", "not-entitled", PLAN],
  [12, "demo key", "demo-key", REFUSED],
  [13, "no key", "no-key", REFUSED],
  [14, "bad function", "no-such-function", ["the price source does not know what it was asked", 3600, null]],
  [16, "a notice that fits none: unknown", "unknown-notice", OTHER],
];

const KEYS: readonly NoticeKey[] = ["Information", "Note", "Error Message"];
const DAYS = [dateOf("2026-11-02"), dateOf("2026-11-19")] as const;

function textOf(notice: Notice): string {
  return Object.values(noticeBody(notice, { apiKey: KEY, name: "GLOBAL_QUOTE" })).join("");
}

const notice = (under: string, text: unknown) => ({ body: JSON.stringify({ [under]: text }) });

describe.each(ROWS)("refusal %i, %s", (row, _, name, [reason, retryAfter, limit]) => {
  const expected = unavailable(reason, retryAfter);

  it("is the same to quotes, closes, searches and profiles, and the budget hears of each limit", async () => {
    const { fake, budget, lenient } = await backed();
    fake.misbehave(name);
    const outcomes = [
      errorOf(await lenient.quotes.latest(IBM, "trade")),
      errorOf(await lenient.closes.closes(IBM, ...DAYS)),
      errorOf(await lenient.directory.search("ibm")),
      errorOf(await lenient.directory.profile(IBM)),
    ];
    const search = { kind: "SearchUnavailable", reason, retryAfter };
    expect(outcomes).toStrictEqual([expected, expected, search, { ...expected, kind: "ProfileUnavailable" }]);
    expect(budget.told).toStrictEqual(limit ? [limit, limit, limit, limit] : []);
    expectNoKeyIn(outcomes);
  });

  it("is told by its words: under any key, in any case, with other line breaks", async () => {
    const { fake, lenient } = await backed();
    for (const under of KEYS) {
      fake.misbehave(name, { under, times: 1 });
      fake.misbehave(notice(under, textOf(name).replaceAll(" ", "\n ").toUpperCase()), { times: 1 });
      expect(errorOf(await lenient.quotes.latest(IBM))).toStrictEqual(expected);
      expect(errorOf(await lenient.quotes.latest(IBM))).toStrictEqual(expected);
    }
  });

  it("goes before each that follows in the table, and before all of those at once", async () => {
    const { fake, lenient } = await backed();
    const later = NOTICE_NAMES.slice(row).map(textOf);
    for (const text of [...later, later.join(" ")]) {
      fake.misbehave(notice("Information", `${text} ${textOf(name)}`), { times: 1 });
      expect(errorOf(await lenient.quotes.latest(IBM))).toStrictEqual(expected);
    }
  });
});

it("has a test for every notice that is known, by the place it is in", () => {
  const rows = [...ROWS.map(([row, , name]) => [row, name]), [15, "invalid-call"]];
  expect(rows.toSorted(([a], [b]) => Number(a) - Number(b))).toStrictEqual(
    NOTICE_NAMES.map((name, at) => [at + 1, name]),
  );
});

describe("refusal 15, bad symbol or parameter", () => {
  it.each(KEYS)("is TickerNotFound under %s, and no limit", async (under) => {
    const { fake, budget, quotes, closes, directory } = await backed();
    fake.misbehave("invalid-call", { under });
    expect(errorOf(await quotes.latest(IBM))).toStrictEqual({ kind: "TickerNotFound", ticker: IBM });
    expect(errorOf(await closes.closes(IBM, ...DAYS))).toStrictEqual({ kind: "TickerNotFound", ticker: IBM });
    expect(valueOf(await directory.profile(IBM))).toBeNull();
    expect(errorOf(await directory.search("ibm"))).toStrictEqual({
      kind: "SearchUnavailable",
      reason: "the price source cannot search for this",
      retryAfter: 3600,
    });
    expect(budget.told).toStrictEqual([]);
  });
});

describe("a notice", () => {
  it.each(KEYS)("that is no text, under %s, is unknown", async (under) => {
    const { fake, quotes } = await backed();
    for (const text of [null, { text: textOf("invalid-call") }, [textOf("invalid-call")], 1]) {
      fake.misbehave(notice(under, text), { times: 1 });
      expect(errorOf(await quotes.latest(IBM))).toStrictEqual(unavailable(OTHER[0], OTHER[1]));
    }
  });

  it("beside a quote makes the quote unusable", async () => {
    const { fake, quotes } = await backed();
    const body = { ...globalQuote("IBM"), Information: "This sample data is ARTIFICIAL." };
    fake.misbehave({ body: JSON.stringify(body) });
    expect(errorOf(await quotes.latest(IBM))).toMatchObject({ kind: "QuoteUnavailable" });
  });
});
