import { MAX_MATCHES } from "@bourse/core";
import { errorOf, moneyOf, valueOf } from "@bourse/testkit";
import { describe, expect, it } from "vitest";
import { backed } from "./fake-backed.ts";
import { BERKSHIRE, IBM, NOPE } from "./known.ts";

describe("a profile", () => {
  it("has what the overview tells, and the day it was learnt", async () => {
    const { fake, directory } = await backed({ fake: { prices: { "BRK.B": "490.0000" } } });
    expect(valueOf(await directory.profile(BERKSHIRE))).toStrictEqual({
      ticker: BERKSHIRE,
      name: "Berkshire Hathaway Inc Class B",
      exchange: "NYSE",
      sector: "FINANCIAL SERVICES",
      industry: "INSURANCE - DIVERSIFIED",
      description: "Berkshire Hathaway Inc Class B is a company that a fake made up a description for.",
      marketCapitalization: moneyOf("490000000000.00"),
      dividendPerShare: moneyOf("9.80"),
      fiftyTwoWeekHigh: moneyOf("588.00"),
      fiftyTwoWeekLow: moneyOf("392.00"),
      asOf: "2026-11-20",
    });
    expect(fake.requests().map(({ parameters }) => parameters)).toStrictEqual([
      { function: "OVERVIEW", symbol: "BRK-B" },
    ]);
  });

  it("is null for {}, which is how its source says that it has none", async () => {
    const { directory } = await backed();
    expect(valueOf(await directory.profile(NOPE))).toBeNull();
  });

  it.each([
    ["of another symbol", { Symbol: "MSFT", Name: "Microsoft" }, "the price source answered for another stock"],
    ["without a name", { Symbol: "IBM" }, "the price source's answer has no name"],
    ["with no name for one", { Symbol: "IBM", Name: "None" }, "the price source's answer has no name"],
    ["that is no object", [], "the price source's answer is not readable"],
  ])("%s is none that can be had now, and no verdict on the company", async (_, body, reason) => {
    const { fake, directory } = await backed();
    fake.misbehave({ body: JSON.stringify(body) });
    const expected = { kind: "ProfileUnavailable", ticker: IBM, reason, retryAfter: 60 };
    expect(errorOf(await directory.profile(IBM))).toStrictEqual(expected);
  });

  it("knows a dividend of nothing from one that is not known, and no other amount of nothing", async () => {
    const { fake, directory } = await backed();
    const amounts = { MarketCapitalization: "0", DividendPerShare: "0", "52WeekHigh": "0", "52WeekLow": "0.00" };
    fake.misbehave({ body: JSON.stringify({ Symbol: "ibm", Name: "IBM", Currency: "USD", ...amounts }) });
    expect(valueOf(await directory.profile(IBM))).toMatchObject({
      marketCapitalization: null,
      dividendPerShare: moneyOf("0.00"),
      fiftyTwoWeekHigh: null,
      fiftyTwoWeekLow: null,
    });
  });

  it("is one line each, without control characters, and not endless", async () => {
    const { fake, directory } = await backed();
    const Name = ` I\u0000B\u001B[31mM\r\n\tInc\u202E `;
    fake.misbehave({
      body: JSON.stringify({ Symbol: "IBM", Name, Description: "🂡".repeat(9000), Sector: "x".repeat(999) }),
    });
    const profile = valueOf(await directory.profile(IBM));
    expect(profile?.name).toBe("I B [31mM Inc");
    expect(Array.from(profile?.description ?? "")).toHaveLength(5000);
    expect(profile?.description?.isWellFormed()).toBe(true);
    expect(profile?.sector).toHaveLength(200);
  });
});

type Row = readonly [symbol: unknown, name: unknown, region?: unknown, currency?: unknown];

function matches(...rows: readonly Row[]): { readonly body: string } {
  const bestMatches = rows.map(([symbol, name, region = "United States", currency = "USD"]) => ({
    "1. symbol": symbol,
    "2. name": name,
    "4. region": region,
    "8. currency": currency,
  }));
  return { body: JSON.stringify({ bestMatches }) };
}

describe("a search", () => {
  it("answers none as none", async () => {
    const { directory } = await backed();
    expect(valueOf(await directory.search("zzzz"))).toStrictEqual([]);
  });

  it("puts the very ticker first, however it is written, and leaves the rest in order", async () => {
    const { fake, directory } = await backed();
    fake.misbehave(matches(["BRK-A", "Class A"], ["BRKX", "Other"], ["BRK-B", "Class B"]));
    for (const text of ["brk-b", "BRK.B"]) {
      const found = valueOf(await directory.search(text)).map(({ ticker }) => ticker);
      expect(found).toStrictEqual(["BRK.B", "BRK.A", "BRKX"]);
    }
  });

  it("is for the words as they are, but a class share as its source writes it", async () => {
    const { fake, directory } = await backed();
    for (const text of ["brk.b", "BRK-B", "Apple Inc.", "inc", "TSCO.LON"]) valueOf(await directory.search(text));
    const sent = fake.requests().map(({ parameters }) => parameters["keywords"]);
    expect(sent).toStrictEqual(["BRK-B", "BRK-B", "Apple Inc.", "inc", "TSCO.LON"]);
  });

  it("answers each ticker once, and no more than the port allows", async () => {
    const { fake, directory } = await backed();
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("");
    fake.misbehave(
      matches(["IBM", "First"], ["ibm", "Second"], ...letters.map((letter) => [`X${letter}`, letter] as const)),
    );
    const found = valueOf(await directory.search("x"));
    expect(found).toHaveLength(MAX_MATCHES);
    expect(found[0]).toStrictEqual({ ticker: IBM, name: "First", exchange: null });
    expect(new Set(found.map(({ ticker }) => ticker)).size).toBe(MAX_MATCHES);
  });

  it("drops what is of another market, no US ticker, or nameless", async () => {
    const { fake, directory } = await backed();
    fake.misbehave(
      matches(
        ["IBM", "IBM", "Toronto"],
        ["IBM", "IBM", "United States", "CAD"],
        ["IBM.LON", "IBM"],
        ["0XA1", "IBM"],
        ["IBM", "None"],
        [7, "IBM"],
        ["IBM", null],
        ["IBM", "IBM", null],
        ["T", "AT&T Inc"],
      ),
    );
    expect(valueOf(await directory.search("ibm"))).toStrictEqual([{ ticker: "T", name: "AT&T Inc", exchange: null }]);
  });

  it.each([{}, { bestMatches: {} }, { bestMatches: null }])("of which %j is said could not be asked", async (body) => {
    const { fake, directory } = await backed();
    fake.misbehave({ body: JSON.stringify(body) });
    expect(errorOf(await directory.search("ibm"))).toStrictEqual({
      kind: "SearchUnavailable",
      reason: "the price source's answer has no matches",
      retryAfter: 60,
    });
  });

  it("survives matches that are none", async () => {
    const { fake, directory } = await backed();
    fake.misbehave({ body: JSON.stringify({ bestMatches: [null, 1, "IBM", [], {}] }) });
    expect(valueOf(await directory.search("ibm"))).toStrictEqual([]);
  });
});
