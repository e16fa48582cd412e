import { exchange, type WireAnswer } from "../../process/exchange.ts";
import type { Wish } from "./wishes.ts";

/** How much of a request is told with a violation; the seed makes all of it again. */
const TOLD = 600;

type Headers = Wish["headers"];

export type Sent = Pick<Wish, "body" | "headers" | "method" | "target">;

/** The request as it goes over the wire: each character is a byte. */
export function bytesOf({ method, target, headers, body }: Sent, credentials: Headers = []): string {
  const own = new Set(headers.map(([name]) => name.toLowerCase()));
  const host: Headers = own.has("host") ? [] : [["Host", "127.0.0.1"]];
  const length: Headers = body === null ? [] : [["Content-Length", String(body.length)]];
  const all = [...host, ...headers, ...credentials, ...length, ["Connection", "close"] as const];
  const line = `${method} ${target.replaceAll(/[\r\n ]/g, "")} HTTP/1.1`;
  return `${[line, ...all.map(([name, value]) => `${name}: ${value}`)].join("\r\n")}\r\n\r\n${body ?? ""}`;
}

export function send(port: number, wish: Sent, credentials: Headers): Promise<WireAnswer> {
  return exchange(port, Buffer.from(bytesOf(wish, credentials), "latin1"));
}

/** The request as a violation tells it. */
export function toldOf(wish: Sent & Partial<Wish>): string {
  const text = bytesOf({ ...wish, headers: wish.headers.filter(([name]) => name !== "Connection") });
  return `${wish.what ?? "a request"} by ${wish.caller ?? "somebody"}: ${JSON.stringify(text.slice(0, TOLD))}`;
}
