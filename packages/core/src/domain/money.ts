import { err, ok, type Result } from "neverthrow";
import type { Brand } from "./brand.ts";
import { invalid, type InvalidInput } from "./invalid.ts";
import { parseText } from "./text.ts";

/** A whole number of 1/10 000 US dollar: quotes have four decimals, so price × quantity is always exact. */
export type Money = Brand<bigint, "Money">;

const UNITS_PER_DOLLAR = 10_000n;
const UNITS_PER_CENT = 100n;

export const ZERO: Money = money(0n);
/** The most one top-up or withdrawal may move. */
export const MAX_CASH_MOVEMENT: Money = dollars(1_000_000_000n);
/** The most cash an account may hold. */
export const MAX_BALANCE: Money = dollars(100_000_000_000n);
/** The highest price of one share that is believed. */
export const MAX_PRICE: Money = dollars(10_000_000n);
/** How far an account's realised gain or loss may run; it keeps every total within 64 bits. */
export const MAX_REALISED_GAIN: Money = dollars(100_000_000_000_000n);

/** `units` is a count of 1/10 000 dollar. */
export function money(units: bigint): Money {
  return units as Money;
}

function dollars(count: bigint): Money {
  return money(count * UNITS_PER_DOLLAR);
}

export function add(a: Money, b: Money): Money {
  return money(a + b);
}

export function subtract(a: Money, b: Money): Money {
  return money(a - b);
}

export function negate(a: Money): Money {
  return money(0n - a);
}

/** `amount × numerator ÷ denominator`, to the nearest unit, halves away from zero. */
export function proportion(amount: Money, numerator: number, denominator: number): Money {
  const scaled = amount * BigInt(numerator) * 2n;
  const half = BigInt(denominator) * (amount < 0n ? -1n : 1n);
  return money((scaled + half) / (BigInt(denominator) * 2n));
}

export function isWholeCents(amount: Money): boolean {
  return amount % UNITS_PER_CENT === 0n;
}

/** The text form: dollars with two to four decimals, `9888.00`, `-0.0625`. */
export function formatMoney(amount: Money): string {
  const isNegative = amount < 0n;
  const digits = String(isNegative ? negate(amount) : amount).padStart(5, "0");
  const dropped = digits.endsWith("00") ? 2 : digits.endsWith("0") ? 1 : 0;
  return `${isNegative ? "-" : ""}${digits.slice(0, -4)}.${digits.slice(-4, digits.length - dropped)}`;
}

const MONEY_TEXT = /^(-?)(\d{1,15})(?:\.(\d{1,4}))?$/;

/** Reads the text form. Numbers are not money: a float has no exact cents. */
export function parseMoney(text: string, field = "amount"): Result<Money, InvalidInput> {
  return parseText(text, field).andThen((written) => {
    const match = MONEY_TEXT.exec(written);
    if (!match) {
      return err(invalid(field, "decimal", `${field} must be an amount in dollars, such as "1234.50".`));
    }
    const [, sign, whole = "", fraction = ""] = match;
    const units = BigInt(whole) * UNITS_PER_DOLLAR + BigInt(fraction.padEnd(4, "0"));
    return ok(money(sign === "-" ? -units : units));
  });
}

/** What one top-up or withdrawal may move: whole cents, from $0.01 to MAX_CASH_MOVEMENT. */
export function parseCashAmount(text: string, field = "amount"): Result<Money, InvalidInput> {
  return parseMoney(text, field).andThen((amount) => {
    if (!isWholeCents(amount)) return err(invalid(field, "whole-cents", `${field} must be whole cents.`));
    if (amount < UNITS_PER_CENT) return err(invalid(field, "minimum", `${field} must be at least 0.01.`));
    if (amount > MAX_CASH_MOVEMENT) {
      return err(invalid(field, "maximum", `${field} must be at most ${formatMoney(MAX_CASH_MOVEMENT)}.`));
    }
    return ok(amount);
  });
}
