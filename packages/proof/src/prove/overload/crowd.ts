import type { Holder } from "../../load/holders.ts";
import { CASH, noted, type Book } from "../../load/orders.ts";
import type { Json } from "../../process/http-client.ts";
import { connection, type Answer, type Connection } from "../../process/connection.ts";

/** Many clients of one server, each on a connection of its own, and what they were told. */
export type Crowd = {
  /** Sends an order or a look; null when no connection is free. Resolves once it is answered or refused. */
  readonly ask: () => Promise<void> | null;
  readonly told: Told;
  readonly close: () => void;
};

export type Told = {
  served: number;
  refused: number;
  /** Connections that the server closed before it had answered. */
  closed: number;
  readonly faults: string[];
};

/** Every other one is an order, so that reads are refused or served beside writes. */
const LOOKS = ["/v1/accounts/me/balance", "/v1/accounts/me/portfolio", "/v1/stocks/AAPL"];

export function crowd(port: number, size: number, holders: readonly Holder[], book: Book): Crowd {
  const free = Array.from({ length: size }, () => connection(port));
  const all = new Set(free);
  const told: Told = { served: 0, refused: 0, closed: 0, faults: [] };
  let asked = 0;

  const back = (used: Connection, { status }: Answer): void => {
    if (status !== 0) return void free.push(used);
    told.closed += 1;
    all.delete(used);
    const another = connection(port);
    all.add(another);
    free.push(another);
  };
  const look = async (from: Connection, holder: Holder): Promise<Answer> => {
    const answer = await from.ask("GET", LOOKS[asked % LOOKS.length] ?? "", undefined, holder.token);
    judge(told, "a look", answer, 200);
    return answer;
  };
  const order = async (from: Connection, holder: Holder): Promise<Answer> => {
    book.written += 1;
    const body: Json = { status: "TOP-UP", amount: `${1 + (book.written % 900)}.00` };
    const answer = await from.ask("POST", CASH, body, holder.token);
    judge(told, "an order", answer, 201);
    const { status } = answer;
    const known =
      status === 0
        ? null
        : { status, type: "", replayed: false, retryAfter: null, body: parsed(answer), text: answer.body };
    // What is refused for the load was not begun: it must not be there.
    if (status === 503 && known?.body["code"] === "overloaded") book.refused += 1;
    else noted(book, { holder, path: CASH, body, key: undefined }, known);
    return answer;
  };
  return {
    ask: () => {
      const from = free.shift();
      const holder = holders[asked % holders.length];
      if (from === undefined || holder === undefined) return null;
      asked += 1;
      const answered = asked % 2 === 0 ? look(from, holder) : order(from, holder);
      return answered.then((answer) => back(from, answer));
    },
    told,
    close: () => all.forEach((each) => each.close()),
  };
}

/** Served, or refused with when to ask again; anything else breaks the promise. */
function judge(told: Told, what: string, answer: Answer, served: number): void {
  const { status, retryAfter, body } = answer;
  if (status === served) told.served += 1;
  else if (status === 503 && retryAfter !== null && parsed(answer)["code"] !== undefined) told.refused += 1;
  else if (status !== 0) {
    told.faults.push(
      `${what} was answered ${status}, to ask again ${retryAfter ?? "at no time"}: ${body.slice(0, 200)}`,
    );
  }
}

function parsed({ body }: Answer): Json {
  return body.startsWith("{") ? (JSON.parse(body) as Json) : {};
}
