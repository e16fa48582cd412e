import { dateOf, moneyOf, valueOf } from "@bourse/testkit";
import { MISBEHAVIOURS, type Misbehaviour } from "@bourse/testkit/fake-alpha-vantage";
import { describe, expect, it } from "vitest";
import { backed } from "./fake-backed.ts";
import { APPLE, expectNoKeyIn, IBM, KEY } from "./known.ts";

const DAYS = [dateOf("2026-11-02"), dateOf("2026-11-19")] as const;

/** Faults that must be cut by the clock; all others answer, or end, by themselves. */
const HANGING: ReadonlySet<Misbehaviour> = new Set(["hang", "endless"]);

describe("the key is in no outcome and no log", () => {
  it.each(MISBEHAVIOURS)("when the source does as %s", async (how) => {
    for (const [plan, bulk] of [
      ["free", false],
      ["premium", true],
    ] as const) {
      const timeout = HANGING.has(how) ? 30 : 5000;
      const { fake, lenient, log } = await backed({
        fake: { plan },
        adapter: { bulk, timeout, entitlement: "delayed" },
      });
      fake.misbehave(how);
      expectNoKeyIn(await lenient.quotes.latest(IBM));
      expectNoKeyIn(await lenient.quotes.latestOf([IBM, APPLE], "valuation"));
      expectNoKeyIn(await lenient.closes.closes(IBM, ...DAYS));
      expectNoKeyIn(await lenient.directory.search("apple"));
      expectNoKeyIn(await lenient.directory.profile(IBM));
      expectNoKeyIn(log);
      expect(log.length).toBeGreaterThan(0);
    }
  });

  it("when every text of an answer is the key", async () => {
    const { fake, lenient, log } = await backed();
    for (const field of ["Global Quote", "bestMatches", "data", "Meta Data", KEY]) {
      const row = {
        [KEY]: KEY,
        "1. symbol": "IBM",
        "2. name": KEY,
        "4. region": "United States",
        "8. currency": "USD",
      };
      const body = { Symbol: "IBM", Name: KEY, Sector: `${KEY}${KEY}`, message: KEY, [field]: [row], Description: KEY };
      fake.misbehave({ body: JSON.stringify(body) }, { times: 4 });
      expectNoKeyIn([await lenient.quotes.latest(IBM), await lenient.closes.closes(IBM, ...DAYS), log]);
      expectNoKeyIn([await lenient.directory.search(KEY), await lenient.directory.profile(IBM)]);
    }
  });

  it("when the address has a key of its own, is refused, or is none", async () => {
    const { another, log } = await backed();
    for (const url of [
      "http://127.0.0.1:1/query",
      "http://[::1]:1/",
      "http://nowhere.invalid/query",
      "ftp://x/",
      "no url",
    ]) {
      const { quotes, closes, directory } = another({ url: `${url}?entry=${KEY}` });
      expectNoKeyIn([await quotes.latest(IBM), await quotes.latestOf([IBM, APPLE])]);
      expectNoKeyIn([await closes.closes(IBM, ...DAYS), await directory.search("ibm"), await directory.profile(IBM)]);
    }
    expectNoKeyIn(log);
  });
});

it("a short key is no secret, and spoils no name that it is a part of", async () => {
  const { another } = await backed({ fake: { prices: { IBM: "121.5000" } } });
  const { directory, quotes } = another({ apiKey: "any" });
  expect(valueOf(await directory.profile(APPLE))).toBeNull();
  expect(valueOf(await directory.profile(IBM))?.description).toContain("company");
  expect((await quotes.latest(IBM)).map(({ price }) => price).unwrapOr(null)).toBe(moneyOf("121.50"));
});
