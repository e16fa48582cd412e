import {
  instant,
  MAX_PRICE,
  MAX_QUANTITY,
  money,
  type Account,
  type Instant,
  type KeyedRequest,
  type LocalDate,
  type Money,
  type Quantity,
  type Quote,
  type Ticker,
} from "@bourse/core";
import * as fc from "fast-check";
import { accountOf, dateOf, quoteOf, requestOf, tickerOf } from "./builders.ts";
import type { Step } from "./drafts.ts";
import { utcDay } from "./fakes/clock.ts";

/** Any amount that a total may take, either side of zero. */
export function anyMoney(): fc.Arbitrary<Money> {
  return fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }).map(money);
}

/** What one top-up or withdrawal may move, small amounts more often: those are what sequences come to share. */
export function anyCashAmount(): fc.Arbitrary<Money> {
  const cents = fc.oneof(fc.bigInt({ min: 1n, max: 100_000n }), fc.bigInt({ min: 1n, max: 100_000_000_000n }));
  return cents.map((count) => money(count * 100n));
}

export function anyPrice(): fc.Arbitrary<Money> {
  const units = fc.oneof(fc.bigInt({ min: 1n, max: 500_000n }), fc.bigInt({ min: 1n, max: MAX_PRICE }));
  return units.map(money);
}

const LETTERS = fc.integer({ min: 0, max: 25 }).map((index) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ".charAt(index));

export function anyTicker(): fc.Arbitrary<Ticker> {
  const root = fc.string({ unit: LETTERS, minLength: 1, maxLength: 6 });
  const series = fc.option(fc.string({ unit: LETTERS, minLength: 1, maxLength: 3 }));
  return fc.tuple(root, series).map(([first, last]) => tickerOf(last === null ? first : `${first}.${last}`));
}

/** A share count that one trade may move, small ones more often. */
export function anyQuantity(): fc.Arbitrary<Quantity> {
  const shares = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: MAX_QUANTITY }));
  return shares.map((count) => count as Quantity);
}

const YEAR_10000 = 253_402_300_800_000;

/** From 1970 to the end of 9999. */
export function anyInstant(): fc.Arbitrary<Instant> {
  return fc.integer({ min: 0, max: YEAR_10000 - 1 }).map(instant);
}

/** From 1900 to the end of 9999, the days about a leap day more often. */
export function anyDay(): fc.Arbitrary<LocalDate> {
  const known = fc.constantFrom("1900-02-28", "2000-02-29", "2023-02-28", "2024-02-29", "2024-03-01").map(dateOf);
  const any = fc.integer({ min: -2_208_988_800_000, max: YEAR_10000 - 1 }).map((at) => utcDay(instant(at)));
  return fc.oneof(known, any);
}

/** A quote of one of a few tickers, so that a sequence of trades meets its own holdings again. */
export function anyQuote(tickers: readonly string[] = ["AAPL", "BRK.B", "F"]): fc.Arbitrary<Quote> {
  const source = fc.constantFrom("alpha-vantage", "simulated", "manual");
  return fc
    .record({
      ticker: fc.constantFrom(...tickers),
      price: anyPrice(),
      tradingDay: anyDay(),
      fetchedAt: anyInstant(),
      source,
    })
    .map(({ ticker, ...given }) => quoteOf(ticker, "1.00", given));
}

/** A count that is at most `few` four times in five. */
function mostly(few: number): fc.Arbitrary<Quantity> {
  const small = fc.integer({ min: 1, max: few }).map((count) => count as Quantity);
  return fc.oneof({ arbitrary: small, weight: 4 }, { arbitrary: anyQuantity(), weight: 1 });
}

/** One wish; whether the account can afford it is not asked. Purchases tend to be larger than sales, so that many can. */
export function anyStep(): fc.Arbitrary<Step> {
  const cash = fc.record({ status: fc.constantFrom("TOP-UP", "WITHDRAWAL"), amount: anyCashAmount() });
  const purchase = fc.record({ status: fc.constant("BUYING-SHARES"), quote: anyQuote(), quantity: mostly(100) });
  const sale = fc.record({ status: fc.constant("SELLING-SHARES"), quote: anyQuote(), quantity: mostly(30) });
  return fc.oneof(cash, purchase, sale);
}

/** A sequence of wishes that begins with cash to spend. */
export function anySteps(maxLength = 30): fc.Arbitrary<Step[]> {
  const first: Step = { status: "TOP-UP", amount: money(10_000_000_000_000n) };
  return fc.array(anyStep(), { maxLength, size: "max" }).map((steps) => [first, ...steps]);
}

const VISIBLE = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));

/** An idempotency key of any visible ASCII. */
export function anyKey(): fc.Arbitrary<string> {
  return fc.string({ unit: VISIBLE, minLength: 1, maxLength: 255 });
}

export function anyRequest(): fc.Arbitrary<KeyedRequest> {
  return fc
    .tuple(anyKey(), fc.constantFrom("BUY 10 AAPL", "TOP-UP 10.00"))
    .map(([key, command]) => requestOf(key, command));
}

const SAVAGE = [
  "",
  " ",
  "\0",
  "\n",
  "null",
  "undefined",
  "NaN",
  "__proto__",
  "constructor",
  "0",
  "-0",
  "1e3",
  "0x10",
  "٣",
  "'; DROP TABLE accounts; --",
  "%_%",
  "\\",
  '"',
  "🂡👩‍👩‍👧",
  "\uD800",
  "\u202Eabc",
  "ｆｕｌｌ",
  "ß",
  "İ",
  "ſ",
];

/** Text that has broken programs before, and text that nobody has thought of. */
export function uglyString(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.integer({ min: 0, max: SAVAGE.length - 1 }).map((index) => SAVAGE[index] ?? ""),
    fc.string({ unit: "binary" }),
    fc.string({ unit: "grapheme" }),
  );
}

/** An account whose free text is as odd as it may be. */
export function anyAccount(number: number): fc.Arbitrary<Account> {
  const name = fc.option(fc.constantFrom("Ada Lovelace", "Zoë", "李小龍", "O'Hara \\ %_", "👩‍👩‍👧", "ﬁ"));
  const dateOfBirth = fc.option(anyDay());
  return fc
    .record({ name, dateOfBirth, blacklisted: fc.boolean(), openedAt: anyInstant() })
    .map((given) => accountOf(number, given));
}
