import type { IncomingHttpHeaders } from "node:http";
import type { FieldProblem } from "@bourse/core";
import type { FastifyInstance } from "fastify";
import { visit } from "jsonc-parser";
import secureJson from "secure-json-parse";
import { ProblemError } from "./problem.ts";

/** The largest body, in bytes. */
export const BODY_LIMIT = 64 * 1024;
/** How deep arrays and objects may nest; nothing that is asked for needs three levels. */
const MAX_DEPTH = 16;

/** Neither repairs what is no UTF-8, which would make different passwords equal, nor skips a byte order mark. */
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads JSON as strictly as money deserves (RFC 7493): a duplicate key has two meanings, `__proto__` has none that is
 * honest, half a character is no text, and all are refused instead of one reading being chosen.
 */
export function strictJsonBody(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body, done) => {
    const encoding = encodingOf(request.headers);
    if (encoding !== null) return done(unsupported(encoding));
    // Many clients name the type on every request, also where there is nothing to say.
    if (body.length === 0 && request.routeOptions.schema?.body === undefined) return done(null);
    try {
      done(null, parseStrictly(decode(body)));
    } catch (error) {
      done(error instanceof Error ? error : new Error("unreadable body", { cause: error }));
    }
  });
}

/** What a body is encoded in, besides UTF-8 as it stands: null when nothing says so. */
function encodingOf(headers: IncomingHttpHeaders): "Content-Encoding" | "Content-Type" | null {
  if (!/^(?:identity)?$/i.test(headers["content-encoding"] ?? "")) return "Content-Encoding";
  const charset = /;\s*charset="?([^";\s]+)/i.exec(headers["content-type"] ?? "")?.[1] ?? "utf-8";
  return /^utf-?8$/i.test(charset) ? null : "Content-Type";
}

function unsupported(field: string): ProblemError {
  const problem = { field, rule: "encoding", message: `${field} must leave the body as plain UTF-8.` };
  return new ProblemError({ kind: "UnsupportedMediaType", problems: [problem] });
}

function parseStrictly(text: string): unknown {
  const value: unknown = parse(text);
  checkMeaning(text);
  return value;
}

function decode(body: string | Buffer): string {
  try {
    return typeof body === "string" ? body : UTF8.decode(body);
  } catch {
    throw refused("body", "utf-8", "body must be UTF-8.");
  }
}

function parse(text: string): unknown {
  // secure-json-parse would take it away; JSON must not begin with it (RFC 8259, 8.1).
  if (text.startsWith("\uFEFF")) throw refused("body", "json", "body must not begin with a byte order mark.");
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

/**
 * The parser above keeps the last of two equal keys without a word, and halves of surrogate pairs too, so they are
 * looked for apart.
 */
function checkMeaning(text: string): void {
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
      checkText(key, key);
    },
    onLiteralValue(value, _offset, _length, _line, _character, path) {
      if (typeof value === "string") checkText(value, path().join(".") || "body");
    },
  });
}

function checkText(text: string, field: string): void {
  if (!text.isWellFormed()) throw refused(field, "unicode", `${field} must be whole Unicode characters.`);
}

function refused(field: string, rule: string, message: string): ProblemError {
  const problem: FieldProblem = { field, rule, message };
  return new ProblemError({ kind: "InvalidJson", problems: [problem] });
}
