import type { BudgetNow } from "@bourse/adapters/kept-directory";
import { instant } from "@bourse/core";
import { START, tickerOf, valueOf } from "@bourse/testkit";
import { expect, it } from "vitest";
import { AAPL, MINUTE, newStage, SECOND } from "./stage.ts";

const HOUR = 60 * MINUTE;
const NAMELESS = tickerOf("NONE");

/** A free key's day, so many hours before its end, with so much left of the twenty that are not kept for trades. */
function day(hoursLeft: number, left: number, more: Partial<BudgetNow> = {}): BudgetNow {
  const dayEndsAt = instant(START + hoursLeft * HOUR);
  return { perDay: 25, left: left + 5, keptForTrades: 5, dayEndsAt, blockedUntil: null, waiting: 0, ...more };
}

/** Whether details are asked for of a company without a name, and of one with. */
async function asks(budget: BudgetNow | null): Promise<readonly boolean[]> {
  const { directory, asked } = newStage({ budget: async () => budget });
  await directory.profile(NAMELESS);
  await directory.profile(AAPL);
  return [asked.includes(NAMELESS), asked.includes(AAPL)];
}

it.each([
  ["at a day's start all is for prices", day(24, 20), [false, false]],
  ["an hour into an unused day, too", day(23, 20), [false, false]],
  ["what the day has released and nobody used can be spared, to the nameless first", day(21.6, 20), [true, false]],
  ["and then to the named", day(19.2, 20), [true, true]],
  ["unless prices have used it", day(19.2, 18), [false, false]],
  ["half of a day's requests are for prices to its end", day(0, 10), [false, false]],
  ["the rest is not", day(0, 12), [true, true]],
  ["a spent day spares nothing", day(12, 0, { left: 0, keptForTrades: 0 }), [false, false]],
  ["nothing is spared while anybody waits", day(1, 20, { waiting: 1 }), [false, false]],
  ["nor to find out whether a refusal is over", day(1, 20, { blockedUntil: START }), [false, false]],
  ["nor when nobody knows what is left", null, [false, false]],
  ["a day of 25 hours begins as another", day(25, 20), [false, false]],
  ["a plan without a limit to its day always can", day(24, 0, { perDay: null, left: null, waiting: 9 }), [true, true]],
])("%s", async (_, budget, expected) => {
  expect(await asks(budget)).toEqual(expected);
});

it("whether one can be spared is looked at again after a minute, and no sooner for any crowd", async () => {
  let looked = 0;
  let budget = day(24, 20);
  const { time, directory, asked } = newStage({
    budget: async () => {
      looked += 1;
      return budget;
    },
  });
  for (let second = 0; second < 60; second += 1) {
    await Promise.all(Array.from({ length: 10 }, () => directory.profile(AAPL)));
    await time.pass(SECOND);
  }
  expect([looked, asked.length]).toEqual([1, 0]);
  budget = day(1, 20);
  expect(valueOf(await directory.profile(AAPL))?.sector).toBe("TECHNOLOGY");
});

it("companies that are wanted at once share what can be spared, and do not each take it", async () => {
  let left = 12;
  const { answers, directory, asked } = newStage({ budget: async () => day(0, left) });
  const answer = answers.profile;
  answers.profile = (ticker) => {
    left -= 1;
    return answer(ticker);
  };
  const tickers = ["A", "B", "C", "D", "E"].map(tickerOf);
  await Promise.all(tickers.map((ticker) => directory.profile(ticker)));
  expect(asked).toEqual(["A", "B"]);
});

it("a search is made of what prices leave, and else is answered by the fallback", async () => {
  let budget = day(24, 20);
  const { time, directory, asked } = newStage({ budget: async () => budget });
  for (const text of ["aapl", "b", "c"]) await directory.search(text);
  expect(valueOf(await directory.search("aapl"))).toMatchObject([{ name: "AAPL Inc." }]);
  expect(asked).toEqual([]);
  budget = day(1, 20);
  await time.pass(60 * SECOND);
  expect(valueOf(await directory.search("aapl"))).toMatchObject([{ name: "found by aapl" }]);
  expect(asked).toEqual(["aapl"]);
});
