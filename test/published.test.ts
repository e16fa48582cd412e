import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test as always, type TestContext } from "vitest";
import { REPORTS, writeReports } from "../tools/api.ts";
import { PACKAGES, ROOT } from "../tools/packages.ts";
import { NO_CHROMIUM, startChromium } from "../packages/http/test/browser/support/chromium.ts";
import { loadedBy, packageOf } from "./support/loaded.ts";
import { lint } from "./support/lint.ts";
import { publish, type Published } from "./support/published.ts";
import { started } from "./support/started.ts";

const run = promisify(execFile);
const MODULES = PACKAGES.flatMap(({ modules }) => modules.map(({ name }) => name));

const BESIDE_DIST = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];

let published: Published;
beforeAll(async () => {
  published = await publish();
}, 300_000);
afterAll(() => published.remove());

/** A test that needs the packages installed. */
const test = always.extend("installed", { auto: true }, ({ skip }: TestContext) => {
  skip(published.missing !== null, published.missing ?? "");
});

const tool = (name: string): string => join(ROOT, "node_modules/.bin", name);
/** The newest Node.js is the one that these tests run in. */
const nodes = (): readonly string[] => [published.oldestNode, process.execPath];

async function readTarball(path: string) {
  const listed = await run("tar", ["-tzf", path]);
  const manifest = await run("tar", ["-xzOf", path, "package/package.json"]);
  const all = await run("tar", ["-xzOf", path], { maxBuffer: 64 * 1024 * 1024 });
  return {
    files: listed.stdout.trim().split("\n"),
    manifest: JSON.parse(manifest.stdout) as Record<string, unknown>,
    lines: all.stdout.split("\n"),
  };
}

always("a package has what it needs and no source, no test and no way to one", async () => {
  const tarballs = await Promise.all(published.tarballs.map(readTarball));
  expect(tarballs.map(({ manifest }) => manifest["name"])).toEqual(PACKAGES.map(({ name }) => name));
  const built = PACKAGES.flatMap(({ commands }) => commands.map((command) => command.built));
  const typesOfCommands = built.map((path) => path.replace(/^\.\/(.*)\.js$/, "package/$1.d.ts"));
  expect(typesOfCommands).toContain("package/dist/main.d.ts");
  for (const { files, manifest, lines } of tarballs) {
    const beside = files.filter((file) => !file.startsWith("package/dist/"));
    expect(beside.toSorted()).toEqual(BESIDE_DIST.map((file) => `package/${file}`));
    expect(files.filter((file) => /(?<!\.d)\.ts$|\.test\.|tsbuildinfo|\.map$/.test(file))).toEqual([]);
    // The condition by which the packages' sources find one another, of which nobody else has any.
    expect(lines.filter((line) => line.includes("@bourse/source"))).toEqual([]);
    // What is run has no types: nobody imports it.
    expect(files.filter((file) => typesOfCommands.includes(file))).toEqual([]);
    expect(JSON.stringify(manifest)).not.toMatch(/@bourse\/source|workspace:|\/src\//);
    expect(manifest).toMatchObject({ license: "MIT", engines: { node: ">=24" }, type: "module" });
  }
});

always("publint and attw find nothing wrong with a package", async () => {
  const found = await Promise.all(published.tarballs.map((tarball) => lint(readFileSync(tarball))));
  expect(found.flat()).toEqual([]);
});

always("what the packages offer is what docs/api says", () => {
  const built = join(published.folder, "api");
  writeReports(built);
  const say =
    "the public surface has changed: run `npx --yes pnpm@12 run api`, and look at what it changes in docs/api";
  expect(readdirSync(REPORTS), say).toEqual(readdirSync(built));
  for (const file of readdirSync(built)) {
    expect(readFileSync(join(REPORTS, file), "utf8"), `${file}: ${say}`).toBe(readFileSync(join(built, file), "utf8"));
  }
});

test("what the tutorial and the READMEs show runs on plain Node.js 24 and 26, and prints what they say", async () => {
  const { folder, examples } = published;
  expect(examples.map(({ file }) => file)).toEqual(expect.arrayContaining(["app.ts", "sqlite.ts"]));
  const runAll = async (node: string): Promise<void> => {
    for (const { file, prints } of examples) {
      const cwd = mkdtempSync(join(folder, "run-"));
      const { stdout } = await run(node, [...(file.includes(".test.") ? ["--test"] : []), join(folder, file)], { cwd });
      expect(stdout, file).toBe(prints ?? stdout);
    }
  };
  await Promise.all(nodes().map(runAll));
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

test("the server's command serves the API, its document and the pages with their style", async () => {
  const cwd = mkdtempSync(join(published.folder, "run-"));
  const server = await started(join(published.folder, "node_modules/.bin/bourse-server"), cwd);
  try {
    for (const path of ["/openapi.json", "/docs", "/signin", "/assets/bourse.css", "/assets/pico.css"]) {
      expect([path, (await fetch(server.url + path)).status]).toEqual([path, 200]);
    }
  } finally {
    expect(await server.stop()).toBe(0);
  }
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
  // What it finds wrong is on its output, which is in the error.
  const { stdout } = await run(tool("tsc"), ["-p", project]);
  expect(stdout).toBe("");
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
    const others = new Set(adapters.filter((name) => name !== adapter && !name.endsWith("/stock-list")));
    const strangers = sources.filter(([, folder]) => others.has(`@bourse/adapters/${folder}`));
    expect(sources.length).toBeGreaterThan(0);
    expect(
      strangers.map(([line]) => line),
      adapter,
    ).toEqual([]);
  }
});

test.skipIf(NO_CHROMIUM)(
  "a bundle for browsers buys a share over fakes in one, and needs nothing of Node.js",
  async () => {
    const { outputFiles } = await build({
      entryPoints: [join(published.folder, "core.ts"), join(published.folder, "app.ts")],
      outdir: "unwritten",
      bundle: true,
      format: "esm",
      platform: "browser",
      write: false,
    });
    const browser = await startChromium();
    try {
      const page = await browser.newPage();
      const said: string[] = [];
      page.on("console", (message) => said.push(message.text()));
      page.on("pageerror", (error) => said.push(String(error)));
      for (const { text } of outputFiles) await page.addScriptTag({ content: text, type: "module" });
      const prints = published.examples
        .filter(({ file }) => /^(?:app|core)\.ts$/.test(file))
        .map((example) => example.prints);
      await expect
        .poll(() => said.toSorted().join("\n"), { timeout: 20_000 })
        .toBe(prints.join("").trim().split("\n").toSorted().join("\n"));
    } finally {
      await browser.close();
    }
  },
);
