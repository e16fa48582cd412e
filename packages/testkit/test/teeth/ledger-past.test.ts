import { instant, type Entry, type Ledger } from "@bourse/core";
import { fakeLedger } from "@bourse/testkit";
import { ledgerContract } from "@bourse/testkit/contracts";
import { okAsync } from "neverthrow";
import { describe } from "vitest";
import { ledgerSubject } from "../subjects.ts";
import { hasTeeth, type Wrong } from "./bites.ts";
import { ledgerThat, rightly } from "./ledgers.ts";

const PAST = "4. the portfolio at a time is what had happened by then";
const ONE_TIME = "4. entries of one time, as after a clock set back, have all happened by then";
const NO_LATER = "4. no later entry changes what had happened before it";
const TAIL = "5. tail answers oldest first, above `after`, at most `limit`";

/** A fake with some operations answered otherwise. */
function fakeWith(changed: (right: Ledger) => Partial<Ledger>): () => Ledger {
  return () => {
    const right = fakeLedger();
    return { ...right, ...changed(right) };
  };
}

const wrongs: readonly Wrong<Ledger>[] = [
  ["knows no past", fakeWith((right) => ({ portfolio: (accountId) => right.portfolio(accountId) })), PAST],
  [
    "leaves out what happened at that very time",
    fakeWith((right) => ({
      portfolio: (accountId, at) => right.portfolio(accountId, at === undefined ? at : instant(at - 1)),
    })),
    PAST,
  ],
  [
    "answers today's holdings with the cash of then",
    fakeWith((right) => ({
      portfolio: (accountId, at) =>
        right
          .portfolio(accountId, at)
          .andThen((then) => right.portfolio(accountId).map(({ holdings }) => ({ ...then, holdings }))),
    })),
    NO_LATER,
  ],
  [
    "forgets the holdings that were sold since",
    fakeWith((right) => ({
      portfolio: (accountId, at) =>
        right.portfolio(accountId, at).andThen((then) =>
          right.portfolio(accountId).map((now) => {
            const held = [...then.holdings].filter(([ticker]) => now.holdings.has(ticker));
            return { ...then, holdings: new Map(held) };
          }),
        ),
    })),
    NO_LATER,
  ],
  [
    "takes the first of several entries of one time for the last",
    fakeWith((right) => ({
      portfolio: (accountId, at) =>
        at === undefined
          ? right.portfolio(accountId)
          : right.entries({ accountId, limit: 1000 }).andThen((newest) => {
              const last = newest.find((entry) => entry.at <= at);
              const first = newest.findLast((entry) => entry.at === last?.at);
              return first === last ? right.portfolio(accountId, at) : right.portfolio(accountId, instant(0));
            }),
    })),
    ONE_TIME,
  ],
  [
    "answers the tail newest first",
    fakeWith((right) => ({ tail: (query) => right.tail(query).map((found) => found.toReversed()) })),
    TAIL,
  ],
  [
    "answers the newest of the tail",
    fakeWith((right) => ({
      tail: ({ limit, ...query }) => right.tail({ ...query, limit: 1_000_000 }).map((found) => found.slice(-limit)),
    })),
    TAIL,
  ],
  [
    "answers the entry at `after` too",
    fakeWith((right) => ({ tail: ({ after, ...query }) => right.tail({ ...query, after: Math.max(0, after - 1) }) })),
    TAIL,
  ],
  [
    "counts the tail's limit from the first entry",
    fakeWith((right) => ({
      tail: ({ accountId, after, limit }) =>
        right.tail({ accountId, after: 0, limit }).map((found) => found.filter(({ seq }) => seq > after)),
    })),
    TAIL,
  ],
  [
    "answers another account's tail",
    () => {
      const right = ledgerThat(rightly);
      const all: Entry[] = [];
      return {
        ...right,
        append: (entries) => right.append(entries).andTee(() => all.push(...entries)),
        tail: ({ after, limit }) => okAsync(all.filter(({ seq }) => seq > after).slice(0, limit)),
      };
    },
    "5. no query answers another account's entries",
  ],
];

describe("the ledger's contract about the past", () => {
  hasTeeth(ledgerContract, ledgerSubject, wrongs);
});
