import type { StoreUnavailable } from "@bourse/core";
import { DatabaseError } from "pg";

/** PostgreSQL's own name for what is wrong, or the operating system's; empty for anything else. */
function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** Whether a unique constraint was broken, whichever. */
export function breaksAnyUnique(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && error.code === "23505";
}

/** Whether a unique constraint of this name was broken. */
export function breaksUnique(error: unknown, constraint: string): boolean {
  return breaksAnyUnique(error) && error.constraint === constraint;
}

/**
 * Whether the database took a whole transaction back because of another one: nothing of it happened, and the same again
 * may well work. https://www.postgresql.org/docs/18/mvcc-serialization-failure-handling.html
 */
export function isCollision(error: unknown): boolean {
  return error instanceof DatabaseError && (error.code === "40001" || error.code === "40P01");
}

/** Whether a lock that another transaction holds was waited for in vain: nothing of what waited for it happened either. */
export function isLockedOut(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === "55P03";
}

/**
 * Whether a statement came too late to be heard: the database has ended the connection, as it does when a process hangs in a
 * transaction. node-postgres sends nothing on a connection that it knows to be gone. Nothing of the transaction happened.
 */
export function isUnheard(error: unknown): boolean {
  if (error instanceof DatabaseError) return error.code === "25P03";
  return error instanceof Error && /^Client (has encountered a connection error|was closed)/.test(error.message);
}

/** Whether nothing happened, for a reason that passes by itself. */
function isPassing(error: unknown): boolean {
  return isCollision(error) || isLockedOut(error) || isUnheard(error);
}

/**
 * Classes of errors that are a bug of ours: a statement or a value that no working database would take.
 * https://www.postgresql.org/docs/18/errcodes-appendix.html
 */
const BUGS: ReadonlySet<string> = new Set(["0A", "21", "22", "23", "26", "34", "42", "P0"]);

/** How node-postgres and its pool say that a connection could not be had, or broke: by these words alone. */
const CONNECTION_LOST =
  /^(Connection terminated|Client (has encountered a connection error|was closed)|timeout exceeded|Query read timeout|Cannot use a pool after)/;

/**
 * Codes of what the operating system, the resolver of names (`EAI_AGAIN`) and TLS say: Node.js's own `ERR_…` are bugs, but
 * for those. https://nodejs.org/docs/latest/api/errors.html#nodejs-error-codes, and OpenSSL's of certificates.
 */
const OF_THE_WORLD =
  /^(E(?!RR_)[A-Z0-9_]+|ERR_(SSL|TLS|SOCKET)_.*|CERT_.*|(DEPTH_ZERO_)?SELF_SIGNED_CERT.*|UNABLE_TO_.*|HOSTNAME_MISMATCH)$/;

/** The class of bugs has one that is none: what whoever runs the database has not allowed its user, or no longer allows. */
const FORBIDDEN = "42501";

/** Whether the world did it to the store, and no bug. */
export function isStoreFailure(error: unknown): error is Error {
  if (error instanceof DatabaseError) {
    return error.code === FORBIDDEN || !BUGS.has((error.code ?? "").slice(0, 2));
  }
  if (!(error instanceof Error)) return false;
  return OF_THE_WORLD.test(codeOf(error)) || CONNECTION_LOST.test(error.message);
}

/** A table, a column, or an operator for a column's type, that is not there. */
const MISSING: ReadonlySet<string> = new Set(["42P01", "42703", "42883"]);

/** Whether what is stored is not what a statement can read: a page that is damaged, a table or a column that is missing. */
export function isDamage(error: unknown): error is DatabaseError {
  if (!(error instanceof DatabaseError)) return false;
  return MISSING.has(error.code ?? "") || (error.code ?? "").startsWith("XX");
}

/** What the world did to the store is an answer; what only a bug can do is thrown. */
export function storeFailure(cause: unknown): StoreUnavailable {
  if (!isStoreFailure(cause)) throw cause;
  return isPassing(cause) ? { kind: "StoreUnavailable", reason: "busy", cause } : { kind: "StoreUnavailable", cause };
}
