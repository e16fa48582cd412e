import { parseLocalDate, parsePrice, parseTicker, type LocalDate, type Money, type Ticker } from "@bourse/core";
import { err, ok, type Result } from "neverthrow";
import { unusable, type Failure, type Unusable } from "./failure.ts";
import { FAILURES, refusalIn } from "./refusals.ts";

export type GlobalQuote = { readonly price: Money; readonly tradingDay: LocalDate };

type Fields = Readonly<Record<string, unknown>>;

/** How long a nonsensical answer is left alone, in seconds: outages that answer nonsense last minutes. */
const NONSENSE_RETRY = 60;

function nonsense(reason: string): Unusable {
  return unusable(reason, NONSENSE_RETRY);
}

/** Any answer's JSON object, past the refusals; what follows decodes the function that was called. */
export function decodeAnswer(text: string): Result<Fields, Failure> {
  const body = parseJson(text);
  if (!isFields(body)) return err(nonsense("the price source's answer is not readable"));
  const refusal = refusalIn(body);
  return refusal ? err(FAILURES[refusal]) : ok(body);
}

/**
 * A GLOBAL_QUOTE answer for this ticker. Every value in it is a string. `{"Global Quote": {}}` is how it says that
 * there is no such symbol; an answer without that key, `{}` above all, is an outage and says nothing of the kind.
 */
export function decodeGlobalQuote(body: Fields, ticker: Ticker): Result<GlobalQuote, Failure> {
  const fields = globalQuoteFields(body);
  if (!fields) return err(nonsense("the price source's answer has no quote"));
  if (Object.keys(fields).length === 0) return err({ kind: "Unknown" });
  if (!isFor(ticker, fields["01. symbol"])) return err(nonsense("the price source answered for another stock"));
  const price = decodePrice(fields["05. price"]);
  if (price === null) return err(nonsense("the price source's price is not usable"));
  const tradingDay = decodeDay(fields["07. latest trading day"]);
  if (tradingDay === null) return err(nonsense("the price source's trading day is not usable"));
  return ok({ price, tradingDay });
}

/** By prefix, since a delayed entitlement decorates it: `Global Quote - DATA DELAYED BY 15 MINUTES`. */
function globalQuoteFields(body: Fields): Fields | null {
  const keys = Object.keys(body).filter((key) => key.startsWith("Global Quote"));
  const fields = keys.length === 1 && keys[0] !== undefined ? body[keys[0]] : null;
  return isFields(fields) ? fields : null;
}

/** In any case, and a share class after a hyphen or a dot: `brk-b` is the answer for BRK.B. */
function isFor(ticker: Ticker, symbol: unknown): boolean {
  if (typeof symbol !== "string") return false;
  const answered = parseTicker(symbol);
  return answered.isOk() && answered.value === ticker;
}

/** Up to four decimals, as money has; zeros after them carry nothing, any other digit would have to be made up. */
const PRICE_TEXT = /^(\d{1,12})(?:\.(\d{1,4})0{0,16})?$/;

function decodePrice(value: unknown): Money | null {
  if (typeof value !== "string") return null;
  const [, dollars, fraction = "0"] = PRICE_TEXT.exec(value) ?? [];
  return dollars === undefined ? null : parsePrice(`${dollars}.${fraction}`).unwrapOr(null);
}

function decodeDay(value: unknown): LocalDate | null {
  return typeof value === "string" ? parseLocalDate(value).unwrapOr(null) : null;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
