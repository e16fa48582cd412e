import type { Holder } from "../../load/holders.ts";
import { CASH, noted, type Book } from "../../load/orders.ts";
import type { Json } from "../../process/http-client.ts";
import type { Answer } from "../../process/connection.ts";
import { pipe, type Pipe } from "./pipe.ts";

/** Many clients of one server, each on a connection of its own, and what they were told. */
export type Crowd = {
  /** Sends an order or a look; null when every connection has its fill. Resolves once it is answered or refused. */
  readonly ask: () => Promise<void> | null;
  readonly told: Told;
  readonly close: () => void;
};

type Told = {
  served: number;
  refused: number;
  /** Connections that the server closed before it had answered. */
  closed: number;
  readonly faults: string[];
};

/** One in four looks, so that reads are served or refused beside writes. */
const LOOKS = ["/v1/accounts/me/balance", "/v1/accounts/me/portfolio", "/v1/stocks/AAPL"];

/** So many connections, each with at most so many requests on it that are not answered yet. */
export function crowd(port: number, size: number, depth: number, holders: readonly Holder[], book: Book): Crowd {
  const pipes = Array.from({ length: size }, () => pipe(port));
  const told: Told = { served: 0, refused: 0, closed: 0, faults: [] };
  let [asked, turn] = [0, 0];

  const free = (): Pipe | null => {
    for (let tried = 0; tried < size; tried += 1) {
      turn = (turn + 1) % size;
      if (pipes[turn]?.isClosed()) pipes[turn] = pipe(port);
      const found = pipes[turn];
      if (found !== undefined && found.depth() < depth) return found;
    }
    return null;
  };
  const look = async (from: Pipe, { token }: Holder): Promise<void> => {
    judge(told, "a look", await from.ask(requestOf("GET", LOOKS[asked % LOOKS.length] ?? "", token)), 200);
  };
  const order = async (from: Pipe, holder: Holder): Promise<void> => {
    book.written += 1;
    const body = { status: "TOP-UP", amount: `${1 + (book.written % 900)}.00` };
    const answer = await from.ask(requestOf("POST", CASH, holder.token, JSON.stringify(body)));
    judge(told, "an order", answer, 201);
    const { status } = answer;
    const known =
      status === 0 ? null : { ...answer, type: "", replayed: false, body: parsed(answer), text: answer.body };
    // What is refused for the load was not begun: it must not be there.
    if (known?.body["code"] === "overloaded") book.refused += 1;
    else noted(book, { holder, path: CASH, body, key: undefined }, known);
  };
  return {
    ask: () => {
      const from = free();
      const holder = holders[asked % holders.length];
      if (from === null || holder === undefined) return null;
      asked += 1;
      return asked % 4 === 0 ? look(from, holder) : order(from, holder);
    },
    told,
    close: () => pipes.forEach((each) => each.close()),
  };
}

function requestOf(method: string, path: string, token: string, body = ""): string {
  const content = body === "" ? "" : `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
  return `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n${content}\r\n${body}`;
}

/** Served, or refused with when to ask again; anything else breaks the promise. */
function judge(told: Told, what: string, answer: Answer, served: number): void {
  const { status, retryAfter, body } = answer;
  if (status === served) told.served += 1;
  else if (status === 503 && retryAfter !== null && parsed(answer)["code"] !== undefined) told.refused += 1;
  else if (status === 0) told.closed += 1;
  else {
    told.faults.push(
      `${what} was answered ${status}, to ask again ${retryAfter ?? "at no time"}: ${body.slice(0, 200)}`,
    );
  }
}

function parsed({ body }: Answer): Json {
  return body.startsWith("{") ? (JSON.parse(body) as Json) : {};
}
