import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { PACKAGES, ROOT } from "../../tools/packages.ts";
import { codeBlocksOf } from "./markdown.ts";

const run = promisify(execFile);

/** The packages as somebody has them who installed them from a registry, and knows no source of ours. */
export type Published = {
  /** An empty folder but for npm's own, the tarballs' and the pages' files. */
  readonly folder: string;
  readonly tarballs: readonly string[];
  readonly examples: readonly Example[];
  /** Node.js 24, the oldest that the packages say they run on. */
  readonly oldestNode: string;
  /** Why there is nothing installed; null when there is. */
  readonly missing: string | null;
  readonly remove: () => void;
};

/** A whole file that a page shows. */
type Example = {
  readonly page: string;
  readonly file: string;
  /** What the page says it prints; null where it says nothing. */
  readonly prints: string | null;
};

const PAGES: readonly string[] = [
  "docs/tutorial.md",
  ...PACKAGES.map(({ shortName }) => `packages/${shortName}/README.md`),
];

const OLDEST_NODE = "24.21.0";
/** As the root's package.json has them for the newest. */
const NODE_PACKAGE = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
const NO_NETWORK = /\b(?:EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ENOTFOUND|ETIMEDOUT)\b/;

/** Builds and packs the packages, and installs them in an empty folder, with what the pages have installed besides. */
export async function publish(): Promise<Published> {
  const folder = mkdtempSync(join(tmpdir(), "bourse-published-"));
  const packed = join(folder, "tarballs");
  const named = PACKAGES.flatMap(({ name }) => ["--filter", name]);
  await run(process.execPath, [join(ROOT, "tools/build.ts")], { cwd: ROOT });
  await run("npx", ["--yes", "--prefer-offline", "pnpm@12", "-r", ...named, "pack", "--pack-destination", packed], {
    cwd: ROOT,
  });
  const tarballs = readdirSync(packed).map((name) => join(packed, name));
  const examples = (await Promise.all(PAGES.map((page) => examplesOf(page, folder)))).flat();
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  return {
    folder,
    tarballs,
    examples,
    oldestNode: join(folder, "node_modules", NODE_PACKAGE, "bin", process.platform === "win32" ? "node.exe" : "node"),
    missing: await install(folder, [...tarballs, "neverthrow", "@types/node", `${NODE_PACKAGE}@${OLDEST_NODE}`]),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function install(folder: string, packages: readonly string[]): Promise<string | null> {
  try {
    await run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", ...packages], {
      cwd: folder,
    });
    return null;
  } catch (error) {
    const [code] = NO_NETWORK.exec(String(error)) ?? [];
    if (code === undefined) throw error;
    const why = `npm could not reach its registry (${code})`;
    process.stderr.write(`${why}: what takes the packages installed is skipped.\n`);
    return why;
  }
}

/** Writes a page's files, and tells which of them are to be run. */
async function examplesOf(page: string, folder: string): Promise<readonly Example[]> {
  const blocks = codeBlocksOf(await readFile(join(ROOT, page), "utf8"));
  return blocks.flatMap(({ language, options, text }, index): readonly Example[] => {
    const file = options.get("file");
    if (file === undefined) return [];
    writeFileSync(join(folder, file), `${text}\n`);
    const next = blocks[index + 1];
    const prints = next?.language === "text" && !next.options.has("illustration") ? `${next.text}\n` : null;
    return language === "ts" ? [{ page, file, prints }] : [];
  });
}
