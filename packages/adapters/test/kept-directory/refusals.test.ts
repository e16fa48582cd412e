import { errorOf, racing, tickerOf, valueOf } from "@bourse/testkit";
import { err, ok } from "neverthrow";
import { expect, it } from "vitest";
import { AAPL, APPLE, DAY, MINUTE, newStage, refused, SECOND, type Profile } from "./stage.ts";

const NAMELESS = tickerOf("NONE");

it("what could not be asked is no answer: it is asked again a while later, and not after a day", async () => {
  const { time, fallback, answers, directory, asked } = newStage();
  answers.profile = refused(30);
  expect(valueOf(await directory.profile(AAPL))).toEqual(valueOf(await fallback.profile(AAPL)));
  answers.profile = async () => ok(APPLE);
  await time.pass(15 * MINUTE - 1);
  expect(valueOf(await directory.profile(AAPL))?.sector).toBeNull();
  expect(asked.length).toBe(1);
  await time.pass(1);
  expect(valueOf(await directory.profile(AAPL))).toEqual(APPLE);
  expect(asked.length).toBe(2);
});

it("a source that says when to ask again is not asked before, also for hours, by any crowd", async () => {
  const { time, answers, directory, asked } = newStage();
  answers.profile = refused(5 * 3600);
  for (let minute = 0; minute < 5 * 60; minute += 1) {
    await racing(20, () => directory.profile(AAPL));
    await time.pass(MINUTE);
  }
  expect(asked.length).toBe(1);
  await racing(20, () => directory.profile(AAPL));
  expect(asked.length).toBe(2);
});

it("a refusal holds back what is asked of other companies too, for as long as it says", async () => {
  const { time, answers, directory, asked } = newStage();
  answers.profile = refused(30);
  const tickers = Array.from({ length: 26 }, (_, index) => tickerOf(String.fromCharCode(65 + index)));
  const outcomes = await Promise.all(tickers.map((ticker) => directory.profile(ticker)));
  for (const [index, outcome] of outcomes.entries()) {
    const expected = { kind: "ProfileUnavailable", ticker: tickers[index], reason: "told to fail", retryAfter: 30 };
    expect(errorOf(outcome)).toEqual(expected);
  }
  expect(asked).toEqual(["A"]);
  await time.pass(30 * SECOND);
  answers.profile = async (ticker) => ok({ ...APPLE, ticker });
  for (const ticker of tickers.slice(1)) expect(valueOf(await directory.profile(ticker))?.ticker).toBe(ticker);
});

it("is said of a company of which not even the name is known, with the time that is left", async () => {
  const { time, answers, directory } = newStage();
  answers.profile = refused(3600);
  await directory.profile(NAMELESS);
  await time.pass(600_500);
  const expected = { kind: "ProfileUnavailable", ticker: "NONE", reason: "told to fail", retryAfter: 3000 };
  expect(errorOf(await directory.profile(NAMELESS))).toEqual(expected);
});

it("is no reason to forget what was learnt a month ago", async () => {
  const { time, answers, directory } = newStage();
  await directory.profile(AAPL);
  await time.pass(30 * DAY);
  answers.profile = refused(30);
  expect(valueOf(await directory.profile(AAPL))).toEqual(APPLE);
  const { promise } = Promise.withResolvers<Profile>();
  answers.profile = () => promise;
  await time.pass(15 * MINUTE);
  const slow = directory.profile(AAPL);
  await time.pass(2000);
  expect(valueOf(await slow)).toEqual(APPLE);
});

it("does not last by a clock that is set back", async () => {
  const { time, answers, directory, asked } = newStage();
  answers.profile = refused(3600);
  await directory.profile(AAPL);
  time.jump(-DAY);
  await directory.profile(AAPL);
  expect(asked.length).toBe(2);
});

it("attempts are made one after another, and a bug in one is thrown at its own callers alone", async () => {
  const { answers, directory, asked } = newStage();
  let underWay = 0;
  answers.profile = async (ticker) => {
    underWay += 1;
    expect(underWay).toBe(1);
    await new Promise(setImmediate);
    underWay -= 1;
    if (ticker === "B") throw new Error("a bug");
    return ticker === "C" ? err({ kind: "ProfileUnavailable", ticker, reason: "told to", retryAfter: 1 }) : ok(APPLE);
  };
  const profiles = ["A", "B", "C"].map(async (text) => directory.profile(tickerOf(text)));
  const [first, second, third] = await Promise.allSettled(profiles);
  expect([first?.status, second?.status, third?.status]).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(asked).toEqual(["A", "B", "C"]);
});
