import { Type } from "typebox";
import { oneOf } from "../schemas/values.ts";
import { retryAfter, SOON, wrong } from "./facts.ts";
import type { Catalogue } from "./failure.ts";

/** What may be wrong with any request, or with the server whatever is asked of it. */
export const OF_REQUESTS: Catalogue<
  | "BadRequest"
  | "BodyTooLarge"
  | "Contended"
  | "CrossSite"
  | "Internal"
  | "InvalidInput"
  | "InvalidJson"
  | "KeyReused"
  | "Overloaded"
  | "RouteNotFound"
  | "StoreUnavailable"
  | "TooManyRequests"
  | "UnsupportedMediaType"
> = {
  InvalidInput: {
    status: 400,
    code: "invalid-input",
    title: "Some of the input breaks a rule.",
    means: "A field is missing, unknown, of the wrong type or out of its bounds. Nothing was changed.",
    remedy: "Mend what `errors` names, field by field; the same request is refused again.",
    facts: {},
    example: wrong("quantity", "required", "quantity is needed."),
  },
  InvalidJson: {
    status: 400,
    code: "invalid-json",
    title: "The body is not acceptable JSON.",
    means: "The body is no JSON, or has a key twice, a `__proto__`, half a character, or too many levels.",
    remedy: "Send what a JSON library writes of a plain object.",
    facts: {},
    example: wrong("body", "json", "body must be JSON."),
  },
  BadRequest: {
    status: 400,
    code: "bad-request",
    title: "The request cannot be read.",
    means: "It is hardly HTTP: a header, a URL or an encoding cannot be read.",
    remedy: "Send it by an HTTP library, and mind what builds its URL.",
    facts: {},
    example: wrong("request", "readable", "The request must be readable HTTP."),
  },
  CrossSite: {
    status: 403,
    code: "cross-site",
    title: "A cookie counts only for requests from this site.",
    means: "The request would change something, is signed in by the cookie, and does not show that this site sent it.",
    remedy: "Send the token as `Authorization: Bearer …`, or `Origin` as the site's own pages do.",
    facts: {},
    example: {},
  },
  RouteNotFound: {
    status: 404,
    code: "route-not-found",
    title: "There is nothing here.",
    means: "No route has this method and path.",
    remedy: "Look the path up in the document.",
    facts: {},
    example: {},
  },
  BodyTooLarge: {
    status: 413,
    code: "body-too-large",
    title: "The body is too large.",
    means: "The body is longer than any that is asked for needs to be.",
    remedy: "Send only the fields that the document tells of.",
    facts: {},
    example: wrong("body", "maximum-bytes", "body must be at most 65536 bytes."),
  },
  UnsupportedMediaType: {
    status: 415,
    code: "unsupported-media-type",
    title: "Send the body as application/json.",
    means: "`Content-Type` names another kind of body, another character set, or the body is compressed.",
    remedy: "Send plain UTF-8 with `Content-Type: application/json`.",
    facts: {},
    example: wrong("Content-Type", "media-type", "Content-Type must be application/json."),
  },
  KeyReused: {
    status: 422,
    code: "idempotency-key-reused",
    title: "This idempotency key belongs to another command.",
    means: "The account has used this `Idempotency-Key` for something else. Nothing was done.",
    remedy: "Take a new key for each new wish, and the old one only to send the very same again.",
    facts: {},
    example: {},
  },
  TooManyRequests: {
    status: 429,
    code: "too-many-requests",
    title: "Too many requests from this address.",
    means: "The address has had its requests of this minute (`RATE_LIMIT`). Nothing was done.",
    remedy: "Wait for `retryAfter` seconds, and ask less often.",
    facts: { retryAfter },
    example: SOON,
  },
  Internal: {
    status: 500,
    code: "internal-error",
    title: "Something went wrong on our side.",
    means: "A bug, or something nobody foresaw. It is in the server's log.",
    remedy: "Tell whoever runs the server, with the answer's `X-Request-Id`.",
    facts: {},
    example: {},
  },
  Contended: {
    status: 503,
    code: "contended",
    title: "Too much is happening to this account; nothing was done.",
    means: "Other requests kept changing the account, or too many wait for it.",
    remedy: "Ask again after `Retry-After`, with the same idempotency key.",
    facts: {},
    example: {},
  },
  Overloaded: {
    status: 503,
    code: "overloaded",
    title: "The server has too much to do; nothing was done.",
    means: "The server sheds load so that what it has begun is finished in time.",
    remedy: "Ask again after `Retry-After`, with the same idempotency key.",
    facts: { retryAfter },
    example: { retryAfter: 1 },
  },
  StoreUnavailable: {
    status: 503,
    code: "store-unavailable",
    title: "The store failed.",
    means:
      "The database did not take or give what was asked. With a `reason`, nothing was done; without, nobody knows.",
    remedy: "Ask again after `Retry-After`, with the same idempotency key: done once is done once.",
    facts: { reason: Type.Optional(oneOf(["busy", "disk-failed", "disk-full"], { description: "Why." })) },
    example: { cause: null, reason: "busy" },
  },
};
