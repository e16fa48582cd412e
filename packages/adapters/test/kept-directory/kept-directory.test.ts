import { keptDirectory, type KeptDirectoryOptions } from "@bourse/adapters/kept-directory";
import { nameOnly, type StockDirectory, type StockProfile, type Ticker } from "@bourse/core";
import { manualCalendar, manualClock, manualMarket, tickerOf, valueOf } from "@bourse/testkit";
import { stockDirectoryContract } from "@bourse/testkit/contracts";
import { verifyContract } from "@bourse/testkit";
import { errAsync } from "neverthrow";
import { describe, expect, it } from "vitest";

const AAPL = tickerOf("AAPL");
const DAY = 86_400_000;

/** A source that knows Apple in detail, and a fallback that knows its name. */
function stage(answer: (ticker: Ticker) => Promise<StockProfile | null>, more: Partial<KeptDirectoryOptions> = {}) {
  const clock = manualClock();
  const fallback = manualMarket(clock, manualCalendar());
  fallback.set("AAPL", "1.00");
  let asked = 0;
  const source: StockDirectory = {
    profile: (ticker) => {
      asked += 1;
      return answer(ticker);
    },
    search: () => errAsync({ kind: "SearchUnavailable", reason: "told to", retryAfter: 1 }),
  };
  const directory = keptDirectory({ source, fallback, clock, wait: () => new Promise(() => undefined), ...more });
  return { clock, fallback, directory, asked: () => asked };
}

const detailed = { ...nameOnly(AAPL, "Apple Inc.", "NASDAQ"), sector: "TECHNOLOGY" };

describe("details of companies", () => {
  it("are asked for once, however many look, and again after a month", async () => {
    const { clock, directory, asked } = stage(async () => detailed);
    const profiles = await Promise.all(Array.from({ length: 64 }, () => directory.profile(AAPL)));
    for (const profile of profiles) expect(profile).toStrictEqual(detailed);
    clock.advance(30 * DAY - 1);
    await directory.profile(AAPL);
    expect(asked()).toBe(1);
    clock.advance(1);
    await directory.profile(AAPL);
    expect(asked()).toBe(2);
  });

  it("that cannot be learnt are the fallback's, and are not asked for again for a day", async () => {
    const { clock, fallback, directory, asked } = stage(async () => null);
    expect(await directory.profile(AAPL)).toStrictEqual(await fallback.profile(AAPL));
    clock.advance(DAY - 1);
    await directory.profile(AAPL);
    expect(asked()).toBe(1);
    clock.advance(1);
    await directory.profile(AAPL);
    expect(asked()).toBe(2);
  });

  it("that are slow hold nobody up, and are there for the next look-up", async () => {
    const { promise, resolve } = Promise.withResolvers<StockProfile | null>();
    const { fallback, directory, asked } = stage(() => promise, { wait: async () => undefined });
    expect(await directory.profile(AAPL)).toStrictEqual(await fallback.profile(AAPL));
    resolve(detailed);
    await promise;
    await Promise.resolve();
    expect(await directory.profile(AAPL)).toStrictEqual(detailed);
    expect(asked()).toBe(1);
  });

  it("are kept of so many companies and no more", async () => {
    const { directory, asked } = stage(async (ticker) => ({ ...detailed, ticker }), { capacity: 2 });
    for (const text of ["A", "B", "C", "B", "C"]) await directory.profile(tickerOf(text));
    expect(asked()).toBe(3);
    await directory.profile(tickerOf("A"));
    expect(asked()).toBe(4);
  });

  it("are searched for by the fallback while the source cannot be asked", async () => {
    const { directory } = stage(async () => null);
    expect(valueOf(await directory.search("aapl")).map(({ ticker }) => ticker)).toStrictEqual(["AAPL"]);
  });
});

describe("over a market", () => {
  verifyContract(
    stockDirectoryContract,
    async () => {
      const clock = manualClock();
      const market = manualMarket(clock, manualCalendar());
      const [known, alsoKnown] = [market.set("AAPL", "1.00"), market.set("MSFT", "2.00")];
      const port = keptDirectory({ source: market, fallback: manualMarket(clock, manualCalendar()), clock });
      return { port, known, alsoKnown, unknown: tickerOf("NOPE") };
    },
    { describe, it },
  );
});
