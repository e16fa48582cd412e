import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import openapiTS, { astToString } from "openapi-typescript";
import { afterAll, beforeAll, expect, it } from "vitest";
import { prismBefore } from "./prism.ts";
import { testServer, type TestServer } from "../support/server.ts";

const run = promisify(execFile);
const PACKAGE = resolve(import.meta.dirname, "../..");
const JOURNEY = join(import.meta.dirname, "outside/journey.ts");
const TSC = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");

/** As strict as TypeScript can be asked to be: a client's author may be. */
const COMPILER_OPTIONS = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  module: "nodenext",
  target: "es2024",
  lib: ["es2024", "dom"],
  types: ["node"],
  allowImportingTsExtensions: true,
  noEmit: true,
};

let bourse: TestServer;
let folder: string;

beforeAll(async () => {
  bourse = await testServer();
  bourse.market.set("AAPL", "112.00");
  folder = mkdtempSync(join(tmpdir(), "bourse-client-"));
  symlinkSync(join(PACKAGE, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: COMPILER_OPTIONS }));
  copyFileSync(JOURNEY, join(folder, "journey.ts"));
  writeFileSync(join(folder, "bourse.ts"), astToString(await openapiTS(JSON.stringify(bourse.document))));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await bourse.close();
});

it("a client made of the document is typed without a cast, and goes the whole way", async () => {
  const checked = await run(process.execPath, [TSC, "-p", folder]).catch((error: { stdout: string }) => error);
  expect(checked.stdout).toBe("");
  const prism = await prismBefore(bourse.document, await bourse.listen());
  try {
    const { stdout } = await run(process.execPath, [join(folder, "journey.ts"), prism.url]);
    expect(stdout).toBe("the journey is over\n");
    expect(prism.violations()).toStrictEqual([]);
  } finally {
    await prism.close();
  }
});

it("and knows every type: none is any or unknown, and none is forced", () => {
  const types = readFileSync(join(folder, "bourse.ts"), "utf8").replaceAll(/\/\*.*?\*\//gs, "");
  // What else there is under other names, in a message's headers and in a problem, nobody knows.
  const known = types.replaceAll(/\[(name|key): string\]: unknown;/g, "");
  expect(known.match(/.*\b(?:any|unknown)\b.*/g) ?? []).toStrictEqual([]);
  const journey = readFileSync(JOURNEY, "utf8").replaceAll(/\/\*.*?\*\/|\/\/.*|"(?:[^"\\]|\\.)*"/gs, "");
  expect(journey.match(/.*\b(?:any|as)\b.*/g) ?? []).toStrictEqual([]);
});
