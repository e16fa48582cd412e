import assert from "node:assert/strict";
import type { ResetTokens } from "@bourse/core";
import { clause, type Contract, type PortSubject } from "../contract.ts";
import { contractOf } from "./handles.ts";
import { encodingsOf } from "./encodings.ts";

/** ResetTokens to be checked. */
export type ResetTokensSubject = PortSubject<ResetTokens> & {
  /** The same as another process makes them. */
  readonly another: () => ResetTokens;
};

const COUNT = 10_000;

/** What RFC 3986 lets a path have unescaped, but for the dot: a segment of dots alone is a step in the path. */
const UNESCAPED = /^[A-Za-z0-9_~-]{43,200}$/;

function many(tokens: ResetTokens, count = COUNT): string[] {
  return Array.from({ length: count }, () => tokens.next());
}

/** How many bits the tokens could tell apart, if each place took its letters freely. */
function bitsOf(tokens: readonly string[]): number {
  const places = [...Array(Math.max(...tokens.map(({ length }) => length))).keys()];
  const letters = places.map((place) => new Set(tokens.map((token) => token.charAt(place))).size);
  return letters.reduce((bits, count) => bits + Math.log2(count), 0);
}

/** All texts that differ from `token` in one letter or in length. */
function neighbours(token: string): string[] {
  const changed = Array.from(token).map((letter, place) => {
    const other = letter === "A" ? "B" : "A";
    return `${token.slice(0, place)}${other}${token.slice(place + 1)}`;
  });
  return [...changed, token.slice(1), token.slice(0, -1), `${token}A`, `${token} `, ` ${token}`, `${token}=`];
}

const ODD = ["", " ", "\0", ".", "..", "/", "%00", "%", "💣", "\uD800", "x".repeat(100_000), "=".repeat(43)];

/** What every ResetTokens must fulfil; the numbers are the port's promises. */
export const resetTokensContract: Contract<ResetTokensSubject> = contractOf(
  "ResetTokens",
  { port: "object", another: "function" },
  [
    clause("1. no two are equal, whichever process made them", async ({ port, another }) => {
      assert.equal(new Set([port, another(), another()].flatMap((each) => many(each))).size, 3 * COUNT);
    }),

    clause("1. each is as long as 32 bytes, in letters that a URL's path takes as they are", async ({ port }) => {
      for (const token of many(port)) assert.match(token, UNESCAPED);
    }),

    // This cannot tell a secret from what only looks like one; it does catch counters, times and short ones.
    clause("1. every letter of them varies, as 32 random bytes do", async ({ port }) => {
      const bits = bitsOf(many(port));
      assert.ok(bits > 255.9, `they vary in ${bits} bits`);
    }),

    clause("2. a fingerprint is the same each time, in any process", async ({ port, another }) => {
      for (const token of many(port, 100)) {
        assert.equal(port.fingerprint(token), port.fingerprint(token));
        assert.equal(another().fingerprint(token), port.fingerprint(token));
      }
    }),

    clause("2. a fingerprint differs from token to token", async ({ port }) => {
      const tokens = many(port);
      assert.equal(new Set(tokens.map((token) => port.fingerprint(token))).size, COUNT);
      const [token = ""] = tokens;
      for (const other of neighbours(token)) assert.notEqual(port.fingerprint(other), port.fingerprint(token), other);
    }),

    clause("2. a fingerprint does not tell its token", async ({ port }) => {
      for (const token of many(port, 100)) {
        const fingerprint = port.fingerprint(token).toLowerCase();
        const ways = [token, Buffer.from(token, "base64url").toString("hex")].flatMap(encodingsOf);
        for (const way of ways) assert.ok(!fingerprint.includes(way.toLowerCase()), `${fingerprint} tells ${token}`);
      }
    }),

    clause("3. a made-up text has a fingerprint too, and it is no token's", async ({ port }) => {
      const real = new Set<string>(many(port, 100).map((token) => port.fingerprint(token)));
      for (const text of ODD) {
        const fingerprint = port.fingerprint(text);
        assert.ok(fingerprint.length > 0 && fingerprint.length <= 200, JSON.stringify(text.slice(0, 50)));
        assert.ok(!real.has(fingerprint));
      }
    }),
  ],
);
