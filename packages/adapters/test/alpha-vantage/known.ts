import { inspect } from "node:util";
import { instant, type QuoteUnavailable, type Ticker } from "@bourse/core";
import { tickerOf } from "@bourse/testkit";
import { expect } from "vitest";

export const KEY = "K3YTH4TMUSTN0TSH0W";
export const IBM = tickerOf("IBM");
export const APPLE = tickerOf("AAPL");
export const BERKSHIRE = tickerOf("BRK.B");
export const NOPE = tickerOf("NOPE");
/** 2026-11-20, a Friday, at 10:00 in New York: half an hour after the opening. */
export const NOW = instant(Date.UTC(2026, 10, 20, 15, 0));

export function unavailable(reason: string, retryAfter: number, ticker: Ticker = IBM): QuoteUnavailable {
  return { kind: "QuoteUnavailable", ticker, reason, retryAfter };
}

/** Everything an outcome holds, its hidden properties and nested causes too, as one text. */
function everythingIn(value: unknown, seen: ReadonlySet<unknown> = new Set()): string {
  if (typeof value !== "object" || value === null) return String(value);
  if (seen.has(value)) return "";
  const inside = new Set([...seen, value]);
  const keys = Reflect.ownKeys(value);
  const items = value instanceof Map ? [...value].flat() : [];
  const properties = keys.map((key) => `${String(key)}=${everythingIn(Reflect.get(value, key), inside)}`);
  return [...properties, ...items.map((item) => everythingIn(item, inside))].join("\n");
}

export function expectNoKeyIn(value: unknown): void {
  const json = JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? String(each) : each));
  for (const text of [everythingIn(value), json, inspect(value, { depth: Infinity, showHidden: true })]) {
    expect(text ?? "").not.toContain(KEY);
  }
}
