import type { FieldProblem } from "@bourse/core";
import type { FastifyInstance } from "fastify";
import { visit } from "jsonc-parser";
import secureJson from "secure-json-parse";
import { ProblemError } from "./problem.ts";

/** The largest body, in bytes. */
export const BODY_LIMIT = 64 * 1024;
/** How deep arrays and objects may nest; nothing that is asked for needs three levels. */
const MAX_DEPTH = 16;

/**
 * Reads JSON as strictly as money deserves: a duplicate key has two meanings, `__proto__` has none that is honest, and
 * both are refused instead of one reading being chosen.
 */
export function strictJsonBody(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => {
    try {
      done(null, parseStrictly(body.toString()));
    } catch (error) {
      done(error instanceof Error ? error : new Error("unreadable body", { cause: error }));
    }
  });
}

export function parseStrictly(text: string): unknown {
  const value: unknown = parse(text);
  checkKeys(text);
  return value;
}

function parse(text: string): unknown {
  if (text.trim() === "") throw refused("body", "required", "body must not be empty.");
  try {
    return secureJson.parse(text, undefined, { protoAction: "error", constructorAction: "error" });
  } catch (error) {
    if (error instanceof SyntaxError && error.message.includes("forbidden prototype property")) {
      throw refused("body", "no-prototype", "body must not name __proto__ or constructor.prototype.");
    }
    throw refused("body", "json", "body must be well-formed JSON.");
  }
}

/** The parser above keeps the last of two equal keys without a word, so they are looked for apart. */
function checkKeys(text: string): void {
  const open: Set<string>[] = [];
  const enter = (): void => {
    if (open.push(new Set()) > MAX_DEPTH) {
      throw refused("body", "depth", `body must not nest deeper than ${MAX_DEPTH} levels.`);
    }
  };
  const leave = (): void => void open.pop();
  visit(text, {
    onObjectBegin: enter,
    onObjectEnd: leave,
    onArrayBegin: enter,
    onArrayEnd: leave,
    onObjectProperty(key) {
      const keys = open.at(-1);
      if (keys?.has(key)) throw refused(key, "unique-key", `${key} must stand only once in the body.`);
      keys?.add(key);
    },
  });
}

function refused(field: string, rule: string, message: string): ProblemError {
  const problem: FieldProblem = { field, rule, message };
  return new ProblemError({ kind: "InvalidJson", problems: [problem] });
}
