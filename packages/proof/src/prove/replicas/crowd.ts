import { setTimeout as wait } from "node:timers/promises";
import { anyOf, anyOrder, noted, replayed, send, TRADES } from "../../load/orders.ts";
import type { HttpAnswer } from "../../process/http-client.ts";
import { raise, shownCash, shownPortfolio } from "./sights.ts";
import type { Replica, Town } from "./town.ts";

const CLIENTS = 32;
/** How long a client waits whom nobody could serve, in milliseconds. */
const PAUSE = 20;

/** What came of a crowd's requests, by the replica that was asked. */
export type Crowd = {
  requests: number;
  looks: number;
  /** Orders that a replica acknowledged, by its name. */
  readonly acknowledged: Map<string, number>;
  /** Answers of 500 and above, and whether they came at all, by the replica's name. */
  readonly failed: { readonly name: string; readonly what: string }[];
};

/** Clients that each act for everybody, one request after the other, each to any of the replicas. */
export async function crowd(town: Town, goesOn: () => boolean): Promise<Crowd> {
  const done: Crowd = { requests: 0, looks: 0, acknowledged: new Map(), failed: [] };
  const client = async (): Promise<void> => {
    while (goesOn()) {
      const replica = anyOf(town.replicas, town.random);
      done.requests += 1;
      if (!(await once(town, replica, done))) await wait(PAUSE);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return done;
}

/** False when nobody has answered, or nobody could do anything. */
async function once(town: Town, replica: Replica, done: Crowd): Promise<boolean> {
  const kind = town.random();
  if (kind < 0.45) {
    done.looks += 1;
    return looked(town, replica, done);
  }
  if (kind < 0.5) return repeated(town, replica, done);
  return kind < 0.6 ? renamed(town, replica, done) : ordered(town, replica, done);
}

/** What takes a transaction of several statements, for something to end it in between. */
async function renamed({ book, holders, random }: Town, { name, client }: Replica, done: Crowd): Promise<boolean> {
  const call = { method: "PATCH", path: "/v1/accounts/me", token: anyOf(holders, random).token };
  const body = { name: `Nobody ${Math.floor(random() * 1000)}` };
  const answer = await client()
    .call({ ...call, body })
    .catch(() => null);
  if (!isServed(done, name, "a new name", answer)) return false;
  if (answer.body["name"] !== body.name) book.faults.push(`${name} answered a new name with ${answer.text}`);
  return true;
}

/** Sends an acknowledged order again, to whichever replica: the first answer must come back. */
async function repeated({ book, random }: Town, { name, client }: Replica, done: Crowd): Promise<boolean> {
  const first = book.done.length === 0 ? undefined : anyOf(book.done, random);
  if (first?.order.key === undefined) return true;
  const answer = await send(client(), first.order).catch(() => null);
  if (!isServed(done, name, `${first.order.path} again`, answer)) return false;
  replayed(book, first, answer);
  return true;
}

async function ordered({ book, holders, random, sights }: Town, { name, client }: Replica, done: Crowd) {
  const order = anyOrder({ book, holders, random });
  const { holder } = order;
  const floor = sights.entries.get(holder.accountId) ?? 0;
  const answer = await send(client(), order).catch(() => null);
  noted(book, order, answer);
  if (!isServed(done, name, order.path, answer)) return false;
  if (answer.status === 201) {
    const seq = Number(answer.body["seq"]);
    const known = `account ${holder.accountId}: entry ${floor} was known of, and ${name} gave an order the number ${seq}`;
    if (seq <= floor || answer.replayed) book.faults.push(known);
    raise(sights.entries, holder, seq);
    if (order.path === TRADES) raise(sights.trades, holder, seq);
    done.acknowledged.set(name, (done.acknowledged.get(name) ?? 0) + 1);
  }
  if (answer.body["code"] === "insufficient-cash") {
    sights.seen.push({ holder, where: `a refusal by ${name}`, floor, shown: shownCash(answer.body) });
  }
  return true;
}

const LOOKS = ["balance", "portfolio", "cash-transactions?limit=1", "trades?limit=1"] as const;

async function looked({ book, holders, random, sights }: Town, { name, client }: Replica, done: Crowd) {
  const [holder, look] = [anyOf(holders, random), anyOf(LOOKS, random)];
  const known = look.startsWith("trades") ? sights.trades : sights.entries;
  const floor = known.get(holder.accountId) ?? 0;
  const path = `/v1/accounts/me/${look}`;
  const answer = await client()
    .call({ path, token: holder.token })
    .catch(() => null);
  if (!isServed(done, name, path, answer)) return false;
  if (answer.status !== 200) {
    book.faults.push(`${name} answered ${path} with ${answer.status} ${JSON.stringify(answer.body)}`);
  } else if (look === "balance" || look === "portfolio") {
    const shown = look === "balance" ? shownCash(answer.body) : shownPortfolio(answer.body);
    sights.seen.push({ holder, where: `${look} of ${name}`, floor, shown });
  } else {
    const [newest] = answer.body["items"] as readonly { readonly seq: number }[];
    const seq = newest?.seq ?? 0;
    if (seq < floor) {
      book.faults.push(
        `account ${holder.accountId}: entry ${floor} was known of, and ${path} of ${name} ends at ${seq}`,
      );
    }
    raise(known, holder, seq);
    if (known === sights.trades) raise(sights.entries, holder, seq);
  }
  return true;
}

function isServed({ failed }: Crowd, name: string, path: string, answer: HttpAnswer | null): answer is HttpAnswer {
  if (answer !== null && answer.status < 500) return true;
  failed.push({ name, what: `${path}: ${answer ? `${answer.status} ${answer.text}` : "no answer"}` });
  return false;
}

/** Milliseconds from now. */
export function during(milliseconds: number): () => boolean {
  const end = performance.now() + milliseconds;
  return () => performance.now() < end;
}
