import {
  instant,
  parseEmail,
  parseKeyedRequest,
  parseLocalDate,
  parseMoney,
  parsePassword,
  parseQuantity,
  parseTicker,
  parseUsername,
  secondsAfter,
  type Account,
  type AccountId,
  type Email,
  type Instant,
  type KeyedRequest,
  type LocalDate,
  type Money,
  type Password,
  type PasswordHash,
  type PasswordReset,
  type Quantity,
  type Quote,
  type Session,
  type SessionId,
  type Ticker,
  type TokenFingerprint,
  type Username,
} from "@bourse/core";
import { valueOf } from "./assertions.ts";

/** 2026-06-15T14:30:00Z, an ordinary Monday with the market open: where time starts unless a test says otherwise. */
export const START: Instant = instant(1_781_533_800_000);

/** Dollars as a decimal string: `moneyOf("9888.00")`. */
export function moneyOf(text: string): Money {
  return valueOf(parseMoney(text));
}

export function tickerOf(text: string): Ticker {
  return valueOf(parseTicker(text));
}

export function quantityOf(shares: number): Quantity {
  return valueOf(parseQuantity(shares));
}

export function dateOf(text: string): LocalDate {
  return valueOf(parseLocalDate(text));
}

export function passwordOf(text: string): Password {
  return valueOf(parsePassword(text));
}

export function usernameOf(text: string): Username {
  return valueOf(parseUsername(text));
}

export function emailOf(text: string): Email {
  return valueOf(parseEmail(text));
}

/** Hashes are whatever the Passwords port made; stores must keep any text. */
export function hashOf(text: string): PasswordHash {
  return text as PasswordHash;
}

/** A keyed command, `requestOf("k-1", "BUY 10 AAPL")`. */
export function requestOf(key: string, command: string): KeyedRequest {
  const request = valueOf(parseKeyedRequest(key, command));
  if (request === null) throw new Error("a key was given, so there is a request");
  return request;
}

/** A UUID in the shape of version 7; a higher number sorts later. `lane` keeps two series apart. */
export function uuidOf(number: number, lane = 0): string {
  const time = number.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${lane.toString(16).padStart(12, "0")}`;
}

export function accountIdOf(number: number): AccountId {
  return uuidOf(number, 0xacc) as AccountId;
}

export function sessionIdOf(number: number): SessionId {
  return uuidOf(number, 0x5e5) as SessionId;
}

/** The `number`th account: its id, username and e-mail are no other number's. */
export function accountOf(number: number, given: Partial<Account> = {}): Account {
  return {
    id: accountIdOf(number),
    username: usernameOf(`person-${number}`),
    email: emailOf(`person-${number}@example.com`),
    name: `Person ${number}`,
    dateOfBirth: dateOf("1990-05-17"),
    blacklisted: false,
    openedAt: START,
    ...given,
  };
}

/** The `number`th session, a second younger than the one before and a day long. */
export function sessionOf(number: number, accountId: AccountId): Session {
  const startedAt = secondsAfter(START, number);
  return { id: sessionIdOf(number), accountId, startedAt, expiresAt: secondsAfter(startedAt, 86_400) };
}

/** The `number`th reset, asked for at START and good for ten minutes. */
export function resetOf(number: number, accountId: AccountId): PasswordReset {
  const fingerprint = `fingerprint-${number}-of-a-token` as TokenFingerprint;
  return { fingerprint, accountId, askedAt: START, expiresAt: secondsAfter(START, 600) };
}

export function quoteOf(ticker: string, price: string, given: Partial<Quote> = {}): Quote {
  return {
    ticker: tickerOf(ticker),
    price: moneyOf(price),
    tradingDay: dateOf("2026-06-15"),
    fetchedAt: START,
    source: "manual",
    ...given,
  };
}
