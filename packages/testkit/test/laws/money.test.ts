import {
  add,
  formatMoney,
  isWholeCents,
  MAX_CASH_MOVEMENT,
  MAX_PRICE,
  negate,
  parseCashAmount,
  parseMoney,
  parsePrice,
  proportion,
  subtract,
} from "@bourse/core";
import { anyCashAmount, anyMoney, anyPrice, moneyOf, uglyString, valueOf } from "@bourse/testkit";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

const CANONICAL = /^-?(?:0|[1-9]\d*)\.(?:\d{2}|\d{2}[1-9]|\d{3}[1-9])$/;
const DECIMAL = /^-?\d{1,15}(?:\.\d{1,4})?$/;

describe("money as text", () => {
  it("is read back as it was written", () => {
    const law = fc.property(anyMoney(), (amount) => {
      expect(moneyOf(formatMoney(amount))).toBe(amount);
    });
    fc.assert(law);
  });

  it("has two to four decimals and nothing to spare", () => {
    const law = fc.property(anyMoney(), (amount) => {
      expect(formatMoney(amount)).toMatch(CANONICAL);
    });
    fc.assert(law);
  });

  it("is written back as it was read, when it was canonical", () => {
    const text = fc
      .tuple(fc.constantFrom("", "-"), fc.nat(), fc.stringMatching(/^(?:\d{2}|\d{2}[1-9]|\d{3}[1-9])$/))
      .map(([sign, whole, fraction]) => `${sign}${whole}.${fraction}`)
      .filter((written) => !/^-0\.0+$/.test(written));
    const law = fc.property(text, (written) => {
      expect(formatMoney(moneyOf(written))).toBe(written);
    });
    fc.assert(law);
  });

  it("is worth what its digits say", () => {
    const law = fc.property(fc.nat(), fc.integer({ min: 0, max: 9999 }), (whole, fraction) => {
      const text = `${whole}.${String(fraction).padStart(4, "0")}`;
      expect(moneyOf(text)).toBe(BigInt(whole) * 10_000n + BigInt(fraction));
      expect(moneyOf(`-${text}`)).toBe(negate(moneyOf(text)));
    });
    fc.assert(law);
  });

  it("of any other shape is refused, and never throws", () => {
    const law = fc.property(uglyString(), (text) => {
      for (const parse of [parseMoney, parseCashAmount, parsePrice]) {
        const parsed = parse(text, "field");
        expect(parsed.isErr() || DECIMAL.test(text)).toBe(true);
        expect(parsed.isOk() || parsed.error.problems[0]?.field === "field").toBe(true);
      }
    });
    fc.assert(law, { numRuns: 1000 });
  });

  it("of a cash movement is whole cents within its bounds", () => {
    const law = fc.property(fc.oneof(anyMoney(), anyCashAmount()), (amount) => {
      const good = amount >= 100n && amount <= MAX_CASH_MOVEMENT && isWholeCents(amount);
      expect(parseCashAmount(formatMoney(amount)).isOk()).toBe(good);
    });
    fc.assert(law);
  });

  it("of a price is above zero and believable", () => {
    const law = fc.property(fc.oneof(anyMoney(), anyPrice()), (price) => {
      expect(parsePrice(formatMoney(price)).isOk()).toBe(price > 0n && price <= MAX_PRICE);
    });
    fc.assert(law);
    expect([parsePrice("0.0001").isOk(), parsePrice("10000000.00").isOk()]).toEqual([true, true]);
    expect([parsePrice("0").isOk(), parsePrice("10000000.0001").isOk()]).toEqual([false, false]);
  });
});

describe("arithmetic", () => {
  it("adds and takes away without loss", () => {
    const law = fc.property(anyMoney(), anyMoney(), (a, b) => {
      expect(subtract(add(a, b), b)).toBe(a);
      expect(add(a, negate(b))).toBe(subtract(a, b));
      expect(negate(negate(a))).toBe(a);
    });
    fc.assert(law);
  });

  it("takes a proportion to the nearest unit, and the whole exactly", () => {
    const shares = fc.integer({ min: 1, max: 10_000_000 });
    const law = fc.property(anyMoney(), shares, shares, (amount, one, other) => {
      const [part, whole] = one < other ? [one, other] : [other, one];
      const taken = proportion(amount, part, whole);
      const error = taken * BigInt(whole) - amount * BigInt(part);
      expect(error * 2n <= BigInt(whole) && error * 2n >= -BigInt(whole)).toBe(true);
      expect(proportion(amount, whole, whole)).toBe(amount);
      expect(proportion(negate(amount), part, whole)).toBe(negate(taken));
    });
    fc.assert(law, { numRuns: 1000 });
  });

  it("rounds halves away from zero", () => {
    const halves = [1n, 3n, -1n, -3n].map((units) => proportion(units as ReturnType<typeof negate>, 1, 2));
    expect(halves).toEqual([1n, 2n, -1n, -2n]);
    expect(valueOf(parseMoney("-0"))).toBe(0n);
  });
});
