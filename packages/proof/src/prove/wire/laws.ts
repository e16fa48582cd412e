import { operationsOf, pointerOf, schemasOf, untoldBy, type Json, type Operation } from "@bourse/testkit/open-api";
import type { WireAnswer } from "../../process/exchange.ts";
import { ROOT } from "../../process/root.ts";
import { mayBeServed } from "./callers.ts";
import type { Wish } from "./wishes.ts";

/** What an answer must not say: a stack, a statement or the name of a file. What is sent holds none of these. */
const INNARDS = /\n\s+at |node:internal|node_modules|\/packages\/|SQLITE|sqlite|SELECT |INSERT INTO|\.ts:\d/;
/** What is answered where no route was found, or before one was looked for. */
const BEFORE_ROUTES = new Set([
  "route-not-found",
  "bad-request",
  "overloaded",
  "body-too-large",
  "unsupported-media-type",
]);
/** Documented headers that only some of the answers have. */
const OPTIONAL = new Set(["idempotency-replayed"]);
const PROBLEM = /^application\/problem\+json(;|$)/;

/** What is wrong with an answer; null when nothing is. */
export type Law = (wish: Wish, answer: WireAnswer) => string | null;

/** What any answer must keep to, of the API or a page. */
export function innardsIn({ status, body }: WireAnswer): string | null {
  if (status === 0) return "was not answered";
  if (status >= 500 && status !== 503) return `was answered ${status}: ${body.slice(0, 300)}`;
  const told = INNARDS.exec(body)?.[0] ?? (body.includes(ROOT) ? ROOT : undefined);
  return told === undefined ? null : `was told of the innards, ${JSON.stringify(told)}: ${body.slice(0, 300)}`;
}

/** Each answer is one that the document tells of, or one that says that nothing is there. */
export function lawOf(document: Json): Law {
  const untoldOf = untoldBy(document);
  const operations = new Map(operationsOf(document).map((each) => [`${each.method} ${each.path}`, each]));
  const isProblem = schemasOf(document)(pointerOf("components", "schemas", "Problem"));

  const problemFault = ({ status, headers, body }: WireAnswer): string | null => {
    if (!PROBLEM.test(headers.get("content-type") ?? "")) return `a ${status} is no problem: ${body.slice(0, 200)}`;
    const problem = jsonIn(body);
    if (!isProblem(problem)) return `a ${status} is no problem as the document has it: ${body.slice(0, 200)}`;
    return (problem as Json)["status"] === status ? null : `a ${status} calls itself ${body.slice(0, 200)}`;
  };

  return (wish, answer) => {
    const { status, headers, body } = answer;
    const innards = innardsIn(answer);
    if (innards !== null) return innards;
    const isHead = wish.method === "HEAD";
    const asked = operations.get(`${isHead ? "get" : wish.method.toLowerCase()} ${wish.operation.path}`);
    const isHealth = wish.operation.path === "/healthcheck" && status === 503;
    if (status >= 400 && !isHead && !isHealth) {
      const fault = problemFault(answer);
      if (fault !== null) return fault;
      if (wish.isAstray && BEFORE_ROUTES.has(String((jsonIn(body) as Json)["code"]))) return null;
    }
    if (wish.isAstray && isHead && (status === 404 || status === 400)) return null;
    if (asked === undefined) return `was answered ${status}, where the document has nothing`;
    const isClosed = ((asked.operation["security"] ?? []) as unknown[]).length > 0;
    if (isClosed && status < 400 && !mayBeServed(wish.caller, wish.method))
      return `served ${wish.caller} with ${status}`;
    const media = headers.get("content-type") ?? "";
    return untoldOf(asked, { status, media, body }) ?? headerFault(asked, answer);
  };
}

function headerFault({ operation }: Operation, { status, headers }: WireAnswer): string | null {
  const told = (operation["responses"] as Record<string, { headers?: Json }>)[String(status)]?.headers ?? {};
  const lacking = Object.keys(told).find((name) => !OPTIONAL.has(name) && !headers.has(name));
  if (lacking !== undefined) return `was answered ${status} without the header ${lacking}`;
  return status === 401 && !headers.has("www-authenticate") ? "was answered 401 without WWW-Authenticate" : null;
}

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
