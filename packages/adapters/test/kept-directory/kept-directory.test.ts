import { sqliteProfileStore } from "@bourse/adapters/sqlite";
import type { StoreUnavailable } from "@bourse/core";
import { racing, tickerOf, valueOf } from "@bourse/testkit";
import { errAsync, ok } from "neverthrow";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newStore } from "../sqlite/store.ts";
import { AAPL, APPLE, DAY, newStage, type Profile, type Stage } from "./stage.ts";
import { STORES, type StoreUnderTest } from "./stores.ts";

const ETF = tickerOf("SPY");

describe.each(STORES)("details of companies, over $name", ({ open }) => {
  let opened: StoreUnderTest;
  let stage: Stage;
  beforeEach(() => {
    opened = open();
    stage = newStage({ store: opened.store });
  });
  afterEach(() => opened.dispose());

  /** The directory of a new process, over what the one before it left. */
  const restarted = () => stage.another({ store: opened.reopen() });

  it("are asked for once, however many look, and again after a month", async () => {
    const { time, directory, asked } = stage;
    for (const profile of await racing(64, () => directory.profile(AAPL))) expect(valueOf(profile)).toEqual(APPLE);
    await time.pass(30 * DAY - 1);
    await directory.profile(AAPL);
    expect(asked).toEqual([AAPL]);
    await time.pass(1);
    await directory.profile(AAPL);
    expect(asked).toEqual([AAPL, AAPL]);
  });

  it("outlast a restart, each of them", async () => {
    const kept = valueOf(await stage.directory.profile(AAPL));
    const again = restarted();
    expect(valueOf(await again.profile(AAPL))).toStrictEqual(kept);
    await stage.time.pass(30 * DAY - 1);
    expect(valueOf(await again.profile(AAPL))).toStrictEqual(kept);
    expect(stage.asked).toEqual([AAPL]);
  });

  it("that the source has none of are the fallback's, and not asked for again for a day, nor after a restart", async () => {
    const { time, fallback, answers, directory, asked } = stage;
    answers.profile = async () => ok(null);
    expect(valueOf(await directory.profile(AAPL))).toEqual(valueOf(await fallback.profile(AAPL)));
    expect(valueOf(await directory.profile(ETF))).toBeNull();
    await time.pass(DAY - 1);
    expect(valueOf(await directory.profile(ETF))).toBeNull();
    const again = restarted();
    expect(valueOf(await again.profile(ETF))).toBeNull();
    expect(asked).toEqual([AAPL, ETF]);
    await time.pass(1);
    await again.profile(ETF);
    expect(asked).toEqual([AAPL, ETF, ETF]);
  });

  it("stay when the source has none any more, which is believed for a day", async () => {
    const { time, answers, directory, asked } = stage;
    await directory.profile(AAPL);
    await time.pass(30 * DAY);
    answers.profile = async () => ok(null);
    expect(valueOf(await directory.profile(AAPL))).toEqual(APPLE);
    const again = restarted();
    expect(valueOf(await again.profile(AAPL))).toEqual(APPLE);
    expect(asked.length).toBe(2);
    await time.pass(DAY);
    await again.profile(AAPL);
    expect(asked.length).toBe(3);
  });

  it("of a time to come, by a clock that was wrong, are asked for again", async () => {
    const { time, directory, asked } = stage;
    await directory.profile(AAPL);
    time.jump(-1);
    await directory.profile(AAPL);
    expect(asked.length).toBe(2);
  });

  it("are found in the store once they have gone from memory", async () => {
    const { another, asked } = stage;
    const small = another({ capacity: 2 });
    for (const text of ["A", "B", "C", "A", "B", "C"]) {
      expect(valueOf(await small.profile(tickerOf(text)))).toEqual({ ...APPLE, ticker: text });
    }
    expect(asked).toEqual(["A", "B", "C"]);
  });
});

it("details that are slow hold nobody up for more than two seconds in all, and are there once they have come", async () => {
  const { time, fallback, answers, directory, asked } = newStage();
  const { promise, resolve } = Promise.withResolvers<Profile>();
  answers.profile = () => promise;
  const first = directory.profile(AAPL);
  await time.pass(2000);
  const named = valueOf(await fallback.profile(AAPL));
  expect(valueOf(await first)).toEqual(named);
  expect(valueOf(await directory.profile(AAPL))).toEqual(named);
  resolve(ok(APPLE));
  await time.pass(0);
  expect(valueOf(await directory.profile(AAPL))).toEqual(APPLE);
  expect(asked.length).toBe(1);
});

describe("a store that fails", () => {
  const failure: StoreUnavailable = { kind: "StoreUnavailable", cause: "gone" };

  it("is told of, and to no caller, and what was learnt is kept in memory", async () => {
    const { another, asked } = newStage();
    const failures: StoreUnavailable[] = [];
    const directory = another({
      store: { find: () => errAsync(failure), keep: () => errAsync(failure) },
      onStoreFailure: (told) => failures.push(told),
    });
    for (let look = 0; look < 3; look += 1) expect(valueOf(await directory.profile(AAPL))).toEqual(APPLE);
    expect(failures).toEqual([failure, failure]);
    expect(asked.length).toBe(1);
  });

  it("as a damaged file does", async () => {
    const { another } = newStage();
    const { db, dispose } = newStore();
    const failures: StoreUnavailable[] = [];
    const directory = another({ store: sqliteProfileStore(db()), onStoreFailure: (told) => failures.push(told) });
    db().exec("DROP TABLE profiles");
    expect(valueOf(await directory.profile(AAPL))).toEqual(APPLE);
    expect(failures.map(({ kind }) => kind)).toEqual(["StoreUnavailable", "StoreUnavailable"]);
    await dispose();
  });
});
