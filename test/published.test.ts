import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { PACKAGES, ROOT } from "../tools/packages.ts";
import { loadedBy, packageOf } from "./support/loaded.ts";
import { lint } from "./support/lint.ts";
import { publish, type Published } from "./support/published.ts";

const run = promisify(execFile);
const MODULES = PACKAGES.flatMap(({ modules }) => modules.map(({ name }) => name));

let published: Published;
beforeAll(async () => {
  published = await publish();
}, 300_000);
afterAll(() => published.remove());
beforeEach(({ skip }) => {
  skip(published.missing !== null, published.missing ?? "");
});

const tool = (name: string): string => join(ROOT, "node_modules/.bin", name);
/** The newest Node.js is the one that these tests run in. */
const nodes = (): readonly string[] => [published.oldestNode, process.execPath];

async function contentsOf(tarball: string): Promise<readonly string[]> {
  return (await run("tar", ["-tzf", tarball])).stdout.trim().split("\n");
}

test("a package has what it needs and no source, no test and no way to one", async () => {
  const found = await Promise.all(published.tarballs.map(contentsOf));
  expect(found).toHaveLength(PACKAGES.length);
  for (const files of found) {
    expect(files).toEqual(expect.arrayContaining(["package/LICENSE", "package/README.md", "package/package.json"]));
    const strange = files.filter((file) => !/^package\/(?:LICENSE|README\.md|package\.json|dist\/.*)$/.test(file));
    expect([...strange, ...files.filter((file) => /(?<!\.d)\.ts$|\.test\.|tsbuildinfo|\.map$/.test(file))]).toEqual([]);
  }
  for (const { name, modules } of PACKAGES) {
    const path = join(published.folder, "node_modules", name, "package.json");
    const manifest = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
    expect(JSON.stringify(manifest)).not.toMatch(/@bourse\/source|workspace:|\/src\//);
    expect(Object.keys(manifest["exports"] ?? {})).toHaveLength(modules.length);
    expect(manifest).toMatchObject({ license: "MIT", engines: { node: ">=24" }, type: "module" });
  }
});

test("publint and attw find nothing wrong with a package", async () => {
  const found = await Promise.all(published.tarballs.map((tarball) => lint(readFileSync(tarball))));
  expect(found.flat()).toEqual([]);
});

test("what the tutorial and the READMEs show runs on plain Node.js 24 and 26, and prints what they say", async () => {
  const { folder, examples } = published;
  expect(examples.map(({ file }) => file)).toEqual(expect.arrayContaining(["app.ts", "sqlite.ts"]));
  for (const node of nodes()) {
    for (const { file, prints } of examples) {
      const cwd = mkdtempSync(join(folder, "run-"));
      const { stdout } = await run(node, [...(file.includes(".test.") ? ["--test"] : []), join(folder, file)], { cwd });
      if (prints !== null) expect(stdout, file).toBe(prints);
    }
  }
});

test("the app of the tutorial has kept on Node.js 24 what it finds again on Node.js 26, and its folder audits clean", async () => {
  const { folder, oldestNode } = published;
  const cwd = mkdtempSync(join(folder, "run-"));
  await run(oldestNode, [join(folder, "sqlite.ts")], { cwd });
  const again = await run(process.execPath, [join(folder, "sqlite.ts")], { cwd });
  expect(again.stdout).toMatch(/^2 AAPL, worth \d+\.\d\d\n\d+\.\d\d in cash, \d+\.\d\d in all\n$/);
  const audit = await run(join(folder, "node_modules/.bin/bourse"), ["audit"], {
    cwd,
    env: { ...process.env, DATA_DIR: "data" },
  });
  expect(audit.stdout).toMatch(/\b1 account/);
});

test("no file of the tutorial is longer than 40 lines", () => {
  const lengths = published.examples
    .filter(({ page }) => page.endsWith("tutorial.md"))
    .map(({ file }) => readFileSync(join(published.folder, file), "utf8").trimEnd().split("\n").length);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(40);
});

test.each([
  // Every declaration that is ours, and of others' what it leads to; but for Fastify's, which alone take longest.
  { moduleResolution: "nodenext", module: "nodenext", exactOptionalPropertyTypes: false, skipLibCheck: false },
  { moduleResolution: "bundler", module: "esnext", exactOptionalPropertyTypes: true, skipLibCheck: true },
])("types check under strict with $moduleResolution", async (options) => {
  const { folder, examples } = published;
  const isLight = (text: string): boolean => options.skipLibCheck || !/@bourse\/http/.test(text);
  const entries = MODULES.filter(isLight).map((name, index) => `export * as entry${index} from "${name}";`);
  writeFileSync(join(folder, "every-entry.ts"), entries.join("\n"));
  const files = examples.map(({ file }) => file).filter((file) => isLight(readFileSync(join(folder, file), "utf8")));
  const compilerOptions = { ...options, target: "es2024", strict: true, noEmit: true, types: ["node"] };
  const project = join(folder, "tsconfig.checked.json");
  writeFileSync(project, JSON.stringify({ compilerOptions, files: ["every-entry.ts", ...files] }));
  const checked = await run(tool("tsc"), ["-p", project]).catch((error: unknown) => error);
  expect(checked).toMatchObject({ stdout: "" });
});

test("importing the core loads itself and neverthrow, in fewer than 30 modules", async () => {
  for (const node of nodes()) {
    const loaded = (await loadedBy(node, published.folder, ["@bourse/core"])).get("@bourse/core") ?? [];
    expect(new Set(loaded.map(packageOf))).toEqual(new Set(["@bourse/core", "neverthrow"]));
    expect(loaded.length).toBeLessThan(30);
  }
});

test("no adapter loads another", async () => {
  const adapters = MODULES.filter((name) => /^@bourse\/adapters\/(?!embedded)/.test(name));
  const loaded = await loadedBy(process.execPath, published.folder, adapters);
  for (const adapter of adapters) {
    const ours = (loaded.get(adapter) ?? []).filter((url) => packageOf(url) === "@bourse/adapters");
    // The bundler notes whose code it is above each source's.
    const sources = ours.flatMap((url) => [
      ...readFileSync(fileURLToPath(url), "utf8").matchAll(/^\/\/ src\/([^/]+)/gm),
    ]);
    const others = adapters.filter((name) => name !== adapter && !name.endsWith("/stock-list"));
    const strangers = sources.filter(([, folder]) => others.includes(`@bourse/adapters/${folder}`));
    expect(sources.length).toBeGreaterThan(0);
    expect(
      strangers.map(([line]) => line),
      adapter,
    ).toEqual([]);
  }
});
