import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";

const ROOT = resolve(import.meta.dirname, "..");

/** Below these, a library has a known fault that would reach us: an advisory, or a broken promise to a caller. */
const FLOORS: Readonly<Record<string, string>> = {
  fastify: "5.12.8",
  "@fastify/jwt": "10.2.8",
  "fast-jwt": "6.3.6",
  "@fastify/swagger-ui": "6.1.3",
  "@fastify/static": "10.1.11",
  // Before 0.29.8 it reports success for a rolled-back PostgreSQL transaction.
  kysely: "0.29.9",
  "better-sqlite3": "13.2.0",
};

const lock = parse(readFileSync(join(ROOT, "pnpm-lock.yaml"), "utf8")) as { packages: Record<string, unknown> };

function versionsOf(name: string): readonly string[] {
  return Object.keys(lock.packages)
    .filter((key) => key.startsWith(`${name}@`))
    .map((key) => key.slice(name.length + 1));
}

function isAtLeast(version: string, floor: string): boolean {
  return version.localeCompare(floor, "en", { numeric: true }) >= 0;
}

test.each(Object.entries(FLOORS))("every locked %s is at least %s", (name, floor) => {
  const versions = versionsOf(name);
  expect(versions).not.toEqual([]);
  expect(versions.filter((version) => !isAtLeast(version, floor))).toEqual([]);
});

test("the floors compare as versions do", () => {
  expect(isAtLeast("5.12.10", "5.12.8")).toBe(true);
  expect(isAtLeast("5.9.9", "5.12.8")).toBe(false);
});
