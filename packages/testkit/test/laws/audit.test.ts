import { isDeepStrictEqual } from "node:util";
import {
  auditEntry,
  afterEntry,
  emptyPortfolio,
  money,
  unaudited,
  type Audited,
  type Drift,
  type Entry,
  type KeyedRequest,
  type Ticker,
} from "@bourse/core";
import {
  accountIdOf,
  anyInstant,
  anySteps,
  draftFor,
  entriesFor,
  entryOf,
  errorOf,
  moneyOf,
  quantityOf,
  quoteOf,
  requestOf,
  valueOf,
  type Step,
} from "@bourse/testkit";
import * as fc from "fast-check";
import { ok, type Result } from "neverthrow";
import { describe, expect, it } from "vitest";
import { altered, anyChange, IMPOSSIBLE, POSSIBLE } from "./mutations.ts";

const ACCOUNT = accountIdOf(1);

/** The first drift, or the account once all its entries have been audited. */
function audit(entries: readonly Entry[]): Result<Audited, Drift> {
  let audited: Result<Audited, Drift> = ok(unaudited(ACCOUNT));
  for (const entry of entries) audited = audited.andThen((so) => auditEntry(so, entry));
  return audited;
}

/** Entries of one account, each other one asked for with a key. */
const anyLedger = fc
  .tuple(anySteps(25), fc.array(anyInstant(), { maxLength: 25 }))
  .map(([steps, times]) =>
    entriesFor(ACCOUNT, steps, times).map((entry) => (entry.seq % 2 === 0 ? entry : { ...entry, request: ask(entry) })),
  );

/** Written out here apart from the core. */
function ask(entry: Entry): KeyedRequest {
  const key = `key-${entry.seq}`;
  if ("trade" in entry) {
    const { quantity, quote } = entry.trade;
    return requestOf(key, `${entry.status === "BUYING-SHARES" ? "BUY" : "SELL"} ${quantity} ${quote.ticker}`);
  }
  const cents = (entry.amount < 0n ? 0n - entry.amount : entry.amount) / 100n;
  return requestOf(key, `${entry.status} ${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`);
}

function stepOf(entry: Entry): Step {
  if ("trade" in entry) return { status: entry.status, quote: entry.trade.quote, quantity: entry.trade.quantity };
  return { status: entry.status, amount: money(entry.status === "TOP-UP" ? entry.amount : 0n - entry.amount) };
}

/** Whether the kit, which works entries out by itself, would have written the same. */
function couldBe(entries: readonly Entry[]): boolean {
  let portfolio = emptyPortfolio(ACCOUNT);
  for (const entry of entries) {
    const draft = draftFor(portfolio, stepOf(entry), entry.at);
    if (!draft || !isDeepStrictEqual(entryOf(draft, entry.request), entry)) return false;
    if (entry.request && !isDeepStrictEqual(entry.request, ask(entry))) return false;
    portfolio = afterEntry(portfolio, entry);
  }
  return true;
}

const trade = (entry: Entry) => ("trade" in entry ? entry.trade : expect.fail("no trade"));

it("a ledger as the rules make it audits clean, and comes to what its last rows say", () => {
  const law = fc.property(anyLedger, (entries) => {
    const { portfolio } = valueOf(audit(entries));
    expect(portfolio).toEqual(entries.reduce(afterEntry, emptyPortfolio(ACCOUNT)));
  });
  fc.assert(law, { numRuns: 300 });
});

describe("one field of one entry is changed:", () => {
  it.each(Object.entries(IMPOSSIBLE))("%s is found, at that entry", (_, alter) => {
    const law = fc.property(anyLedger, fc.nat(), anyChange, (entries, at, by) => {
      const mutant = altered(entries, alter, at, by);
      fc.pre(mutant !== null);
      const seq = mutant.entries[mutant.index]?.seq;
      expect(errorOf(audit(mutant.entries))).toMatchObject({ accountId: ACCOUNT, seq });
    });
    fc.assert(law, { numRuns: 150 });
  });

  it.each(Object.entries(POSSIBLE))("%s cannot be seen", (_, alter) => {
    const law = fc.property(anyLedger, fc.nat(), anyChange, (entries, at, by) => {
      const mutant = altered(entries, alter, at, by);
      fc.pre(mutant !== null);
      expect(audit(mutant.entries).isOk()).toBe(true);
    });
    fc.assert(law, { numRuns: 100 });
  });

  it("another ticker is found, unless that stock could as well have been the one", () => {
    const tickers = fc.constantFrom("AAPL", "BRK.B", "F", "IBM") as fc.Arbitrary<string>;
    const law = fc.property(anyLedger, fc.nat(), tickers, (entries, at, name) => {
      const ticker = name as Ticker;
      const alter = (entry: Entry): Entry | null =>
        "trade" in entry && entry.trade.quote.ticker !== ticker
          ? { ...entry, trade: { ...entry.trade, quote: { ...entry.trade.quote, ticker } } }
          : null;
      const mutant = altered(entries, alter, at, 1);
      fc.pre(mutant !== null);
      expect(audit(mutant.entries).isOk()).toBe(couldBe(mutant.entries));
    });
    fc.assert(law, { numRuns: 500 });
  });
});

describe("entries are out of place:", () => {
  it.each([
    { what: "one that is missing", rearrange: (all: readonly Entry[], at: number) => all.toSpliced(at, 1) },
    {
      what: "one that is there twice",
      rearrange: (all: readonly Entry[], at: number) => all.toSpliced(at, 0, ...all.slice(at, at + 1)),
    },
    {
      what: "two that have changed places",
      rearrange: (all: readonly Entry[], at: number) => all.toSpliced(at, 2, ...all.slice(at, at + 2).toReversed()),
    },
  ])("$what is found, but for the last one's absence", ({ rearrange }) => {
    const law = fc.property(anyLedger, fc.nat(), (entries, at) => {
      fc.pre(entries.length > 1);
      expect(audit(rearrange(entries, at % (entries.length - 1))).isErr()).toBe(true);
      expect(audit(entries.slice(0, -1)).isOk()).toBe(true);
    });
    fc.assert(law, { numRuns: 150 });
  });
});

describe("what is told", () => {
  const quote = quoteOf("AAPL", "10.00");
  const [topUp, purchase, sale] = entriesFor(ACCOUNT, [
    { status: "TOP-UP", amount: moneyOf("100.00") },
    { status: "BUYING-SHARES", quote, quantity: quantityOf(5) },
    { status: "SELLING-SHARES", quote: quoteOf("AAPL", "12.00"), quantity: quantityOf(2) },
  ]) as [Entry, Entry, Entry];

  it.each([
    [[{ ...topUp, balance: moneyOf("90.00") }], "its balance after it is 90.00, and 100.00 is due"],
    [[purchase], "1 is the next number"],
    [[{ ...purchase, seq: 1 }], "it spends 50.00, and 0.00 is there"],
    [[topUp, { ...sale, seq: 2 }], "it sells 2 AAPL, and 0 are held"],
    [[{ ...topUp, amount: moneyOf("2000000000.00") }], "amount must be at most 1000000000.00"],
    [[{ ...topUp, amount: moneyOf("0.0001") }], "amount must be whole cents"],
    [
      [topUp, { ...purchase, trade: { ...trade(purchase), realisedGain: moneyOf("0.00") } } as Entry],
      "its gain that it realises is 0.00, and none is due",
    ],
    [
      [topUp, purchase, { ...sale, trade: { ...trade(sale), quantityAfter: 4 } } as Entry],
      "its quantity held after it is 4, and 3 is due",
    ],
    [
      [{ ...topUp, request: requestOf("k", "TOP-UP 10.00") }],
      "its key asked for TOP-UP 10.00, and it is TOP-UP 100.00",
    ],
  ])("of what is wrong: %#", (entries, what) => {
    expect(errorOf(audit(entries))).toEqual({ accountId: ACCOUNT, seq: entries.at(-1)?.seq, what });
  });

  it("of rules that make or lose a cent, though every row follows them", () => {
    const { portfolio, putIn } = valueOf(audit([topUp, purchase]));
    const drift = errorOf(auditEntry({ portfolio, putIn, cost: moneyOf("49.99") }, sale));
    expect(drift.what).toBe("cash and cost come to 103.99, and 104.00 was put in and gained");
  });
});
