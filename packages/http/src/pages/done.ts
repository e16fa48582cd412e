import type { App } from "@bourse/core";
import type { FastifyReply, FastifyRequest } from "fastify";
import { dollars, shares, signedDollars, size } from "../amounts.ts";

/** Tells the next page what was just done: a word of DONE, or an entry by its number. */
const DONE_COOKIE = "bourse_done";
const KEPT_SECONDS = 60;

const DONE = {
  registered: "Your account is open. Sign in to begin.",
  "signed-in": "Welcome.",
  "signed-out": "You are signed out.",
  "not-done": "You were signed out, so nothing was done. Sign in, and send it again.",
  "asked-for-reset": "If an account has that e-mail, a mail with a link is on its way. The link works for ten minutes.",
  "password-reset": "Your password is changed. Sign in with it.",
  "password-changed": "Your password is changed, and your other sessions are ended.",
  "details-amended": "Your details are changed.",
  "nothing-amended": "Your details are as they were: there was nothing to change.",
  "session-ended": "That session is ended.",
  closed: "Your account is closed, and what was known of you is erased.",
} as const;

export type Done = keyof typeof DONE | { readonly cash: number } | { readonly trade: number };

/** Where a form that worked leads: a page that may be loaded again without sending anything twice. */
export function leadTo(reply: FastifyReply, path: string, done?: Done): FastifyReply {
  if (done !== undefined) {
    const value = typeof done === "string" ? done : Object.entries(done)[0]?.join(".");
    const flags = { httpOnly: true, sameSite: "lax", path: "/", secure: "auto", maxAge: KEPT_SECONDS } as const;
    void reply.setCookie(DONE_COOKIE, value ?? "", flags);
  }
  return reply.redirect(path, 303);
}

/** What was just done, in words, once. Anyone can write a cookie, so that nothing in it is shown as it is. */
export async function whatWasDone(app: App, request: FastifyRequest, reply: FastifyReply): Promise<string | null> {
  const told = request.cookies[DONE_COOKIE];
  if (told === undefined || request.method !== "GET") return null;
  void reply.clearCookie(DONE_COOKIE, { httpOnly: true, sameSite: "lax", path: "/", secure: "auto" });
  if (Object.hasOwn(DONE, told)) return DONE[told as keyof typeof DONE];
  const [, kind, digits] = /^(cash|trade)\.(\d{1,15})$/.exec(told) ?? [];
  const accountId = request.caller?.account.id;
  if (accountId === undefined || digits === undefined) return null;
  return kind === "trade" ? ofTrade(app, accountId, Number(digits)) : ofCash(app, accountId, Number(digits));
}

type AccountId = Parameters<App["findTrade"]>[0]["accountId"];

async function ofTrade(app: App, accountId: AccountId, seq: number): Promise<string | null> {
  const found = await app.findTrade({ accountId, seq });
  return found.match(
    ({ status, amount, trade: { quantity, quote, realisedGain } }) => {
      const did = status === "BUYING-SHARES" ? "Bought" : "Sold";
      const gain = realisedGain === null ? "" : ` That made ${signedDollars(realisedGain)}.`;
      return `${did} ${shares(quantity)} of ${quote.ticker} at ${dollars(quote.price)}: ${dollars(size(amount))} in all.${gain}`;
    },
    () => null,
  );
}

async function ofCash(app: App, accountId: AccountId, seq: number): Promise<string | null> {
  const found = await app.findCashTransaction({ accountId, seq });
  return found.match(
    ({ amount, balance }) =>
      amount > 0n
        ? `Added ${dollars(amount)}. Your cash is now ${dollars(balance)}.`
        : `Withdrew ${dollars(size(amount))}. Your cash is now ${dollars(balance)}.`,
    () => null,
  );
}
