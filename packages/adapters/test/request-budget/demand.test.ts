import { tickerDemand } from "@bourse/adapters/request-budget";
import type { Ticker } from "@bourse/core";
import { tickerOf } from "@bourse/testkit";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, newStage, SECOND } from "./stage.ts";

describe("demand", () => {
  it("puts the most wanted ticker first, and what a trade awaits before all", async () => {
    const demand = tickerDemand();
    const stage = newStage({ demand });
    for (const name of ["A", "B", "B", "B", "C", "C"]) demand.asked(tickerOf(name));
    for (const name of ["D", "A", "B", "C"]) stage.ask("valuation", name);
    demand.awaited(tickerOf("A"), "trade");
    demand.awaited(tickerOf("A"), "look");
    await stage.time.pass(MINUTE);
    expect(stage.granted.map(({ ticker }) => ticker)).toEqual(["A", "B", "C", "D"]);
  });

  it("gives a released look to the most wanted, and after half an hour to anyone", async () => {
    const demand = tickerDemand();
    const stage = newStage({ demand });
    for (let look = 0; look < 10; look += 1) stage.ask("look");
    await stage.time.pass(HOUR);
    for (const name of ["A", "A", "B"]) demand.asked(tickerOf(name));
    // The eleventh look is released an eleventh of the day after midnight.
    await stage.time.pass(Math.ceil(DAY / 11) - HOUR);
    stage.ask("look", "B");
    await stage.time.pass(SECOND);
    expect(stage.refused).toMatchObject([{ reason: "stocks that are wanted more come first", retryAfter: 1800 }]);
    await stage.time.pass(30 * MINUTE - 2 * SECOND);
    stage.ask("look", "B");
    await stage.time.pass(SECOND);
    expect(stage.granted.length).toBe(10);
    stage.ask("look", "B");
    await stage.time.pass(SECOND);
    expect(stage.granted.slice(10)).toMatchObject([{ ticker: "B" }]);
  });

  it("counts no ticker that has been learnt since, and remembers only so many", () => {
    const demand = tickerDemand(2);
    const [a, b, c] = ["A", "B", "C"].map((name) => tickerOf(name)) as [Ticker, Ticker, Ticker];
    for (const ticker of [a, a, b, c, c]) demand.asked(ticker);
    expect([demand.countOf(a), demand.countOf(b), demand.countOf(c)]).toEqual([0, 1, 2]);
    expect(demand.wantedMore(b)).toBe(1);
    demand.settled(c, true);
    expect([demand.countOf(c), demand.wantedMore(b)]).toEqual([0, 0]);
    demand.awaited(b, "trade");
    demand.settled(b, false);
    expect([demand.countOf(b), demand.needOf(b)]).toEqual([1, null]);
  });
});
