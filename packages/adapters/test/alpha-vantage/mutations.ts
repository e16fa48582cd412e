import * as fc from "fast-check";
import { KEY } from "./known.ts";

/** What has been put, or might be put, where a value belongs; each as JSON. */
const VALUES: readonly string[] = [
  "null",
  "true",
  "0",
  "-1",
  "1e999",
  "121.74",
  "[]",
  "{}",
  '["121.7400"]',
  '""',
  '"0.0000"',
  '"-121.7400"',
  '"NaN"',
  '"Infinity"',
  '"1e9"',
  '"0x10"',
  '"121.7400%"',
  '"1,121.7400"',
  `"${"9".repeat(400)}"`,
  `"0.${"0".repeat(300)}1"`,
  "9".repeat(400),
  '"None"',
  '"-"',
  '"MSFT"',
  '"IBM"',
  '"ibm"',
  '"IBM.LON"',
  '"TSCO.LON"',
  '"9999-12-31"',
  '"2026-02-30"',
  '"2026-11-20 23:59:59"',
  '"success"',
  '"\\u0000\\u001b[2J\\u202e"',
  '"__proto__"',
  `"${KEY}"`,
];

const HTML = "<!DOCTYPE html><html><body>Service Unavailable</body></html>";

const anyValue = fc.oneof(
  { arbitrary: fc.constantFrom(...VALUES), weight: 3 },
  { arbitrary: fc.json(), weight: 1 },
  { arbitrary: fc.double().map((value) => JSON.stringify(String(value))), weight: 1 },
  { arbitrary: fc.string({ unit: "binary" }).map((text) => JSON.stringify(text)), weight: 1 },
);

/** The bodies given, each with one or several of its values or keys replaced, cut, spliced or doubled; or no such body. */
export function mutated(wholes: readonly string[]): fc.Arbitrary<string> {
  const whole = fc.constantFrom(...wholes);
  // Without the usual leaning to either end: every part of a body is to be hit.
  const place = fc.noBias(fc.nat(9999)).map((count) => count / 10_000);
  const replaced = fc
    .tuple(whole, fc.array(fc.tuple(place, anyValue), { minLength: 1, maxLength: 4 }))
    .map(([text, swaps]) => swaps.reduce((body, [where, value]) => withValue(body, where, value), text));
  const cut = fc.tuple(whole, place).map(([text, where]) => text.slice(0, at(text, where)));
  const spliced = fc
    .tuple(whole, place, fc.nat(6), fc.oneof(fc.string({ maxLength: 4 }), fc.string({ unit: "binary", maxLength: 4 })))
    .map(([text, where, gone, put]) => text.slice(0, at(text, where)) + put + text.slice(at(text, where) + gone));
  const none = fc.oneof(fc.json(), fc.string({ unit: "binary" }), fc.constantFrom("", "{}", "[]", "null", HTML));
  return fc.oneof(
    { arbitrary: replaced, weight: 6 },
    { arbitrary: cut, weight: 1 },
    { arbitrary: spliced, weight: 2 },
    { arbitrary: none, weight: 1 },
    { arbitrary: whole.map((text) => text + text), weight: 1 },
  );
}

/** A place in the text, its end included. */
function at(text: string, where: number): number {
  return Math.floor(where * (text.length + 1));
}

/** One of the texts in a body, a key or a value, replaced. */
function withValue(body: string, where: number, value: string): string {
  const texts = [...body.matchAll(/"(?:[^"\\]|\\.)*"/g)];
  const chosen = texts[Math.floor(where * texts.length)];
  return chosen ? body.slice(0, chosen.index) + value + body.slice(chosen.index + chosen[0].length) : body;
}
