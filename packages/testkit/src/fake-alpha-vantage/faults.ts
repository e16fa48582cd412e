import type { IncomingMessage, ServerResponse } from "node:http";

/** Sends something in an answer's place. `body` is what an honest answer would have been. */
type Fault = (response: ServerResponse, body: string, request: IncomingMessage) => void;

/**
 * What goes wrong below or instead of JSON. `hang` never answers, `endless` never ends its answer, `redirect` leads to
 * the same address again, key and all, and `huge` is a mebibyte longer than any honest answer.
 */
export type FaultName =
  | "csv"
  | "empty"
  | "endless"
  | "hang"
  | "html"
  | "html-503"
  | "huge"
  | "redirect"
  | "reset"
  | "reset-midway"
  | "status-429"
  | "status-500"
  | "truncated";

const JSON_TYPE = { "content-type": "application/json" };
const HTML_TYPE = { "content-type": "text/html" };
const HTML = "<!DOCTYPE html><html><head><title>Service Unavailable</title></head><body>Sorry.</body></html>";
const CSV =
  "symbol,open,high,low,price,volume,latestDay,previousClose,change,changePercent\r\nIBM,122.67,122.80,121.06,121.74,2528814,2020-05-08,121.23,0.51,0.4207%\r\n";

export const FAULTS: Readonly<Record<FaultName, Fault>> = {
  csv: (response) => response.writeHead(200, { "content-type": "application/x-download" }).end(CSV),
  empty: (response) => response.writeHead(200, JSON_TYPE).end(),
  endless: (response, body) => response.writeHead(200, JSON_TYPE).write(body.slice(0, 20)),
  hang: () => {},
  html: (response) => response.writeHead(200, HTML_TYPE).end(HTML),
  "html-503": (response) => response.writeHead(503, HTML_TYPE).end(HTML),
  huge: (response, body) => response.writeHead(200, JSON_TYPE).end(body + " ".repeat(1_048_576)),
  redirect: (response, _, { url }) => response.writeHead(302, { location: url }).end(),
  reset: (response) => {
    response.socket?.resetAndDestroy();
  },
  "reset-midway": (response, body) => {
    response.writeHead(200, { ...JSON_TYPE, "content-length": String(body.length) });
    response.write(body.slice(0, 20), () => response.socket?.resetAndDestroy());
  },
  "status-429": (response) => response.writeHead(429, { ...JSON_TYPE, "retry-after": "7" }).end("{}"),
  "status-500": (response, body) => response.writeHead(500, JSON_TYPE).end(body),
  truncated: (response, body) =>
    response.writeHead(200, JSON_TYPE).end(body.slice(0, Math.floor((2 * body.length) / 3))),
};
