import { createHash } from "node:crypto";
import type { CommonPasswords, ResetToken, ResetTokens, TokenFingerprint } from "@bourse/core";
import { fakeCommonPasswords, fakeResetTokens, sequentialIds } from "@bourse/testkit";
import { commonPasswordsContract, resetTokensContract } from "@bourse/testkit/contracts";
import { describe } from "vitest";
import { commonPasswordsSubject, resetTokensSubject } from "../security-subjects.ts";
import { hasTeeth, type Wrong } from "./bites.ts";

type Make = (lane?: number) => ResetTokens;

function tokensWith(changed: (right: ResetTokens, lane?: number) => Partial<ResetTokens>): () => Make {
  return () => (lane) => {
    const right = fakeResetTokens(lane);
    return { ...right, ...changed(right, lane) };
  };
}

/** Each token of the right series, changed. */
function tokensAs(change: (token: string) => string): () => Make {
  return tokensWith((right) => ({ next: () => change(right.next()) as ResetToken }));
}

function uuids(lane?: number): Pick<ResetTokens, "next"> {
  const ids = sequentialIds(lane);
  return { next: () => ids.next() as ResetToken };
}

function printed(print: (token: string) => string): () => Make {
  return tokensWith(() => ({ fingerprint: (token) => print(token) as TokenFingerprint }));
}

const VARIES = "1. every letter of them varies, as 32 random bytes do";
const LETTERS = "1. each is as long as 32 bytes, in letters that a URL's path takes as they are";
const DIFFERS = "2. a fingerprint differs from token to token";
const TELLS = "2. a fingerprint does not tell its token";
const ODD = "3. a made-up text has a fingerprint too, and it is no token's";

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

const tokens: readonly Wrong<Make>[] = [
  ["makes the same in each process", () => () => fakeResetTokens(), "1. no two are equal, whichever process made them"],
  ["makes them too short", tokensAs((token) => token.slice(0, 22)), LETTERS],
  ["writes them in base64", tokensAs((token) => `${token.replaceAll("-", "+").replaceAll("_", "/")}=`), LETTERS],
  ["fills them up", tokensAs((token) => token.slice(0, 22).padEnd(43, "A")), VARIES],
  ["makes UUIDs", tokensWith((_, lane) => uuids(lane)), VARIES],
  [
    "counts, and writes digits",
    tokensAs((token) => String(BigInt(`0x${sha256(token)}`) % 10n ** 60n).padStart(60, "0")),
    VARIES,
  ],
  [
    "salts each fingerprint",
    tokensWith((right, lane = 0) => ({
      fingerprint: (token) => right.fingerprint(`${lane}${token}`),
    })),
    "2. a fingerprint is the same each time, in any process",
  ],
  ["keeps the token", printed((token) => token), TELLS],
  ["keeps the token in hex", printed((token) => Buffer.from(token).toString("hex")), TELLS],
  ["keeps what the token says in hex", printed((token) => Buffer.from(token, "base64url").toString("hex")), TELLS],
  ["fingerprints a part of the token", printed((token) => sha256(token.slice(0, 40))), DIFFERS],
  [
    "fingerprints what the token says",
    printed((token) => sha256(Buffer.from(token, "base64url").toString("hex"))),
    DIFFERS,
  ],
  ["fingerprints in a few bits", printed((token) => sha256(token).slice(0, 4)), DIFFERS],
  [
    "throws at what is no token",
    tokensWith((right) => ({
      fingerprint: (token) => {
        if (!/^[\w-]{43}/.test(token)) throw new Error("no token of mine");
        return right.fingerprint(token);
      },
    })),
    ODD,
  ],
  ["has none for what is no token", printed((token) => (/^[\w-]+$/.test(token) ? sha256(token) : "")), ODD],
];

const UNCOMMON = "1. has no long text that nobody has chosen before";

const lists: readonly Wrong<CommonPasswords>[] = [
  ["has none", () => fakeCommonPasswords([]), "1. has those that are on everyone's list"],
  [
    "has them in lower case alone",
    () => {
      const right = fakeCommonPasswords();
      return { has: (password) => password === password.toLowerCase() && right.has(password) };
    },
    "1. has them in any case",
  ],
  [
    "has whatever begins like one",
    () => ({ has: (password) => fakeCommonPasswords().has(password.slice(0, 8)) }),
    UNCOMMON,
  ],
  ["has everything", () => ({ has: () => true }), UNCOMMON],
];

describe("the reset tokens' contract", () => {
  hasTeeth(resetTokensContract, resetTokensSubject, tokens);
});

describe("the common passwords' contract", () => {
  hasTeeth(commonPasswordsContract, commonPasswordsSubject, lists);
});
