import {
  afterEntry,
  emptyPortfolio,
  formatMoney,
  type AccountId,
  type AppError,
  type Entry,
  type Recorded,
} from "@bourse/core";
import { accountOf, anySteps, fakeWorld, hashOf, valueOf, type Step, type World } from "@bourse/testkit";
import * as fc from "fast-check";
import type { Result } from "neverthrow";
import { describe, expect, it } from "vitest";
import { booked, cashOf, factOf, NOTHING } from "./reference.ts";

/** A step that one of three people takes, perhaps under a key; the clock jumps before it. */
type Wish = { readonly step: Step; readonly person: number; readonly key: string | undefined; readonly jump: number };

const PEOPLE = 3;
const aWish = fc.record({
  person: fc.nat(PEOPLE - 1),
  key: fc.option(fc.constantFrom("a", "b", "c"), { nil: undefined, freq: 2 }),
  jump: fc.integer({ min: -60_000, max: 60_000 }),
});

const anyWishes = anySteps(40).chain((steps) =>
  fc
    .array(aWish, { minLength: steps.length, maxLength: steps.length })
    .map((given) =>
      steps.flatMap((step, index): Wish[] => given.slice(index, index + 1).map((one) => ({ ...one, step }))),
    ),
);

/** Asks the app, at the step's own price. */
async function ask(
  { app, market, clock }: World,
  accountId: AccountId,
  wish: Wish,
): Promise<Result<Recorded, AppError>> {
  const { step, key: idempotencyKey, jump } = wish;
  clock.advance(jump);
  if ("amount" in step) {
    const command = { accountId, amount: formatMoney(step.amount), idempotencyKey };
    return step.status === "TOP-UP" ? app.topUp(command) : app.withdraw(command);
  }
  const { quote, quantity } = step;
  market.set(quote.ticker, formatMoney(quote.price));
  const order = { accountId, ticker: quote.ticker, quantity, idempotencyKey };
  return step.status === "BUYING-SHARES" ? app.buyShares(order) : app.sellShares(order);
}

/** Asserts that an account's entries follow from one another, and come to what the app shows. */
async function assertSound({ app, ports }: World, accountId: AccountId): Promise<readonly Entry[]> {
  const entries = valueOf(await ports.ledger.entries({ accountId, limit: 1000 })).toReversed();
  let [books, portfolio] = [NOTHING, emptyPortfolio(accountId)];
  for (const entry of entries) {
    books = booked(books, factOf(entry));
    expect(entry.at).toBeGreaterThanOrEqual(portfolio.at);
    portfolio = afterEntry(portfolio, entry);
    expect([entry.balance, entry.realisedGainAfter]).toEqual([cashOf(books), books.realised]);
    expect(entry.balance >= 0n).toBe(true);
  }
  expect(valueOf(await ports.portfolios.find(accountId))).toEqual(portfolio);
  expect(valueOf(await app.viewBalance({ accountId })).cash).toBe(portfolio.cash);
  return entries;
}

/** Of an answer, what the ledger keeps. */
function keptOf({ freshness: _, ...entry }: Entry & { readonly freshness?: unknown }): Ordered {
  return entry;
}

type Ordered = Pick<Entry, "accountId" | "seq">;

function byAccount(a: Ordered, b: Ordered): number {
  return a.accountId.localeCompare(b.accountId) || a.seq - b.seq;
}

describe("any wishes of three people, all at once", () => {
  it("leave accounts whose every entry follows from the one before it, and each key is used once", async () => {
    const law = fc.asyncProperty(anyWishes, async (wishes) => {
      const world = fakeWorld();
      const people = Array.from({ length: PEOPLE }, (_, index) => accountOf(index));
      for (const person of people) valueOf(await world.ports.accounts.add(person, hashOf("hash")));
      const results = await Promise.all(wishes.map((wish) => ask(world, accountOf(wish.person).id, wish)));
      const books = await Promise.all(people.map(({ id }) => assertSound(world, id)));
      const made = results.flatMap((result) =>
        result.isOk() && !result.value.replayed ? [keptOf(result.value.entry)] : [],
      );
      expect(made.toSorted(byAccount)).toEqual(books.flat().toSorted(byAccount));
      const keys = books.flat().flatMap(({ accountId, request }) => (request ? [`${accountId} ${request.key}`] : []));
      expect(new Set(keys).size).toBe(keys.length);
    });
    await fc.assert(law, { numRuns: 200 });
  });
});
