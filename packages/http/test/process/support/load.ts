import { expect } from "vitest";
import { ask, type Answer, type Holder, type Json } from "./client.ts";

const CLIENTS = 16;

/** One thing a holder wants done once. */
export type Wish = { readonly holder: Holder; readonly path: string; readonly body: Json; readonly key: string };
export type Done = { readonly wish: Wish; readonly answer: Json };

/** What the clients know. Every wish is in one of the first two, or was refused and so changed nothing. */
export type Book = {
  readonly acknowledged: Done[];
  /** Sent, and the server was gone before it answered: done or not, nobody knows. */
  readonly lost: Wish[];
};

export const CASH = "/v1/accounts/me/cash-transactions";
export const TRADES = "/v1/accounts/me/trades";

function send(url: string, { holder, path, body, key }: Wish): Promise<Answer> {
  return ask(url, path, { token: holder.token, body, key });
}

/** Sends a wish and writes down what came of it; false when the server is gone. */
async function tryOnce(url: string, wish: Wish, book: Book): Promise<boolean> {
  try {
    const { status, body } = await send(url, wish);
    if (status === 201) book.acknowledged.push({ wish, answer: body });
    else if (status >= 500) book.lost.push(wish);
    return true;
  } catch {
    book.lost.push(wish);
    return false;
  }
}

/** Sixteen clients, each with one request under way at any time, until the server is gone. */
export async function load(
  url: string,
  holders: readonly Holder[],
  book: Book,
  random: () => number,
  onAnswer: (answers: number) => void,
): Promise<void> {
  let answers = 0;
  const client = async (): Promise<void> => {
    while (await tryOnce(url, anyWish(holders, random), book)) {
      answers += 1;
      onAnswer(answers);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

let wishes = 0;

export function wishOf(holder: Holder, path: string, body: Json): Wish {
  wishes += 1;
  return { holder, path, body, key: `wish-${wishes}` };
}

function anyWish(holders: readonly Holder[], random: () => number): Wish {
  const holder = holders[Math.floor(random() * holders.length)] ?? expect.fail("there is no holder");
  const kind = random();
  if (kind < 0.3) {
    return wishOf(holder, CASH, { status: "TOP-UP", amount: `${1 + Math.floor(random() * 500)}.25` });
  }
  const ticker = ["AAPL", "MSFT", "IBM"][Math.floor(random() * 3)];
  const quantity = 1 + Math.floor(random() * 3);
  return wishOf(holder, TRADES, { action: kind < 0.75 ? "BUY" : "SELL", ticker, quantity });
}

/** Sends every lost wish again, under its key, until it is known what became of it. */
export async function settle(url: string, book: Book): Promise<void> {
  for (const wish of book.lost.splice(0)) {
    const { status, body } = await send(url, wish);
    expect(status, "a lost wish is done or refused when it is sent again").toBeLessThan(500);
    if (status === 201) book.acknowledged.push({ wish, answer: body });
  }
}

/** Sends what was acknowledged again: the first answer must come back. */
export async function assertReplayed(url: string, done: readonly Done[]): Promise<void> {
  for (const { wish, answer } of done) {
    expect(await send(url, wish)).toEqual({ status: 201, replayed: true, body: answer });
  }
}
