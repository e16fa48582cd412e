import type { Asking } from "./load.ts";
import { TICKERS } from "./seed.ts";

/** A request of each kind, as often as one likes: every connection asks for accounts of its own, one after the other. */
export type Requests = {
  readonly order: Asking;
  readonly lookUp: Asking;
  readonly balance: Asking;
  readonly portfolio: Asking;
};

export function requestsOf(tokens: readonly string[], connections: number): Requests {
  const turns = Array.from({ length: connections }, () => 0);
  let orders = 0;

  /** Each connection goes round its own share of the accounts, so that no two ask for one account at once. */
  function head(connection: number, method: string, path: string): string {
    const turn = turns[connection] ?? 0;
    turns[connection] = turn + 1;
    const share = Math.floor((tokens.length - 1 - connection) / connections) + 1;
    const token = tokens[connection + (turn % share) * connections] ?? "";
    return `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n`;
  }

  const get =
    (path: string): Asking =>
    (connection) =>
      `${head(connection, "GET", path)}\r\n`;

  return {
    lookUp: get("/v1/stocks/AAPL"),
    balance: get("/v1/accounts/me/balance"),
    portfolio: get("/v1/accounts/me/portfolio"),
    order: (connection) => {
      orders += 1;
      // As many are sold as are bought, so that cash and holdings last however long it takes.
      const action = orders % 2 === 0 ? "SELL" : "BUY";
      const ticker = TICKERS[Math.floor(orders / 2) % TICKERS.length];
      const body = `{"action":"${action}","ticker":"${ticker}","quantity":1}`;
      return `${head(connection, "POST", "/v1/accounts/me/trades")}Idempotency-Key: ${crypto.randomUUID()}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    },
  };
}
