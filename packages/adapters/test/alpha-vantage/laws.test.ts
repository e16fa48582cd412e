import { ZERO } from "@bourse/core";
import { valueOf } from "@bourse/testkit";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectNoKeyIn, IBM, KEY } from "./known.ts";
import { globalQuote, startUpstream, text, type Upstream } from "./upstream.ts";

let upstream: Upstream;
beforeAll(async () => {
  upstream = await startUpstream();
});
afterAll(() => upstream.stop());

/** Whatever the body is: an outcome, never a throw; a price only for the ticker asked, above zero; no key anywhere. */
async function expectSafe(body: string) {
  upstream.answer = text(body);
  const outcome = await upstream.source().latest(IBM);
  expectNoKeyIn(outcome);
  if (outcome.isErr()) return;
  const parsed: unknown = JSON.parse(body);
  expect(JSON.stringify(parsed).toUpperCase()).toContain('"01. SYMBOL":"IBM"');
  expect(outcome.value.ticker).toBe(IBM);
  expect(outcome.value.price > ZERO).toBe(true);
}

const field = fc.constantFrom("01. symbol", "05. price", "07. latest trading day", "06. volume", "Note", KEY);
const value = fc.oneof(
  fc.constantFrom<unknown>("IBM", "ibm", "MSFT", "0.0000", "-1", "121.74", "1e9", "", "None", "2026-11-19", KEY),
  fc.string({ unit: "grapheme" }),
  fc.double().map(String),
  fc.jsonValue(),
);
const nearQuotes = fc
  .tuple(
    fc.dictionary(field, value, { noNullPrototype: true }),
    fc.constantFrom("Global Quote", "Global Quote - DELAYED", "Quote"),
  )
  .map(([fields, key]) => JSON.stringify({ [key]: { ...Object(globalQuote("IBM")["Global Quote"]), ...fields } }));

describe("laws of the Alpha Vantage adapter", () => {
  it("any JSON, and any text, is survived", () =>
    fc.assert(fc.asyncProperty(fc.oneof(fc.json(), fc.string({ unit: "binary" })), expectSafe), { numRuns: 300 }));

  it("any near quote is a price of the asked ticker above zero, or none", () =>
    fc.assert(fc.asyncProperty(nearQuotes, expectSafe), { numRuns: 300 }));

  it("a quote cut, or with characters changed, is a price of the asked ticker above zero, or none", () => {
    const whole = JSON.stringify(globalQuote("IBM"));
    const mutation = fc.tuple(fc.nat(whole.length), fc.nat(4), fc.string({ maxLength: 4 }));
    const mutated = mutation.map(([at, cut, put]) => whole.slice(0, at) + put + whole.slice(at + cut));
    return fc.assert(fc.asyncProperty(mutated, expectSafe), { numRuns: 300 });
  });

  it("every price of up to four decimals within the bounds is read exactly", () =>
    fc.assert(
      fc.asyncProperty(fc.bigInt(1n, 100_000_000_000n), async (units) => {
        const digits = units.toString().padStart(5, "0");
        const price = `${digits.slice(0, -4)}.${digits.slice(-4)}`;
        upstream.answer = text(JSON.stringify(globalQuote("IBM", { "05. price": price })));
        expect(valueOf(await upstream.source().latest(IBM)).price).toBe(units);
      }),
      { numRuns: 100 },
    ));
});
