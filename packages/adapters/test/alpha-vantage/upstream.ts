import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  alphaVantage,
  type AlphaVantage,
  type AlphaVantageOptions,
  type AlphaVantageRequest,
} from "@bourse/adapters/alpha-vantage";
import type { QuoteSource, QuoteUnavailable, TickerNotFound } from "@bourse/core";
import { errorOf, manualClock } from "@bourse/testkit";
import { expectNoKeyIn, IBM, KEY, NOW } from "./known.ts";

/** The documented shape of a GLOBAL_QUOTE answer, with fields replaced or (undefined) left out. */
export function globalQuote(symbol: string, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    "Global Quote": {
      "01. symbol": symbol,
      "02. open": "122.6700",
      "03. high": "122.8000",
      "04. low": "121.0600",
      "05. price": "121.7400",
      "06. volume": "2528814",
      "07. latest trading day": "2026-11-19",
      "08. previous close": "121.2300",
      "09. change": "0.5100",
      "10. change percent": "0.4207%",
      ...fields,
    },
  };
}

export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

export function json(body: unknown, status = 200): Answer {
  return text(JSON.stringify(body, null, 4), status, "application/json");
}

export function text(
  body: string,
  status = 200,
  type = "application/json",
  headers: Record<string, string> = {},
): Answer {
  return (response) => response.writeHead(status, { "content-type": type, ...headers }).end(body);
}

export type Upstream = {
  readonly url: string;
  /** Every request's target, in order. */
  readonly asked: URL[];
  /** Every line for the log, in order. */
  readonly log: AlphaVantageRequest[];
  answer: Answer;
  adapter(options?: Partial<AlphaVantageOptions>): AlphaVantage;
  source(options?: Partial<AlphaVantageOptions>): QuoteSource;
  stop(): Promise<void>;
};

/** A server in Alpha Vantage's place, which answers each request as `answer` does. */
export async function startUpstream(): Promise<Upstream> {
  const server = createServer((request, response) => {
    upstream.asked.push(new URL(request.url ?? "", "http://upstream"));
    upstream.answer(response, request);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/query`;
  const upstream: Upstream = {
    url,
    asked: [],
    log: [],
    answer: json({}),
    source: (options) => upstream.adapter(options).quotes,
    adapter: (options = {}) =>
      alphaVantage({
        apiKey: KEY,
        url,
        clock: manualClock(NOW),
        onRequest: (line) => upstream.log.push(line),
        ...options,
      }),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return upstream;
}

/** What asking for IBM comes to, when it comes to no quote; the key is nowhere in it. */
export async function failureOf(
  upstream: Upstream,
  answer: Answer,
  options: Partial<AlphaVantageOptions> = {},
): Promise<QuoteUnavailable | TickerNotFound> {
  upstream.answer = answer;
  const outcome = await upstream.source(options).latest(IBM);
  expectNoKeyIn([outcome, upstream.log]);
  return errorOf(outcome);
}
