import { createHmac } from "node:crypto";
import { uuidOf } from "@bourse/testkit";
import { SESSION_COOKIE } from "../../src/auth.ts";
import type { Person } from "./people.ts";
import { JWT_SECRET } from "./server.ts";

export type Claims = Record<string, unknown>;

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

const DIGESTS = { HS256: "sha256", HS384: "sha384", HS512: "sha512" } as const;
const OURS = { alg: "HS256", typ: "JWT" };

/** A token made by hand: any header, any payload, signed as told. */
export function tokenOf(payload: unknown, header: object = OURS, secret: string = JWT_SECRET): string {
  const digest = DIGESTS[(header as { alg: keyof typeof DIGESTS }).alg] ?? "sha256";
  return signed(`${encoded(header)}.${encoded(payload)}`, digest, secret);
}

function signed(text: string, digest: string, secret: string): string {
  return `${text}.${createHmac(digest, secret).update(text).digest("base64url")}`;
}

export const claimsOf = ({ token }: Pick<Person, "token">): Claims =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as Claims;

/** Each way in which a token can come. Only the header tells them apart: a page of ours says where it is from. */
export const WAYS: Readonly<Record<string, (token: string) => Record<string, string>>> = {
  "as a bearer": (token) => ({ authorization: `Bearer ${token}` }),
  "as a bearer in small letters": (token) => ({ authorization: `bearer ${token}` }),
  "as a cookie": (token) => ({ cookie: `${SESSION_COOKIE}=${token}`, "sec-fetch-site": "same-origin" }),
  "as a cookie beside another scheme": (token) => ({
    authorization: "Basic YTpi",
    cookie: `${SESSION_COOKIE}=${token}`,
    "sec-fetch-site": "same-origin",
  }),
};

const now = (): number => Math.floor(Date.now() / 1000);
const unsigned = (token: string): string => token.replace(/[^.]*$/, "");
const without = (claim: string) => (claims: Claims) =>
  tokenOf(Object.fromEntries(Object.entries(claims).filter(([name]) => name !== claim)));
const withCrit =
  (crit: unknown, also: object = {}) =>
  (claims: Claims) =>
    tokenOf(claims, { ...OURS, ...also, crit });
const YEAR = 365 * 86_400;

type Forgery = (claims: Claims, others: Claims) => string;

/** What nobody may sign in with, made from a good token's claims. `others` are somebody else's. */
export const FORGED: Readonly<Record<string, Forgery>> = {
  "alg none, unsigned": (claims) => unsigned(tokenOf(claims, { alg: "none", typ: "JWT" })),
  "alg None, unsigned": (claims) => unsigned(tokenOf(claims, { alg: "None" })),
  "alg none, signed": (claims) => tokenOf(claims, { alg: "none" }),
  "no alg": (claims) => tokenOf(claims, { typ: "JWT" }),
  "alg as a list": (claims) => tokenOf(claims, { alg: ["HS256"] }),
  unsigned: (claims) => unsigned(tokenOf(claims)),
  HS512: (claims) => tokenOf(claims, { alg: "HS512", typ: "JWT" }),
  HS384: (claims) => tokenOf(claims, { alg: "HS384", typ: "JWT" }),
  RS256: (claims) => tokenOf(claims, { alg: "RS256", typ: "JWT" }),
  "another secret": (claims) => tokenOf(claims, OURS, "another-secret-0123456789-0123456789"),
  "an empty secret": (claims) => tokenOf(claims, OURS, ""),
  "expired by a second": (claims) => tokenOf({ ...claims, exp: now() - 1 }),
  "expired for years": (claims) => tokenOf({ ...claims, exp: 1 }),
  "exp as text": (claims) => tokenOf({ ...claims, exp: "never" }),
  "exp as null": (claims) => tokenOf({ ...claims, exp: null }),
  "iat a few seconds ahead": (claims) => tokenOf({ ...claims, iat: now() + 5 }),
  "iat a minute ahead": (claims) => tokenOf({ ...claims, iat: now() + 60 }),
  "iat a year ahead": (claims) => tokenOf({ ...claims, iat: now() + YEAR }),
  "iat without end": (claims) => signed(`${encoded(OURS)}.${withInfiniteIat(claims)}`, "sha256", JWT_SECRET),
  "iat as text": (claims) => tokenOf({ ...claims, iat: String(now()) }),
  "iat as null": (claims) => tokenOf({ ...claims, iat: null }),
  "another issuer": (claims) => tokenOf({ ...claims, iss: "evil" }),
  "another audience": (claims) => tokenOf({ ...claims, aud: "evil" }),
  "audiences that are all others": (claims) => tokenOf({ ...claims, aud: ["evil", "bourse2"] }),
  "an issuer that begins alike": (claims) => tokenOf({ ...claims, iss: "bourse.evil" }),
  "not yet valid": (claims) => tokenOf({ ...claims, nbf: Number(claims["exp"]) }),
  "crit with exp": withCrit(["exp"]),
  "crit with what is in the header": withCrit(["b64"], { b64: true }),
  "crit with a name nobody knows": withCrit(["urn:bourse:unknown"]),
  "crit with alg": withCrit(["alg"]),
  "crit as an empty list": withCrit([]),
  "crit as null": withCrit(null),
  "crit as an empty text": withCrit(""),
  "crit as text": withCrit("exp"),
  "crit as 0": withCrit(0),
  "crit as false": withCrit(false),
  "crit as an object": withCrit({}),
  "somebody else's sub": (claims, others) => tokenOf({ ...claims, sub: others["sub"] }),
  "sub as a list": (claims) => tokenOf({ ...claims, sub: [claims["sub"]] }),
  "an unknown session": (claims) => tokenOf({ ...claims, jti: uuidOf(4711) }),
  "somebody else's session": (claims, others) => tokenOf({ ...claims, jti: others["jti"] }),
  "jti as a number": (claims) => tokenOf({ ...claims, jti: 5 }),
  "jti as null": (claims) => tokenOf({ ...claims, jti: null }),
  "jti as an object": (claims) => tokenOf({ ...claims, jti: { id: claims["jti"] } }),
  "jti as a list": (claims) => tokenOf({ ...claims, jti: [claims["jti"]] }),
  "jti with a NUL": (claims) => tokenOf({ ...claims, jti: `${String(claims["jti"])}\u0000` }),
  "a payload that is a list": (claims) => tokenOf([claims]),
  "a payload that is an empty list": () => tokenOf([]),
  "a payload that is text": () => tokenOf("sub"),
  "a payload that is null": () => tokenOf(null),
  "a payload that is a number": () => tokenOf(5),
  "an empty payload": () => tokenOf({}),
  "a payload that is no JSON": () => tokenOf({}).replace(/\.[^.]*\./, ".e30x."),
  "a header that is a list": (claims) => tokenOf(claims, [OURS]),
  "a changed payload": (claims, others) =>
    tokenOf(claims).replace(/\.[^.]*\./, `.${encoded({ ...claims, sub: others["sub"] })}.`),
  "a cut signature": (claims) => tokenOf(claims).slice(0, -1),
  "one part": () => "garbage",
  "two parts": () => "a.b",
  "three empty parts": () => "..",
  "four parts": (claims) => `${tokenOf(claims)}.x`,
  "a very long one": () => `a.${"b".repeat(8000)}.c`,
  "no ASCII": () => "é.é.é",
  ...Object.fromEntries(["sub", "jti", "exp", "iat", "iss", "aud"].map((claim) => [`no ${claim}`, without(claim)])),
};

/** JSON has no infinity, and reads one all the same. */
function withInfiniteIat(claims: Claims): string {
  return Buffer.from(JSON.stringify({ ...claims, iat: 0 }).replace('"iat":0', '"iat":1e999')).toString("base64url");
}
