import { errorOf, racing, valueOf } from "@bourse/testkit";
import { err, errAsync, ok } from "neverthrow";
import { expect, it } from "vitest";
import { AAPL, DAY, newStage, SECOND, type Matches } from "./stage.ts";

const REFUSED: Matches = err({ kind: "SearchUnavailable", reason: "told to", retryAfter: 30 });

it("a search is made once for all who want it at once, and for a day", async () => {
  const { time, directory, asked } = newStage();
  const found = [{ ticker: AAPL, name: "found by apple", exchange: null }];
  for (const matches of await racing(64, () => directory.search("apple"))) expect(valueOf(matches)).toEqual(found);
  await time.pass(DAY - 1);
  expect(valueOf(await directory.search("apple"))).toEqual(found);
  expect(asked).toEqual(["apple"]);
  await time.pass(1);
  await directory.search("apple");
  expect(asked).toEqual(["apple", "apple"]);
});

it("neither case nor spaces nor how an accent is written makes another search; anything else does", async () => {
  const { directory, asked } = newStage();
  for (const text of ["Café  de", " café de ", "CAFE\u0301 DE", "cafe\u0301\tde"]) await directory.search(text);
  expect(asked).toEqual(["Café  de"]);
  for (const text of ["cafe de", "caféde", "café d"]) await directory.search(text);
  expect(asked.length).toBe(4);
});

it("that finds nothing is kept as one that finds something", async () => {
  const { answers, directory, asked } = newStage();
  answers.search = async () => ok([]);
  for (let time = 0; time < 2; time += 1) expect(valueOf(await directory.search("zzz"))).toEqual([]);
  expect(asked).toEqual(["zzz"]);
});

it("that is refused is answered by the fallback, and made again at its time to try again, and not before", async () => {
  const { time, answers, directory, asked } = newStage();
  answers.search = async () => REFUSED;
  const byFallback = [{ ticker: AAPL, name: "AAPL Inc.", exchange: "NASDAQ" }];
  for (const matches of await racing(64, () => directory.search("aapl"))) expect(valueOf(matches)).toEqual(byFallback);
  await time.pass(30 * SECOND - 1);
  expect(valueOf(await directory.search("aapl"))).toEqual(byFallback);
  expect(asked.length).toBe(1);
  answers.search = async () => ok([]);
  await time.pass(1);
  expect(valueOf(await directory.search("aapl"))).toEqual([]);
});

it("that nobody can make is SearchUnavailable, from whoever was asked last", async () => {
  const { answers, another, fallback } = newStage();
  answers.search = async () => REFUSED;
  const none = { kind: "SearchUnavailable", reason: "no list", retryAfter: 9 } as const;
  const directory = another({ fallback: { ...fallback, search: () => errAsync(none) } });
  expect(errorOf(await directory.search("aapl"))).toEqual(none);
});

it("that is slow is answered by the fallback after two seconds, and by the source once it has come", async () => {
  const { time, answers, directory, asked } = newStage();
  const { promise, resolve } = Promise.withResolvers<Matches>();
  answers.search = () => promise;
  const first = directory.search("aapl");
  await time.pass(2000);
  expect(valueOf(await first)[0]?.name).toBe("AAPL Inc.");
  // Nobody waits two seconds again for what is late already.
  expect(valueOf(await directory.search("aapl"))[0]?.name).toBe("AAPL Inc.");
  resolve(ok([]));
  await time.pass(0);
  expect(valueOf(await directory.search("aapl"))).toEqual([]);
  expect(asked.length).toBe(1);
});

it("of so many texts are kept and no more, the last that were wanted", async () => {
  const { another, asked } = newStage();
  const directory = another({ capacity: 2 });
  for (const text of ["a", "b", "a", "c", "a"]) await directory.search(text);
  expect(asked).toEqual(["a", "b", "c"]);
  await directory.search("b");
  expect(asked.length).toBe(4);
});

it("does not last by a clock that is set back", async () => {
  const { time, directory, asked } = newStage();
  await directory.search("a");
  time.jump(-1);
  await directory.search("a");
  expect(asked.length).toBe(2);
});
