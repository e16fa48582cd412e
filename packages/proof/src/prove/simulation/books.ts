import type { AccountId, Entry, Quote } from "@bourse/core";
import { valueOf } from "@bourse/testkit";
import type { Brokerage } from "./brokerage.ts";
import { NOTHING_YET, stateAfter, type State } from "./ledger-laws.ts";
import { isFillable } from "./quote-laws.ts";
import type { Tally } from "./tally.ts";
import type { Life } from "./weather.ts";
import { commandOf, nameOf, plain, shortOf, type Wish, type Wishes } from "./wishes.ts";

/** What is known of the ledger: what it had at the last audit, and what the clients have been told. */
export type Books = {
  /** All entries of the account as the store has them now, and the state before the first and after each. */
  readonly truth: (accountId: AccountId) => Promise<Truth>;
  /** The client has been told that the account has this entry. */
  readonly told: (entry: Entry, by: "rival" | "server") => void;
  /** The last entry of which any client has been told: by the server alone, or by any process. */
  readonly floor: (accountId: AccountId, by: "any" | "server") => number;
  /** The ledger may have an entry of the account of which the process that runs knows nothing. */
  readonly hasMore: (accountId: AccountId) => void;
  /** The first entry up to which the process must know the account: all, unless there may be more than it knows. */
  readonly knownUpTo: (accountId: AccountId, truth: Truth) => number;
  /** Holds the store to everything that was said and seen of the account. */
  readonly audit: (accountId: AccountId) => Promise<Truth>;
};

export type Truth = { readonly entries: readonly Entry[]; readonly states: readonly State[] };

type Book = {
  /** As they were at the last audit. */
  seen: readonly string[];
  readonly told: Map<number, string>;
  byServer: number;
  byAny: number;
  /** The process that need not know all of it. */
  unawares: Life | null;
};

const ALL = 100_000;

export type BooksOptions = {
  readonly brokerage: Brokerage;
  readonly wishes: Wishes;
  readonly tally: Tally;
  readonly broken: (what: string) => void;
};

export function booksOf({ brokerage, wishes, tally, broken }: BooksOptions): Books {
  const { disk, market, calendar } = brokerage;
  const books = new Map<AccountId, Book>();
  const bookOf = (accountId: AccountId): Book => {
    const book = books.get(accountId) ?? { seen: [], told: new Map(), byServer: 0, byAny: 0, unawares: null };
    books.set(accountId, book);
    return book;
  };

  async function truth(accountId: AccountId): Promise<Truth> {
    const entries = valueOf(await disk.stores().ledger.tail({ accountId, after: 0, limit: ALL }));
    const states = [NOTHING_YET];
    for (const entry of entries) {
      try {
        states.push(stateAfter(states.at(-1) ?? NOTHING_YET, entry));
      } catch (error) {
        broken(`account ${shortOf(accountId)}: ${(error as Error).message}`);
        break;
      }
    }
    return { entries, states };
  }

  /** The new entry must be somebody's wish, made while the account could act, on a price that there was. */
  function explain(entry: Entry): void {
    const wish = wishes.behind(entry, (each) => !("trade" in entry) || couldFill(entry.trade.quote, grantedOf(each)));
    const name = `entry ${entry.seq} (${commandOf(entry)}) of ${shortOf(entry.accountId)}`;
    if (!wish) {
      broken(`${name}, key ${entry.request?.key ?? "none"}, is nobody's wish, or one that already has another entry`);
      return;
    }
    wish.seq = entry.seq;
    const unknown = wish.attempts.some(({ deed }) => deed.outcome === "unknown");
    if (wish.told === null && unknown) tally.add("unknown outcomes found to be done");
    const granted = grantedOf(wish);
    if (!granted.some(({ couldAct }) => couldAct)) broken(`${name} was made while the account could not act`);
    if ("trade" in entry) checkPrice(name, entry.trade.quote, granted);
  }

  function couldFill(quote: Quote, attempts: Wish["attempts"]): boolean {
    return attempts.some(({ deed }) => deed.instants.some((at) => isFillable(quote, at, calendar)));
  }

  function checkPrice(name: string, quote: Quote, attempts: Wish["attempts"]): void {
    if (!market.hasGiven(quote)) broken(`${name} filled on a price that the market never gave`);
    if (couldFill(quote, attempts)) return;
    broken(`${name} filled on a price too old: of ${quote.tradingDay}, fetched at ${quote.fetchedAt}`);
  }

  return {
    truth,
    told(entry, by) {
      const book = bookOf(entry.accountId);
      book.told.set(entry.seq, plain(entry));
      book.byAny = Math.max(book.byAny, entry.seq);
      if (by === "server") book.byServer = Math.max(book.byServer, entry.seq);
    },
    hasMore: (accountId) => {
      bookOf(accountId).unawares = brokerage.life();
    },
    knownUpTo(accountId, { entries }) {
      const { byServer, unawares } = bookOf(accountId);
      return unawares === brokerage.life() ? byServer : entries.length;
    },
    floor: (accountId, by) => bookOf(accountId)[by === "any" ? "byAny" : "byServer"],
    async audit(accountId) {
      const book = bookOf(accountId);
      const found = await truth(accountId);
      const texts = found.entries.map(plain);
      for (const [index, text] of book.seen.entries()) {
        if (texts[index] !== text)
          broken(`entry ${index + 1} of ${shortOf(accountId)} was ${text}, is ${texts[index]}`);
      }
      for (const [seq, text] of book.told) {
        if (texts[seq - 1] !== text)
          broken(`${shortOf(accountId)} was told ${text}, and the ledger has ${texts[seq - 1]}`);
      }
      for (const entry of found.entries.slice(book.seen.length)) explain(entry);
      tally.add("entries", texts.length - book.seen.length);
      book.seen = texts;
      const lost = wishes.all().find((wish) => wish.accountId === accountId && wish.told && wish.seq === null);
      if (lost) broken(`${nameOf(lost)} was told done, and the ledger has no entry of it`);
      return found;
    },
  };
}

function grantedOf({ attempts }: Wish): Wish["attempts"] {
  return attempts.filter(({ deed }) => deed.outcome !== "refused");
}
