import {
  parseLocalDate,
  parseMoney,
  parsePrice,
  parseTicker,
  type LocalDate,
  type Money,
  type Ticker,
} from "@bourse/core";
import { unusable, type Unusable } from "../failure.ts";

/** A JSON object of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** How long a nonsensical answer is left alone, in seconds: outages that answer nonsense last minutes. */
const NONSENSE_RETRY = 60;

export function nonsense(reason: string): Unusable {
  return unusable(reason, NONSENSE_RETRY);
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** By prefix, since an entitlement decorates keys: `Global Quote - DATA DELAYED BY 15 MINUTES`. Two such tell nothing. */
export function fieldsUnder(body: Fields, prefix: string): Fields | null {
  const [key, ...others] = Object.keys(body).filter((name) => name.startsWith(prefix));
  const fields = key === undefined || others.length > 0 ? null : body[key];
  return isFields(fields) ? fields : null;
}

/** More than one letter after a dot names another market, whose prices may be in pence: `TSCO.LON`. */
const FOREIGN = /\.[A-Za-z]{2,}$/;

/** In any case, and a share class after a hyphen or a dot: `brk-b` is BRK.B. Null for what is no US ticker. */
export function decodeTicker(value: unknown): Ticker | null {
  return typeof value === "string" && !FOREIGN.test(value) ? parseTicker(value).unwrapOr(null) : null;
}

/** Up to four decimals, as money has; zeros after them carry nothing, any other digit would have to be made up. */
const AMOUNT_TEXT = /^(\d{1,14})(?:\.(\d{1,4})0{0,16})?$/;

/** Dollars, zero included; 14 digits of them are within 64 bits. */
export function decodeMoney(value: unknown): Money | null {
  if (typeof value !== "string") return null;
  const [, dollars, fraction = "0"] = AMOUNT_TEXT.exec(value) ?? [];
  return dollars === undefined ? null : parseMoney(`${dollars}.${fraction}`).unwrapOr(null);
}

/** Above zero and at most the highest price that is believed. */
export function decodePrice(value: unknown): Money | null {
  if (typeof value !== "string") return null;
  const [, dollars, fraction = "0"] = AMOUNT_TEXT.exec(value) ?? [];
  return dollars === undefined ? null : parsePrice(`${dollars}.${fraction}`).unwrapOr(null);
}

export function decodeDay(value: unknown): LocalDate | null {
  return typeof value === "string" ? parseLocalDate(value).unwrapOr(null) : null;
}

/** How Alpha Vantage writes that it does not know. */
const MISSING = new Set(["", "-", "N/A", "NONE"]);

/** One line of at most `length` characters, none of which a terminal or a page would act on; null when it is missing. */
export function decodeText(value: unknown, length: number): string | null {
  if (typeof value !== "string") return null;
  const line = value.replaceAll(/[\s\p{C}]+/gu, " ").trim();
  if (MISSING.has(line.toUpperCase())) return null;
  return line.length > length ? Array.from(line).slice(0, length).join("") : line;
}
