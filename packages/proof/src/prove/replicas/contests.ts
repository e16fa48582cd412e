import { formatMoney, money, type Money } from "@bourse/core";
import { moneyOf } from "@bourse/testkit";
import { anyOf, CASH, noted, replayed, send, TRADES, type Order } from "../../load/orders.ts";
import type { HttpAnswer } from "../../process/http-client.ts";
import type { Holder } from "../../load/holders.ts";
import type { Replica, Town } from "./town.ts";

/** How many ask for the same at once, of each replica. */
const OF_EACH = 2;
const [BUYERS, AFFORDED] = [64, 30];
/** How often the last cash is fought for until the price stands still meanwhile. */
const MOST_FIGHTS = 10;

/** One key sent to all replicas at once, and more than once: one entry, of which all are told alike. Answers how many keys. */
export async function sameKey(town: Town, times: number): Promise<number> {
  const { holders, random } = town;
  for (let time = 1; time <= times; time += 1) {
    const holder = anyOf(holders, random);
    const body = { status: "TOP-UP", amount: `${1000 + time}.00` };
    await sentEverywhere(town, { holder, path: CASH, body, key: `once-${time}` });
    const bought = { action: "BUY", ticker: "IBM", quantity: 1 };
    await sentEverywhere(town, { holder, path: TRADES, body: bought, key: `once-bought-${time}` });
  }
  return times * 2;
}

async function sentEverywhere({ book, replicas }: Town, order: Order): Promise<void> {
  const all = replicas.flatMap((replica) => Array.from({ length: OF_EACH }, () => replica));
  const answers = await Promise.all(all.map(({ client }) => send(client(), order)));
  const first = answers.find((answer) => !answer.replayed);
  if (first?.status !== 201) {
    book.faults.push(`${order.key}, sent everywhere at once, made no entry: ${JSON.stringify(first ?? answers[0])}`);
    return;
  }
  noted(book, order, first);
  for (const answer of answers) if (answer !== first) replayed(book, { order, answer: first.body }, answer);
}

/** As many buyers of one account as there are, over all replicas, with cash for some of them. */
export async function lastCash(town: Town): Promise<void> {
  for (let fight = 1; fight <= MOST_FIGHTS; fight += 1) if (await foughtFor(town)) return;
  town.book.faults.push(`in ${MOST_FIGHTS} fights for the last cash the price never stood still`);
}

/** False when the price moved meanwhile: then nobody can say how many there must be. */
async function foughtFor({ book, replicas, reserve }: Town): Promise<boolean> {
  const [holder, replica] = [reserve.pop(), replicas[0]];
  if (!holder || !replica) throw new Error("there is nobody left who has no cash");
  const price = await priceOf(replica, holder);
  // A movement of cash is in whole cents: a little less than another share costs is over.
  const cents = (price * BigInt(AFFORDED) + 99n) / 100n;
  const topUp = {
    holder,
    path: CASH,
    key: "for-some",
    body: { status: "TOP-UP", amount: formatMoney(money(cents * 100n)) },
  };
  noted(book, topUp, await send(replica.client(), topUp));
  const buyers = Array.from({ length: BUYERS }, (_, number) => number);
  const order: Order = { holder, path: TRADES, key: undefined, body: { action: "BUY", ticker: "IBM", quantity: 1 } };
  const answers = await Promise.all(buyers.map((number) => send(anyReplica(replicas, number).client(), order)));
  for (const answer of answers) noted(book, order, answer);
  const bought = answers.filter(({ status }) => status === 201);
  const refused = answers.filter(({ body }) => body["code"] === "insufficient-cash");
  const prices = new Set([...bought.map(({ body }) => body["price"]), ...refused.map(({ body }) => body["cost"])]);
  if (prices.size > 1 || !prices.has(formatMoney(price))) return false;
  const left = formatMoney(money(cents * 100n - price * BigInt(AFFORDED)));
  const balances = await Promise.all(replicas.map(({ client }) => balanceOf(client(), holder)));
  const isRight = bought.length === AFFORDED && refused.length === BUYERS - AFFORDED;
  if (!isRight || balances.some((balance) => balance !== left)) {
    book.faults.push(
      `of ${BUYERS} buyers with cash for ${AFFORDED}, ${bought.length} bought and ${refused.length} were refused, and ${balances.join(" and ")} is left, not ${left}: ${others(answers)}`,
    );
  }
  return true;
}

function others(answers: readonly HttpAnswer[]): string {
  const codes = answers.map(({ status, body }) => `${status} ${JSON.stringify(body["code"] ?? "")}`);
  return [...new Set(codes)].map((code) => `${codes.filter((each) => each === code).length} × ${code}`).join(", ");
}

function anyReplica(replicas: readonly Replica[], number: number): Replica {
  const replica = replicas[number % replicas.length];
  if (!replica) throw new Error("there is no replica");
  return replica;
}

async function priceOf({ client }: Replica, { token }: Holder): Promise<Money> {
  return moneyOf(String((await client().call({ path: "/v1/stocks/IBM", token })).body["price"]));
}

async function balanceOf(client: ReturnType<Replica["client"]>, { token }: Holder): Promise<unknown> {
  return (await client.call({ path: "/v1/accounts/me/balance", token })).body["cash"];
}
