import { err, ok, type Result } from "neverthrow";
import type { Brand } from "./brand.ts";
import { invalid, type InvalidInput } from "./invalid.ts";

/** A whole number of shares that one trade moves, 1 to MAX_QUANTITY. */
export type Quantity = Brand<number, "Quantity">;

export const MAX_QUANTITY = 1_000_000;
/** The most shares of one stock an account may hold; with MAX_PRICE it keeps every cost within 64 bits. */
export const MAX_SHARES = 10_000_000;
/** The most different stocks an account may hold at once. */
export const MAX_STOCKS = 500;

export function parseQuantity(value: number, field = "quantity"): Result<Quantity, InvalidInput> {
  if (Number.isInteger(value) && value >= 1 && value <= MAX_QUANTITY) return ok(value as Quantity);
  return err(
    invalid(
      field,
      "whole-shares",
      `${field} must be a whole number from 1 to ${MAX_QUANTITY.toLocaleString("en-US")}.`,
    ),
  );
}
