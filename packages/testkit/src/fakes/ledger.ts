import {
  afterEntry,
  areConsecutive,
  emptyPortfolio,
  isTrade,
  type AccountId,
  type EntriesQuery,
  type Entry,
  type Instant,
  type Ledger,
  type Portfolio,
} from "@bourse/core";
import { err, ok } from "neverthrow";
import { later } from "./later.ts";

type Book = { readonly entries: Entry[]; portfolio: Portfolio };

/** A ledger in memory. */
export function fakeLedger(): Ledger {
  const books = new Map<AccountId, Book>();
  const bookOf = (accountId: AccountId): Book =>
    books.get(accountId) ?? { entries: [], portfolio: emptyPortfolio(accountId) };
  return {
    append: (entries) =>
      later(() => {
        const [{ accountId, seq }] = entries;
        const book = bookOf(accountId);
        const isNext = seq === book.portfolio.seq + 1 && areConsecutive(entries);
        if (!isNext || entries.some((entry) => hasKeyOf(book, entry))) return err({ kind: "Conflict" as const });
        book.portfolio = entries.reduce(afterEntry, book.portfolio);
        book.entries.push(...entries);
        books.set(accountId, book);
        return ok();
      }),
    portfolio: (accountId, at) => later(() => ok(portfolioAt(accountId, bookOf(accountId), at))),
    tail: ({ accountId, after, limit }) => later(() => ok(bookOf(accountId).entries.slice(after, after + limit))),
    entries: (query) => later(() => ok(page(bookOf(query.accountId).entries, query))),
    trades: (query) => later(() => ok(page(bookOf(query.accountId).entries.filter(isTrade), query))),
    entry: (accountId, seq) => later(() => ok(bookOf(accountId).entries.find((entry) => entry.seq === seq) ?? null)),
    entryByKey: (accountId, key) =>
      later(() => ok(bookOf(accountId).entries.find(({ request }) => request?.key === key) ?? null)),
  };
}

function portfolioAt(accountId: AccountId, { entries, portfolio }: Book, at: Instant | undefined): Portfolio {
  if (at === undefined) return portfolio;
  return entries.filter((entry) => entry.at <= at).reduce(afterEntry, emptyPortfolio(accountId));
}

function hasKeyOf(book: Book, { request }: Entry): boolean {
  return request !== null && book.entries.some((entry) => entry.request?.key === request.key);
}

function page<E extends Entry>(entries: readonly E[], { before = Infinity, limit }: EntriesQuery): E[] {
  return entries
    .filter(({ seq }) => seq < before)
    .toReversed()
    .slice(0, limit);
}
