import { isTrade, money, type Entry, type Ledger } from "@bourse/core";
import { brokenClauses, fakeLedger } from "@bourse/testkit";
import { ledgerContract, type LedgerSubject } from "@bourse/testkit/contracts";
import { err } from "neverthrow";
import { describe, expect, it } from "vitest";
import { ledgerSubject } from "../subjects.ts";
import { hasTeeth, type Wrong } from "./bites.ts";
import { APPENDED, CONFLICT, hasKey, keep, lastSeq, ledgerThat, rightly } from "./ledgers.ts";

const RACE = "2. of 64 appends at one seq one succeeds and the others conflict";
const TAKEN = "2. a taken seq conflicts for good, and its entry stays as it was";
const GAP = "3. an append that would leave a gap conflicts";
const KEY = "3. an idempotency key is taken once per account";
const LEGS = "7. a trade that conflicts leaves neither of its legs";
const EXACT = "1. the largest and smallest amounts there can be come back exactly";
const PAGES = "5. entries answers newest first, below `before`, at most `limit`";
const TRADES = "5. trades answers trades alone, and its limit counts only them";
const OTHERS = "5. no query answers another account's entries";
const BY_KEY = "6. entryByKey answers the account's own entry under exactly that key, or null";

/** A fake with some operations answered otherwise. */
function fakeWith(changed: (right: Ledger) => Partial<Ledger>): () => Ledger {
  return () => {
    const right = fakeLedger();
    return { ...right, ...changed(right) };
  };
}

const appending: readonly Wrong<Ledger>[] = [
  ["checks no seq", () => ledgerThat(keep), RACE],
  [
    "awaits between the check and the write",
    () =>
      ledgerThat(async (rows, entry) => {
        const admitted = entry.seq === lastSeq(rows, entry.accountId) + 1 && !hasKey(rows, entry);
        await Promise.resolve();
        return admitted ? keep(rows, entry) : CONFLICT;
      }),
    RACE,
  ],
  [
    "reuses a seq",
    () =>
      ledgerThat((rows, entry) => {
        const index = rows.entries.findIndex(
          ({ accountId, seq }) => accountId === entry.accountId && seq === entry.seq,
        );
        if (index === -1) return rightly(rows, entry);
        rows.entries[index] = entry;
        return APPENDED;
      }),
    TAKEN,
  ],
  [
    "leaves gaps",
    () =>
      ledgerThat((rows, entry) =>
        entry.seq <= lastSeq(rows, entry.accountId) || hasKey(rows, entry) ? CONFLICT : keep(rows, entry),
      ),
    GAP,
  ],
  [
    "ignores keys",
    () =>
      ledgerThat((rows, entry) => (entry.seq === lastSeq(rows, entry.accountId) + 1 ? keep(rows, entry) : CONFLICT)),
    KEY,
  ],
  [
    "takes a key for every account at once",
    () =>
      ledgerThat((rows, entry) => {
        const taken = rows.entries.some(({ request }) => request && request.key === entry.request?.key);
        return taken ? CONFLICT : rightly(rows, entry);
      }),
    KEY,
  ],
  [
    "keeps the trade leg of a failed append",
    () =>
      ledgerThat((rows, entry) => {
        const appended = rightly(rows, entry);
        if (appended.isErr() && isTrade(entry)) rows.trades.push(entry);
        return appended;
      }),
    LEGS,
  ],
];

/** What money comes to in an adapter that reads it as a double. */
function asDouble(entry: Entry): Entry {
  return { ...entry, balance: money(BigInt(Number(entry.balance) / 10)) };
}

const asking: readonly Wrong<Ledger>[] = [
  [
    "reads money as a double",
    fakeWith((right) => ({ entries: (query) => right.entries(query).map((found) => found.map(asDouble)) })),
    EXACT,
  ],
  [
    "answers oldest first",
    fakeWith((right) => ({ entries: (query) => right.entries(query).map((found) => found.toReversed()) })),
    PAGES,
  ],
  [
    "answers the entry at `before` too",
    fakeWith((right) => ({
      entries: ({ before = Infinity, ...query }) => right.entries({ ...query, before: before + 1 }),
    })),
    PAGES,
  ],
  [
    "counts what is no trade against the limit of trades",
    fakeWith((right) => ({ trades: (query) => right.entries(query).map((found) => found.filter(isTrade)) })),
    TRADES,
  ],
  [
    "finds another account's entry",
    () => {
      const right = ledgerThat(rightly);
      const all: Entry[] = [];
      const append: Ledger["append"] = (entries) => right.append(entries).andTee(() => all.push(...entries));
      const found = (seq: number) => all.find((entry) => entry.seq === seq) ?? null;
      return {
        ...right,
        append,
        entry: (accountId, seq) => right.entry(accountId, seq).map((own) => own ?? found(seq)),
      };
    },
    OTHERS,
  ],
  [
    "compares keys without case",
    fakeWith((right) => ({
      entryByKey: (accountId, key) =>
        right.entries({ accountId, limit: 1000 }).map((found) => {
          const wanted = key.toLowerCase();
          return found.find(({ request }) => request?.key.toLowerCase() === wanted) ?? null;
        }),
    })),
    BY_KEY,
  ],
  [
    "keeps a holding of no shares",
    fakeWith((right) => ({
      portfolio: (accountId) =>
        right.portfolio(accountId).map((portfolio) => {
          const empty = { ticker: "F", quantity: 0, cost: money(0n) } as const;
          const [ticker] = [...portfolio.holdings.keys()];
          const holdings = ticker ? portfolio.holdings : new Map([[empty.ticker, empty]]);
          return { ...portfolio, holdings: holdings as typeof portfolio.holdings };
        }),
    })),
    "4. a ticker whose last share is sold is no holding, until it is bought again",
  ],
];

async function forgetful(): Promise<LedgerSubject> {
  return { ...(await ledgerSubject()), restart: async () => fakeLedger() };
}

/** Fails between the two legs, and takes nothing back. */
async function halving(): Promise<LedgerSubject> {
  let broken = false;
  const port = ledgerThat((rows, entry) => {
    if (!broken) return rightly(rows, entry);
    broken = false;
    rows.trades.push(entry);
    return err({ kind: "StoreUnavailable", cause: "it failed between the two legs" });
  });
  const breakNextAppend = (): void => {
    broken = true;
  };
  return { ...(await ledgerSubject(port)), breakNextAppend };
}

describe("the ledger's contract", () => {
  hasTeeth(ledgerContract, ledgerSubject, [...appending, ...asking]);

  it("finds nothing wrong with rows that are appended rightly", async () => {
    expect(await brokenClauses(ledgerContract, () => ledgerSubject(ledgerThat(rightly)))).toEqual([]);
  });

  it("catches one that forgets what it acknowledged", async () => {
    const title = "1. every kind of entry is there after a restart, unchanged";
    expect(await brokenClauses(ledgerContract, forgetful)).toContain(title);
  });

  it("catches one that keeps half of an append that failed", async () => {
    const title = "7. a trade whose append failed is there whole or not at all";
    expect(await brokenClauses(ledgerContract, halving)).toContain(title);
  });
});
