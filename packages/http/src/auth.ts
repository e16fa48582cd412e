import cookie from "@fastify/cookie";
import jwt from "@fastify/jwt";
import type { Account, App, Session, SessionId } from "@bourse/core";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { LRUCache } from "lru-cache";
import { refuseUnlessOwnPage } from "./guards/cross-site.ts";
import { orProblem, ProblemError } from "./problem.ts";
import { isoTime } from "./schemas/iso-time.ts";

/** The cookie that `/login` sets and that signs a browser in. */
export const SESSION_COOKIE = "bourse_session";
const ISSUER = "bourse";
/** How many verified tokens are remembered, the last used ones: some 500 bytes each. */
const TOKENS_KEPT = 10_000;

/** Who is asking. */
export type Caller = { readonly account: Account; readonly session: Session };

/** The library holds `exp` to be a number; a claim that only we read may be anything. */
type Claims = { readonly sub: unknown; readonly jti: unknown; readonly exp: number; readonly iat?: unknown };
type Token = { readonly header: object; readonly payload: Claims };

declare module "@fastify/jwt" {
  interface FastifyJWT {
    payload: Pick<Claims, "exp" | "iat" | "jti" | "sub">;
    user: Token;
  }
}

declare module "fastify" {
  interface FastifyInstance {
    /** What the request's token says, or null where there is none that is good. */
    verifiedToken: (request: FastifyRequest) => Token | null;
  }
  interface FastifyRequest {
    /** Set by the `signedIn` hook; `callerOf` reads it. */
    caller: Caller | null;
  }
}

/** Tokens: HS256 only, every claim required, and each names a session that is looked up on every request. */
export async function registerAuth(server: FastifyInstance, secret: string): Promise<void> {
  await server.register(cookie);
  await server.register(jwt, {
    secret,
    sign: { algorithm: "HS256", iss: ISSUER, aud: ISSUER },
    verify: {
      // The header and the payload.
      complete: true,
      algorithms: ["HS256"],
      allowedIss: ISSUER,
      allowedAud: ISSUER,
      requiredClaims: ["sub", "jti", "exp", "iat", "iss", "aud"],
    },
    cookie: { cookieName: SESSION_COOKIE, signed: false },
  });
  server.decorateRequest("caller", null);
  server.decorate("verifiedToken", tokenVerifier());
}

/** The hook of every route that needs to know who asks: it runs before the body is read. */
export function signedIn(app: App) {
  return async (request: FastifyRequest): Promise<void> => {
    // Any other scheme is not read, and a browser may add one by itself: then it is the cookie that counts.
    if (!/^Bearer\s/i.test(request.headers.authorization ?? "")) refuseCrossSite(request);
    const token = request.server.verifiedToken(request);
    const claims = token && isOurs(token) ? token.payload : null;
    if (typeof claims?.jti !== "string") throw new ProblemError({ kind: "NotSignedIn" });
    const caller = await orProblem(app.resumeSession({ sessionId: claims.jti as SessionId }));
    if (caller.account.id !== claims.sub) throw new ProblemError({ kind: "NotSignedIn" });
    request.caller = caller;
  };
}

/**
 * The hooks' memory of tokens: most come with one request after the other. Not the library's own, which hashes a token
 * to look it up, at half the price of verifying it. What depends on the time is looked at on every request.
 */
function tokenVerifier() {
  const known = new LRUCache<string, Token>({ max: TOKENS_KEPT });
  return (request: FastifyRequest): Token | null => {
    const { jwt: tokens } = request.server;
    try {
      const text = tokens.lookupToken(request);
      const kept = known.get(text);
      if (kept) return Date.now() <= kept.payload.exp * 1000 ? kept : null;
      const token = tokens.verify<Token>(text);
      // One that is good from some time on is none of ours; it is verified each time.
      if (!("nbf" in token.payload)) known.set(text, token);
      return token;
    } catch {
      return null;
    }
  };
}

/**
 * The hook after `signedIn` of a route that is there for operators alone: before the body is read, since whatever would
 * be said of that tells that the route is there.
 */
export function operatorsOnly(app: App) {
  return async (request: FastifyRequest): Promise<void> => {
    await orProblem(app.confirmOperator({ askedBy: callerOf(request).account.id }));
  };
}

/**
 * What the library leaves to us. Whatever `crit` says, a token of ours has none: it names what a reader must
 * understand, and the library passes over one that is empty, null or 0. And no token is from the future.
 */
function isOurs({ header, payload: { iat } }: Token): boolean {
  return !Object.hasOwn(header, "crit") && typeof iat === "number" && iat <= Date.now() / 1000;
}

/** The caller that `signedIn` found; to ask on a route without that hook is a bug. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new Error(`${request.routeOptions.url} does not ask who is signed in`);
  return request.caller;
}

/** The account that a path or body names: `me` or the caller's own id. Someone else's is as good as none. */
export function ownAccount(request: FastifyRequest, named: string): Account {
  const { account } = callerOf(request);
  if (named !== "me" && named !== account.id) throw new ProblemError({ kind: "AccountNotFound" });
  return account;
}

/**
 * How far the clocks of servers on one database may differ, in seconds: a token is good at each of them at once, though no
 * server takes one from the future.
 */
const CLOCKS_DIFFER = 30;

/** A token for a session, and what `/v1/sessions` and `/login` answer. */
export function sessionView(server: FastifyInstance, session: Session) {
  const token = server.jwt.sign({
    sub: session.accountId,
    jti: session.id,
    iat: Math.floor(Date.now() / 1000) - CLOCKS_DIFFER,
    exp: Math.floor(session.expiresAt / 1000),
  });
  return { token, expiresAt: isoTime(session.expiresAt), accountId: session.accountId };
}

export function setSessionCookie(reply: FastifyReply, token: string, session: Session): void {
  const expires = new Date(session.expiresAt);
  void reply.setCookie(SESSION_COOKIE, token, { httpOnly: true, sameSite: "lax", path: "/", secure: "auto", expires });
}

export function clearSessionCookie(reply: FastifyReply): void {
  void reply.clearCookie(SESSION_COOKIE, { httpOnly: true, sameSite: "lax", path: "/", secure: "auto" });
}

function refuseCrossSite(request: FastifyRequest): void {
  if (request.method === "GET" || request.method === "HEAD" || request.cookies[SESSION_COOKIE] === undefined) return;
  refuseUnlessOwnPage(request);
}
