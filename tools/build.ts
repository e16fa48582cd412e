import { execFileSync } from "node:child_process";
import { cpSync, existsSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { PACKAGES, ROOT, type Package } from "./packages.ts";

/** Whatever an earlier build has left, but for what the compiler makes of sources that are still there. */
function removeOutdated({ folder }: Package): void {
  const dist = join(folder, "dist");
  for (const path of globSync("**/*.*", { cwd: dist })) {
    const source = join(folder, "src", path.replace(/(?:\.d\.ts|\.js)$/, ".ts"));
    if (!existsSync(source)) rmSync(join(dist, path), { force: true });
  }
}

/**
 * One file for each module that others may import, and what several of them share in files beside it, so that importing
 * one loads what it needs and no more. Whatever is another package's stays an import.
 */
async function bundle({ folder, modules }: Package): Promise<void> {
  await build({
    absWorkingDir: folder,
    entryPoints: modules.map(({ source, built }) => ({ in: source, out: built.replace(/^\.\/dist\/(.*)\.js$/, "$1") })),
    outdir: "dist",
    bundle: true,
    splitting: true,
    packages: "external",
    format: "esm",
    platform: "neutral",
    target: "es2024",
    logLevel: "warning",
  });
}

/**
 * What is run stays file by file, as the compiler made it: it looks at Node.js's version before it loads anything else,
 * and the pages find their style sheets beside their code.
 */
function complete({ folder, commands }: Package): void {
  for (const path of globSync("**/*.{css,svg}", { cwd: join(folder, "src") })) {
    cpSync(join(folder, "src", path), join(folder, "dist", path));
  }
  for (const { built } of commands) {
    const path = join(folder, built);
    const code = readFileSync(path, "utf8").replace(/^#!.*\n/, "");
    writeFileSync(path, `#!/usr/bin/env node\n${code}`);
  }
}

PACKAGES.forEach(removeOutdated);
execFileSync("tsc", ["-b", ...PACKAGES.map(({ folder }) => folder)], { cwd: ROOT, stdio: "inherit" });
await Promise.all(PACKAGES.map(async (item) => (item.commands.length > 0 ? complete(item) : bundle(item))));
