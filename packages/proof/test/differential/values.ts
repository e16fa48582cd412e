import * as fc from "fast-check";

export const TICKERS = ["AAPL", "BRK.B", "F"];
const PASSWORDS = ["correct horse battery", "another good phrase"];

export const few = fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 1, 2);
export const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined, freq: 2 });
export const ticker = fc.constantFrom(...TICKERS, ...TICKERS, ...TICKERS, "NOPE", "no ticker");
export const amount = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 500_000 }).map((cents) => (cents / 100).toFixed(2)) },
  { weight: 1, arbitrary: fc.constantFrom("0.00", "0.001", "1000000000.00", "1000000000.01", "-1.00", "all") },
);
export const quantity = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 1, max: 9 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -1, 1.5, 1_000_000, 1_000_001) },
);
export const key = maybe(fc.integer({ min: 0, max: 4 }).map((number) => `key-${number}`));
export const name = fc.constantFrom("ann", "bob", "Ann", "x", "o'neil", "zoë");
export const email = fc.constantFrom(
  "ann@example.com",
  "bob@example.com",
  "ANN@example.com",
  "nobody",
  "zoë@example.com",
);
export const password = fc.constantFrom(...PASSWORDS, ...PASSWORDS, "password1", "short");
export const limit = maybe(fc.constantFrom(1, 2, 3, 100, 0, 101));
