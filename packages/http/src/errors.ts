import type { Socket } from "node:net";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { isUnreadable } from "./guards/unroutable.ts";
import { BODY_LIMIT } from "./json-body.ts";
import { ProblemError, PROBLEMS, problemOf, retryAfterOf, type Problem } from "./problem.ts";
import type { Failure } from "./problems/failure.ts";
import { fieldProblems } from "./validation.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** This route's own names for the core's fields, such as `{ ticker: "symbol" }`. */
    fieldNames?: Readonly<Record<string, string>>;
  }
}

export const PROBLEM_JSON = "application/problem+json";

/** Renders every failure of every route. */
export function errorHandler(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const failure = failureOf(error);
  tellFailure(failure, request, reply, error);
  const rename = request.routeOptions.config.fieldNames;
  const problem = problemOf(failure, { rename, isReading: isReading(request) });
  if (problem.status === 401) void reply.header("www-authenticate", 'Bearer realm="bourse"');
  return sendProblem(reply, problem);
}

/** Logs what is ours to look into, says when to ask again, and answers the failure's status. */
export function tellFailure(failure: Failure, request: FastifyRequest, reply: FastifyReply, error?: Error): number {
  if (failure.kind === "Internal") request.log.error({ err: error }, "request failed");
  if (failure.kind === "StoreUnavailable") request.log.error({ err: failure.cause }, "the store failed");
  request.server.countProblem(PROBLEMS[failure.kind].code);
  const retryAfter = retryAfterOf(failure);
  if (retryAfter !== undefined) void reply.header("retry-after", retryAfter);
  return PROBLEMS[failure.kind].status;
}

/** Whether it can have changed nothing that was asked for: by its method, it was only to tell. */
export function isReading({ method }: FastifyRequest): boolean {
  return method === "GET" || method === "HEAD";
}

export function notFoundHandler(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const failure: Failure = isUnreadable(request.raw) ? UNREADABLE : { kind: "RouteNotFound" };
  tellFailure(failure, request, reply);
  return sendProblem(reply, problemOf(failure));
}

function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply.code(problem.status).type(PROBLEM_JSON).serializer(JSON.stringify).send(problem);
}

const about = (field: string, rule: string, message: string) => ({ problems: [{ field, rule, message }] });

const UNREADABLE: Failure = {
  kind: "BadRequest",
  ...about("request", "readable", "The request must be readable HTTP."),
};

/** `limit`: the most bytes that a body of its kind may have. */
export function failureOf(error: FastifyError, limit: number = BODY_LIMIT): Failure {
  if (error instanceof ProblemError) return error.failure;
  if (error.validation) {
    return { kind: "InvalidInput", problems: fieldProblems(error.validation, error.validationContext ?? "request") };
  }
  switch (error.code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return { kind: "BodyTooLarge", ...about("body", "maximum-bytes", `body must be at most ${limit} bytes.`) };
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return {
        kind: "UnsupportedMediaType",
        ...about("Content-Type", "media-type", "Content-Type must be application/json."),
      };
    default: {
      const status = error.statusCode ?? 500;
      if (status < 400 || status >= 500) return { kind: "Internal" };
      return UNREADABLE;
    }
  }
}

/** What Node.js refuses as it reads, below any route: a problem as any other, but with a status that no route answers. */
export const BELOW_ROUTES = [
  { cause: "ERR_HTTP_REQUEST_TIMEOUT", status: 408, title: "Request Timeout", means: "it came too slowly" },
  {
    cause: "HPE_HEADER_OVERFLOW",
    status: 431,
    title: "Request Header Fields Too Large",
    means: "its URL and headers are longer than 16 KiB",
  },
] as const;
const HARDLY_HTTP = { status: 400, title: "Bad Request" };

/** Answers what is no HTTP at all, or too slow or too long, before any route is found. */
export function clientErrorHandler(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  const { status, title } = BELOW_ROUTES.find(({ cause }) => cause === error.code) ?? HARDLY_HTTP;
  const problem = problemOf({
    kind: "BadRequest",
    problems: [{ field: "request", rule: "readable", message: "The request must be readable HTTP, sent in time." }],
  });
  const body = JSON.stringify({ ...problem, status });
  const head = `HTTP/1.1 ${status} ${title}\r\nContent-Type: ${PROBLEM_JSON}`;
  if (socket.writable)
    socket.write(`${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
  socket.destroySoon();
}
