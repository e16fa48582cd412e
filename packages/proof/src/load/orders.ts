import type { HttpAnswer, HttpClient, Json } from "../process/http-client.ts";
import type { Holder } from "./holders.ts";

const CLIENTS = 16;
const TICKERS = ["AAPL", "MSFT", "IBM"];

/** One thing that a holder wants done once. Without a key nobody can ask again what became of it. */
export type Order = {
  readonly holder: Holder;
  readonly path: string;
  readonly body: Json;
  readonly key: string | undefined;
};

type Done = { readonly order: Order; readonly answer: Json };
type Shown = { readonly holder: Holder; readonly cash: string };

/** What the clients know. An order is in one of the first two, or was refused and so changed nothing. */
export type Book = {
  readonly done: Done[];
  /** Sent, and the server was gone or failed: done or not, nobody knows. */
  readonly unknown: Order[];
  /** Balances that readers were shown. */
  readonly shown: Shown[];
  /** Answers that break a promise at once. */
  readonly faults: string[];
  replays: number;
  refused: number;
  written: number;
};

export type Load = {
  readonly client: HttpClient;
  readonly holders: readonly Holder[];
  readonly book: Book;
  readonly random: () => number;
  /** Told how many answers there have been; false ends the load. */
  readonly goesOn: (answers: number) => boolean;
  /** Told every answer but those to replays and looks. */
  readonly onAnswer?: (answer: HttpAnswer) => void;
};

export function emptyBook(): Book {
  return { done: [], unknown: [], shown: [], faults: [], replays: 0, refused: 0, written: 0 };
}

export const CASH = "/v1/accounts/me/cash-transactions";
export const TRADES = "/v1/accounts/me/trades";

/** Sixteen clients, each with one request under way at any time, until they are told to end or the server is gone. */
export async function load(given: Load): Promise<void> {
  let answers = 0;
  const client = async (): Promise<void> => {
    while (given.goesOn(answers) && (await once(given))) answers += 1;
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

/** One request; false when the server is gone. */
async function once(given: Load): Promise<boolean> {
  const kind = given.random();
  if (kind < 0.1) return look(given);
  if (kind < 0.2) return replay(given);
  const order = anyOrder(given);
  const answer = await send(given.client, order).catch(() => null);
  noted(given.book, order, answer);
  if (answer) given.onAnswer?.(answer);
  return answer !== null;
}

/** Writes what became of an order into the book; null when the server was gone before it answered. */
export function noted(book: Book, order: Order, answer: HttpAnswer | null): void {
  if (answer?.status === 201) book.done.push({ order, answer: answer.body });
  // A store that gives its reason has done nothing.
  else if (answer === null || (answer.status >= 500 && answer.body["reason"] === undefined)) book.unknown.push(order);
  else book.refused += 1;
}

async function look({ client, holders, book, random }: Load): Promise<boolean> {
  const holder = anyOf(holders, random);
  const answer = await client.call({ path: "/v1/accounts/me/balance", token: holder.token }).catch(() => null);
  if (answer?.status === 200) book.shown.push({ holder, cash: String(answer.body["cash"]) });
  else if (answer) book.faults.push(`a balance could not be read: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer !== null;
}

/** Sends an acknowledged order again: the first answer must come back. */
async function replay({ client, book, random }: Load): Promise<boolean> {
  const done = book.done.length === 0 ? undefined : anyOf(book.done, random);
  if (done?.order.key === undefined) return true;
  const answer = await send(client, done.order).catch(() => null);
  if (answer) replayed(book, done, answer);
  return answer !== null;
}

/** An order that was acknowledged has been sent again. */
export function replayed(book: Book, { order, answer }: Done, again: HttpAnswer): void {
  book.replays += 1;
  const isSame = again.status === 201 && again.replayed && JSON.stringify(again.body) === JSON.stringify(answer);
  if (!isSame) book.faults.push(`${order.key} was answered ${JSON.stringify(answer)}, again ${JSON.stringify(again)}`);
}

export function send(client: HttpClient, { holder, path, body, key }: Order): Promise<HttpAnswer> {
  return client.call({ path, body, key, token: holder.token });
}

/** Sends every unknown order that has a key again, until it is known what became of it; then all is as for a replay. */
export async function settle(client: HttpClient, book: Book): Promise<void> {
  const keyed = book.unknown.filter(({ key }) => key !== undefined);
  const keyless = book.unknown.filter(({ key }) => key === undefined);
  book.unknown.splice(0, Infinity, ...keyless);
  for (const order of keyed) {
    const first = await send(client, order);
    noted(book, order, first);
    if (first.status >= 500) book.faults.push(`${order.key} could not be settled: ${first.status}`);
    if (first.status === 201) replayed(book, { order, answer: first.body }, await send(client, order));
  }
}

export function anyOrder({ holders, book, random }: Pick<Load, "book" | "holders" | "random">): Order {
  const holder = anyOf(holders, random);
  book.written += 1;
  const key = random() < 0.5 ? `order-${book.written}` : undefined;
  const kind = random();
  const amount = `${1 + Math.floor(random() * 90_000)}.${10 + Math.floor(random() * 90)}`;
  if (kind < 0.3) return { holder, key, path: CASH, body: { status: "TOP-UP", amount } };
  if (kind < 0.4) return { holder, key, path: CASH, body: { status: "WITHDRAWAL", amount: `${1 + kind}`.slice(0, 4) } };
  const ticker = anyOf(TICKERS, random);
  const quantity = 1 + Math.floor(random() * 3);
  return { holder, key, path: TRADES, body: { action: kind < 0.75 ? "BUY" : "SELL", ticker, quantity } };
}

export function anyOf<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("there is none to choose");
  return item;
}
