import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import { marketAt, freshnessOf, type Need, type QuoteOutcome, type Ticker } from "@bourse/core";
import { settle, tickerOf } from "@bourse/testkit";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { MAX_QUOTE_AGE, newStage, type Stage } from "./stage.ts";
import { STORES, type StoreUnderTest } from "./stores.ts";

const TICKERS = ["AAPL", "BRK.B", "F", "MSFT"].map((name) => tickerOf(name));
const HOUR = 3_600_000;
const calendar = nyseCalendar();

type Step =
  | { readonly kind: "age" | "delist" | "fail" | "set"; readonly ticker: Ticker; readonly amount: number }
  | { readonly kind: "ask"; readonly ticker: Ticker; readonly need: Need; readonly crowd: number }
  | { readonly kind: "hold" | "letGo" | "restart" }
  | { readonly kind: "jump" | "pass"; readonly amount: number };

const ticker = fc.constantFrom(...TICKERS);
const aWhile = fc.oneof(fc.integer({ min: 0, max: HOUR }), fc.integer({ min: 0, max: 100 * HOUR }));

function kinds<Kind extends Step["kind"]>(...names: Kind[]): fc.Arbitrary<Kind> {
  return fc.constantFrom(...names);
}

function anyStep(): fc.Arbitrary<Step> {
  const need = fc.constantFrom<Need>("look", "trade", "valuation");
  return fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: kinds("ask"), ticker, need, crowd: fc.integer({ min: 1, max: 5 }) }) },
    { weight: 3, arbitrary: fc.record({ kind: kinds("age", "delist", "fail", "set"), ticker, amount: fc.nat(2000) }) },
    { weight: 2, arbitrary: fc.record({ kind: kinds("pass"), amount: aWhile }) },
    fc.record({ kind: kinds("jump"), amount: aWhile.chain((far) => fc.constantFrom(far, -far)) }),
    fc.record({ kind: kinds("hold", "letGo", "restart") }),
  );
}

/** What a cache must never do, found at work. */
class Broken extends Error {}

function check(holds: boolean, law: string): void {
  if (!holds) throw new Broken(law);
}

function checkOutcome(outcome: QuoteOutcome, asked: Ticker, need: Need, { time }: Stage): void {
  if (outcome.isErr()) {
    check(outcome.error.ticker === asked, "another ticker's error");
    check(outcome.error.kind === "TickerNotFound" || outcome.error.retryAfter >= 1, "no time to try again");
    return;
  }
  const quote = outcome.value;
  const now = time.clock.now();
  const freshness = freshnessOf(quote, marketAt(calendar, now, MAX_QUOTE_AGE));
  check(quote.ticker === asked && quote.price > 0n, "another ticker's quote");
  check(need !== "trade" || freshness !== "stale", "a trade on a stale quote");
}

async function live(steps: readonly Step[], { store, reopen }: StoreUnderTest, capacity: number): Promise<void> {
  const stage = newStage({ store, capacity });
  const { time, market, asked } = stage;
  let { cache } = stage;
  const waiting: Promise<void>[] = [];
  for (const known of TICKERS) market.set(known, "10.00");

  const actions: { readonly [Kind in Step["kind"]]: (step: Step & { readonly kind: Kind }) => Promise<void> | void } = {
    async ask({ ticker: wanted, need, crowd }) {
      const before = asked.length;
      const one = async (): Promise<void> => checkOutcome(await cache.latest(wanted, need), wanted, need, stage);
      for (let caller = 0; caller < crowd; caller += 1) waiting.push(one());
      await settle();
      check(asked.length - before <= 1, "more than one request");
    },
    set: (step) => void market.set(step.ticker, `${step.amount + 1}.00`),
    fail: (step) => market.fail(step.ticker, step.amount),
    age: (step) => market.age(step.ticker, step.amount),
    delist: (step) => market.delist(step.ticker),
    pass: ({ amount }) => time.pass(amount),
    jump: ({ amount }) => time.jump(amount),
    hold: () => stage.hold(),
    async letGo() {
      stage.letGo();
      // A trade that waited for a look may now ask in its own right.
      await settle();
    },
    async restart() {
      stage.letGo();
      // Whoever waited for the old process has gone with it.
      await settle();
      cache = stage.another({ store: reopen() });
    },
  };
  const act = <Kind extends Step["kind"]>(step: Step & { readonly kind: Kind }): Promise<void> | void =>
    actions[step.kind](step);

  for (const step of steps) await act(step);
  stage.letGo();
  await time.pass(HOUR);
  await Promise.all(waiting);
}

it.each(STORES)(
  "whatever happens over $name: the asked ticker's quote, none too old for a trade, one request",
  async ({ open, runs }) => {
    const histories = fc.array(anyStep(), { maxLength: 40, size: "max" });
    const law = fc.asyncProperty(histories, fc.constantFrom(1, 10_000), async (steps, capacity) => {
      const under = open();
      await live(steps, under, capacity).finally(under.dispose);
    });
    const { counterexample, errorInstance } = await fc.check(law, { numRuns: runs });
    expect({ counterexample, errorInstance }).toEqual({ counterexample: null, errorInstance: null });
  },
);
