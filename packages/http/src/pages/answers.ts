import type { App } from "@bourse/core";
import { html } from "@remix-run/html-template";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { clearSessionCookie } from "../auth.ts";
import { failureOf, isReading, tellFailure } from "../errors.ts";
import { ProblemError, problemOf, retryAfterOf } from "../problem.ts";
import type { Failure, FailureKind } from "../problems/failure.ts";
import { leadTo, whatWasDone } from "./done.ts";
import { FORM_LIMIT } from "./fields.ts";
import type { FormState } from "./forms.ts";
import { documentOf, type View } from "./layout.ts";
import { within } from "./words.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** What was just done, in words, for the page that comes next. */
    done: string | null;
  }
}

/** The hook of every page that may have something to tell of what was done before. */
export function toldWhatWasDone(app: App) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    request.done = await whatWasDone(app, request, reply);
  };
}

export function show(request: FastifyRequest, reply: FastifyReply, view: View, status = 200): FastifyReply {
  const path = request.url.split("?", 1)[0] ?? "/";
  const surroundings = { path, username: request.caller?.account.username ?? null, done: request.done ?? null };
  return reply
    .code(status)
    .type("text/html; charset=utf-8")
    .send(withoutIndents(String(documentOf(view, surroundings))));
}

/** The templates' own indents are a sixth of a page. Nothing but markup has a bare `<` or `>`: values stay as they are. */
function withoutIndents(document: string): string {
  return document.replaceAll(/>\n\s+</g, ">\n<");
}

/** How a form's own names stand for the core's: of its fields, and of the failures that name none. */
export type FormNames = {
  readonly rename?: Readonly<Record<string, string>>;
  readonly about?: Partial<Readonly<Record<FailureKind, string>>>;
};

/** A form that was sent, and its page. */
export type Again = {
  readonly values: FormState["values"];
  readonly names: FormNames;
  readonly view: (state: FormState) => Promise<View> | View;
};

/** Where a problem speaks of idempotency keys: whoever sends a form knows of none. */
function saidOf(failure: Failure): string | null {
  if (failure.kind === "KeyReused") {
    return "This form was sent before, with something else in it, and that was done. To do this as well, send it again.";
  }
  if (failure.kind !== "StoreUnavailable" || failure.reason !== undefined) return null;
  return "Nobody knows whether this was done. Send it again in a moment: what was done is not done twice.";
}

/**
 * The same page again, with what was typed and what was wrong. Whatever another try with other input may mend is 400;
 * what only waiting mends says for how long.
 */
export async function showAgain(
  request: FastifyRequest,
  reply: FastifyReply,
  failure: Failure,
  { values, names, view }: Again,
): Promise<FastifyReply> {
  const status = tellFailure(failure, request, reply);
  const problem = problemOf(failure, { rename: names.rename });
  const field = names.about?.[failure.kind] ?? "";
  const message = saidOf(failure) ?? problem.detail + tryAgain(failure);
  const problems = problem.errors ?? [{ field, rule: problem.code, message }];
  // Forbidden is whatever this account tries, unless a field is what is wrong, such as the current password.
  const isMendable = status < 500 && status !== 429 && (status !== 403 || field !== "");
  const page = await shownOr(failure, async () => view({ values, problems }));
  return show(request, reply, page, isMendable ? 400 : status);
}

/** What its page could not be shown for may say that nothing was done: of what nobody knows, that must not be said. */
async function shownOr(failure: Failure, view: () => Promise<View>): Promise<View> {
  try {
    return await view();
  } catch (error) {
    throw failure.kind === "StoreUnavailable" && failure.reason === undefined ? new ProblemError(failure) : error;
  }
}

/** When, where nothing but waiting helps and the failure does not say so itself. */
function tryAgain(failure: Failure): string {
  const isWaiting = failure.kind !== "TooManyAttempts" && failure.kind !== "StoreUnavailable";
  const retryAfter = isWaiting ? retryAfterOf(failure) : undefined;
  return retryAfter === undefined ? "" : ` Try again ${within(retryAfter)}.`;
}

/** Renders what a page's form could not: the failures of the request itself, and of what is behind the page. */
export function pageErrorHandler(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const failure = failureOf(error, FORM_LIMIT);
  if (failure.kind === "NotSignedIn" || failure.kind === "SessionEnded") return toSignIn(request, reply);
  const status = tellFailure(failure, request, reply, error);
  const { title, detail: told } = problemOf(failure, { isReading: isReading(request) });
  const detail = isReading(request) ? told : (saidOf(failure) ?? told);
  return show(
    request,
    reply,
    {
      title: headingOf(status),
      body: html`<p>${title}</p>
        ${detail === title ? null : html`<p>${detail}</p>`}`,
    },
    status,
  );
}

function headingOf(status: number): string {
  if (status === 404) return "Not found";
  if (status === 429 || status === 503) return "Not now";
  return status < 500 ? "That cannot be done" : "Something went wrong";
}

/** After signing in, whoever was on the way to a page gets there; what a form would have done is to be sent again. */
function toSignIn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  clearSessionCookie(reply);
  const isOnTheWay = request.url !== "/" && request.url !== "/signout";
  const path = isOnTheWay ? `/signin?next=${encodeURIComponent(request.url)}` : "/signin";
  return leadTo(reply, path, isOnTheWay && request.method === "POST" ? "not-done" : undefined);
}
