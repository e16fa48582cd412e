import { createHash } from "node:crypto";
import type { CommonPasswords, Letter, ResetToken, ResetTokens, TokenFingerprint } from "@bourse/core";
import { fakeCommonPasswords, fakeMail, fakeResetTokens, sequentialIds } from "@bourse/testkit";
import { commonPasswordsContract, mailContract, resetTokensContract, type Delivered } from "@bourse/testkit/contracts";
import { errAsync, ResultAsync } from "neverthrow";
import { describe } from "vitest";
import { commonPasswordsSubject, mailSubject, resetTokensSubject, type Post } from "../security-subjects.ts";
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

function carrying(carry: (letter: Letter) => readonly Delivered[]): () => Partial<Post> {
  return () => ({ carry });
}

/** Forgets the letters whose address is as `isMeant` says. */
function forgetting(isMeant: (to: string, address: string) => boolean): () => Partial<Post> {
  return () => ({
    forget: (right, address) => {
      const meant = right.outbox().filter(({ to }) => isMeant(to, address));
      return ResultAsync.combine(meant.map(({ to }) => right.forget(to))).map(() => undefined);
    },
  });
}

const FORGETS = "4. forgets the letters to an address, however it was written, and no others";
const ADDRESS = "1. whatever its characters, it goes there or nowhere";
const COPIED = "2. its token can be copied from it whole, in one piece";
const ONCE = "3. 64 letters taken on at once are each delivered once";

const text = (token: string): string => `Your token:\n${token}\n`;

const posts: readonly Wrong<Partial<Post>>[] = [
  [
    "takes a comma for the end of an address",
    carrying(({ to, token }) => [{ to: to.split(",").map((each) => each.trim()), text: text(token) }]),
    ADDRESS,
  ],
  [
    "takes what is in angles",
    carrying(({ to, token }) => [{ to: [/<(.*)>/.exec(to)?.[1] ?? to], text: text(token) }]),
    ADDRESS,
  ],
  ["takes quotes away", carrying(({ to, token }) => [{ to: [to.replaceAll('"', "")], text: text(token) }]), ADDRESS],
  ["changes case", carrying(({ to, token }) => [{ to: [to.toLowerCase()], text: text(token) }]), ADDRESS],
  [
    "copies to someone else",
    carrying(({ to, token }) => [{ to: [to, "audit@example.com"], text: text(token) }]),
    "1. a letter goes to its one address",
  ],
  ["loses what it has taken on", carrying(() => []), "1. a letter goes to its one address"],
  [
    "breaks long lines",
    carrying(({ to, token }) => [{ to: [to], text: text(token.replaceAll(/.{76}/g, "$&\n")) }]),
    COPIED,
  ],
  [
    "ends a sentence with it",
    carrying(({ to, token }) => [{ to: [to], text: `https://bourse.example/reset/${token}_` }]),
    COPIED,
  ],
  ["writes it in capitals", carrying(({ to, token }) => [{ to: [to], text: text(token.toUpperCase()) }]), COPIED],
  [
    "sends twice",
    carrying(({ to, token }) => Array.from({ length: 2 }, () => ({ to: [to], text: text(token) }))),
    ONCE,
  ],
  [
    "throws when it cannot send",
    () => ({
      failing: {
        ...fakeMail(),
        send: () => {
          throw new Error("no connection");
        },
      },
    }),
    "3. what cannot be sent is MailUnavailable, and nothing is thrown",
  ],
  [
    "says that it has sent what it has not",
    () => ({ failing: fakeMail() }),
    "3. what cannot be sent is MailUnavailable, and nothing is thrown",
  ],
  ["forgets nothing", forgetting(() => false), FORGETS],
  ["forgets an address only as it is written", forgetting((to, address) => to === address), FORGETS],
  [
    "forgets all that has the address in it",
    forgetting((to, address) => to.toLowerCase().includes(address.toLowerCase())),
    FORGETS,
  ],
  ["forgets everybody", forgetting(() => true), FORGETS],
  [
    "fails to forget what it does not keep",
    () => ({
      forget: (right, address) =>
        right.outbox().length === 0
          ? errAsync({ kind: "MailUnavailable", cause: new Error("no such file") })
          : right.forget(address),
    }),
    "4. an address that nothing is kept for may be forgotten too, and again",
  ],
  [
    "throws when it cannot forget",
    () => ({
      failing: {
        send: () => errAsync({ kind: "MailUnavailable", cause: new Error("no folder") }),
        forget: () => {
          throw new Error("no folder");
        },
      },
    }),
    "4. what cannot be forgotten is MailUnavailable, and nothing is thrown",
  ],
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

describe("the mail's contract", () => {
  hasTeeth(mailContract, mailSubject, posts);
});

describe("the common passwords' contract", () => {
  hasTeeth(commonPasswordsContract, commonPasswordsSubject, lists);
});
