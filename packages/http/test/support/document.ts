import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { FastifyReply, FastifyRequest } from "fastify";
import { PROBLEM_JSON } from "../../src/errors.ts";
import type { Server } from "../../src/typed-server.ts";

export type Json = { readonly [name: string]: unknown };

export type Operation = {
  readonly path: string;
  readonly method: string;
  readonly operation: Json;
};

const METHODS = ["get", "post", "put", "patch", "delete"];

/** Every operation of an OpenAPI document. */
export function operationsOf(document: Json): Operation[] {
  return Object.entries(document["paths"] as Json).flatMap(([path, item]) =>
    METHODS.filter((method) => Object.hasOwn(item as Json, method)).map((method) => ({
      path,
      method,
      operation: (item as Json)[method] as Json,
    })),
  );
}

/** What the document's formats mean, for holding answers and examples to them. */
const FORMATS = {
  decimal: /^-?\d+\.\d{2,4}$/,
  ticker: /^[A-Z]{1,6}(\.[A-Z]{1,3})?$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  "date-time": /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/,
  email: /^[^\s@]+@[^\s@]+$/,
  uri: /^[a-z]+:[^\s]+$/,
  password: true,
} as const;

type Schemas = (pointer: string) => ValidateFunction;

/** Every server of a test file has the same document, and compiling it takes longer than most tests. */
const compiled = new Map<string, Schemas>();

/** Answers a function that compiles the schema at a JSON pointer of the document. */
export function schemasOf(document: Json): Schemas {
  const text = JSON.stringify(document);
  const schemas = compiled.get(text) ?? schemasIn(document);
  compiled.set(text, schemas);
  return schemas;
}

function schemasIn(document: Json): Schemas {
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: FORMATS });
  ajv.addSchema({ $id: "bourse", ...document });
  return (pointer) => ajv.getSchema(`bourse#${pointer}`) ?? ajv.compile({ $ref: `bourse#${pointer}` });
}

export function pointerOf(...parts: readonly string[]): string {
  return parts.map((part) => `/${encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))}`).join("");
}

export type Watch = {
  /** Answers are checked from here on. */
  readonly hold: (document: Json) => void;
  readonly report: () => void;
};

/**
 * Holds every answer to the document: its status, its media type, its body and, where it is a problem, its code. What
 * the document does not tell is thrown by `report`, so that whoever closes the server fails.
 */
export function watchDocument(server: Server): Watch {
  const untold = new Set<string>();
  let held: { readonly document: Json; readonly compile: Schemas } | null = null;

  const check = (request: FastifyRequest, reply: FastifyReply, payload: unknown): void => {
    const { url: route, schema } = request.routeOptions;
    if (held === null || route === undefined || schema === undefined || request.method === "HEAD") return;
    const { document, compile } = held;
    const path = route.replaceAll(/:(\w+)/g, "{$1}");
    const method = request.method.toLowerCase();
    const item = (document["paths"] as Json)[path] as Json | undefined;
    if (item === undefined) return;
    const status = String(reply.statusCode);
    const told = ((item[method] as Json)["responses"] as Json)[status] as Json | undefined;
    const what = `${request.method} ${path} answered ${status}`;
    if (told === undefined) {
      untold.add(what);
      return;
    }
    // A 204 loses its payload and its type on the way out.
    if (typeof payload !== "string" || payload === "" || status === "204") return;
    const media = String(reply.getHeader("content-type")).split(";")[0] ?? "";
    const content = (told["content"] as Json | undefined)?.[media] as Json | undefined;
    if (content === undefined) {
      untold.add(`${what} as ${media}`);
      return;
    }
    const body = (media === "text/plain" ? payload : JSON.parse(payload)) as Json;
    const pointer = pointerOf("paths", path, method, "responses", status, "content", media, "schema");
    const validate = compile(pointer);
    if (!validate(body)) untold.add(`${what} with ${JSON.stringify(validate.errors)}`);
    const code = body["code"];
    const codes = Object.keys((content["examples"] as Json | undefined) ?? {});
    if (media === PROBLEM_JSON && !codes.includes(String(code))) untold.add(`${what} ${String(code)}`);
  };

  server.addHook("onSend", async (request, reply, payload) => {
    check(request, reply, payload);
    return payload;
  });

  return {
    hold: (document) => {
      held = { document, compile: schemasOf(document) };
    },
    report: () => {
      if (untold.size > 0) throw new Error(`The document does not tell that\n${[...untold].toSorted().join("\n")}`);
    },
  };
}
