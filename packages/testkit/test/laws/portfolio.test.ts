import { isDeepStrictEqual } from "node:util";
import {
  afterEntry,
  emptyPortfolio,
  MAX_BALANCE,
  MAX_QUANTITY,
  MAX_REALISED_GAIN,
  MAX_SHARES,
  MAX_STOCKS,
  type AppError,
  type Entry,
  type Portfolio,
} from "@bourse/core";
import { anyInstant, anyPrice, anySteps, draftFor, moneyOf, valueOf, type Step } from "@bourse/testkit";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACCOUNT, decide, play, sellOut } from "./play.ts";
import { booked, cashOf, costHeld, factOf, NOTHING, type Books } from "./reference.ts";

/** What the entries come to by the pencil. */
function booksOf(entries: readonly Entry[]): Books {
  return entries.map(factOf).reduce(booked, NOTHING);
}

function costOf({ holdings }: Portfolio): bigint {
  return [...holdings.values()].reduce((sum, { cost }) => sum + cost, 0n);
}

function isTrueOf({ cash, holdings }: Portfolio, error: AppError): boolean {
  if (error.kind === "InsufficientCash") return error.cash === cash && error.cost > cash;
  if (error.kind !== "InsufficientShares") return error.kind === "LimitExceeded";
  return error.held === (holdings.get(error.ticker)?.quantity ?? 0) && error.asked > error.held;
}

function holds(law: (steps: Step[]) => void): void {
  fc.assert(fc.property(anySteps(60), law), { numRuns: 300 });
}

describe("after any sequence of steps", () => {
  it("the portfolio is what the pencil says", () => {
    holds((steps) => {
      const { portfolio, entries } = play(steps);
      const books = booksOf(entries);
      const held = [...portfolio.holdings].map(([ticker, { quantity, cost }]) => [
        ticker,
        { quantity: BigInt(quantity), cost },
      ]);
      expect(new Map(held as [string, unknown][])).toEqual(books.holdings);
      expect([portfolio.cash, portfolio.realisedGain]).toEqual([cashOf(books), books.realised]);
    });
  });

  it("no cent was made or lost", () => {
    holds((steps) => {
      const { portfolio, entries } = play(steps);
      const { toppedUp, withdrawn, spent, earned, costTaken } = booksOf(entries);
      expect(toppedUp - withdrawn - spent + earned).toBe(portfolio.cash);
      expect(spent - costTaken).toBe(costOf(portfolio));
      expect(earned - costTaken).toBe(portfolio.realisedGain);
      expect(toppedUp - withdrawn + portfolio.realisedGain).toBe(portfolio.cash + costOf(portfolio));
    });
  });

  it("each entry's totals are what the pencil says up to there", () => {
    holds((steps) => {
      let books = NOTHING;
      for (const entry of play(steps).entries) {
        const cashBefore = cashOf(books);
        books = booked(books, factOf(entry));
        expect(entry.amount).toBe(cashOf(books) - cashBefore);
        expect([entry.balance, entry.realisedGainAfter]).toEqual([cashOf(books), books.realised]);
        if (!("trade" in entry)) continue;
        const { quantityAfter, costAfter, quote } = entry.trade;
        const held = books.holdings.get(quote.ticker) ?? { quantity: 0n, cost: 0n };
        expect([BigInt(quantityAfter), costAfter]).toEqual([held.quantity, held.cost]);
      }
    });
  });

  it("folding the entries from the first comes to what the last rows say", () => {
    holds((steps) => {
      const { entries, portfolio } = play(steps);
      expect(entries.reduce(afterEntry, emptyPortfolio(ACCOUNT))).toEqual(portfolio);
      const last = entries.at(-1);
      expect([portfolio.seq, portfolio.cash]).toEqual([entries.length, last?.balance]);
      const trades = entries.flatMap((entry) => ("trade" in entry ? [entry.trade] : []));
      const lastOf = new Map(trades.map((trade) => [trade.quote.ticker, trade]));
      for (const [ticker, { quantityAfter, costAfter }] of lastOf) {
        const held = portfolio.holdings.get(ticker);
        expect([held?.quantity ?? 0, held?.cost ?? 0n]).toEqual([quantityAfter, costAfter]);
      }
    });
  });

  it("nothing is below zero or past its limit, and every share held has cost something", () => {
    holds((steps) => {
      for (const { cash, holdings, realisedGain } of play(steps).before) {
        expect(cash >= 0n && cash <= MAX_BALANCE).toBe(true);
        expect(realisedGain <= MAX_REALISED_GAIN && realisedGain >= 0n - MAX_REALISED_GAIN).toBe(true);
        expect(holdings.size).toBeLessThanOrEqual(MAX_STOCKS);
        for (const { quantity, cost } of holdings.values()) {
          expect(quantity >= 1 && quantity <= MAX_SHARES && cost >= BigInt(quantity)).toBe(true);
        }
      }
    });
  });

  it("selling out, in parts of any size, takes exactly the cost that was left", () => {
    const part = fc.integer({ min: 100_000, max: MAX_QUANTITY });
    const law = fc.property(anySteps(40), anyPrice(), part, (steps, price, size) => {
      const { portfolio, entries } = play(steps);
      fc.pre(portfolio.holdings.size > 0 && price < 1_000_000n);
      const all = play([...steps, ...sellOut(portfolio, price, size)]);
      fc.pre(all.portfolio.cash < MAX_BALANCE / 2n);
      const sales = all.entries.slice(entries.length);
      expect(all.portfolio.holdings.size).toBe(0);
      const books = booksOf(all.entries);
      expect([costHeld(books), books.spent]).toEqual([0n, books.costTaken]);
      const gained = sales.reduce((sum, sale) => sum + ("trade" in sale ? (sale.trade.realisedGain ?? 0n) : 0n), 0n);
      expect(gained).toBe(sales.reduce((sum, { amount }) => sum + amount, 0n) - costOf(portfolio));
    });
    fc.assert(law, { numRuns: 300 });
  });

  it("what is allowed is as the kit drafts it; what is refused says truly why", () => {
    const law = fc.property(anySteps(20), anySteps(1), (steps, [, next]) => {
      fc.pre(next !== undefined);
      const { portfolio } = play(steps);
      const decided = decide(portfolio, next);
      const right = decided.match(
        (draft) => isDeepStrictEqual(draft, draftFor(portfolio, next)),
        (error) => draftFor(portfolio, next) === null && isTrueOf(portfolio, error),
      );
      expect(right).toBe(true);
    });
    fc.assert(law, { numRuns: 500 });
  });

  it("times never run backwards, whatever the clock does", () => {
    const law = fc.property(fc.array(anyInstant(), { minLength: 1 }), (times) => {
      let portfolio = emptyPortfolio(ACCOUNT);
      for (const now of times) {
        const draft = valueOf(decide(portfolio, { status: "TOP-UP", amount: moneyOf("0.01") }, now));
        expect(draft.at).toBe(Math.max(portfolio.at, now));
        portfolio = afterEntry(portfolio, { ...draft, request: null });
      }
    });
    fc.assert(law);
  });
});
