import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

/** Tells of each module, once all are loaded, which others it imported. */
const PRELOAD = `
import { writeFileSync } from "node:fs";
import { registerHooks } from "node:module";
const imports = {};
registerHooks({
  resolve(name, context, next) {
    const found = next(name, context);
    if (context.parentURL) (imports[context.parentURL] ??= []).push(found.url);
    return found;
  },
});
process.on("exit", () => writeFileSync("imports.json", JSON.stringify(imports)));
`;

/** What importing each of the names loads, its own files included, as URLs: in one plain Node.js, whatever order. */
export async function loadedBy(
  node: string,
  folder: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  writeFileSync(join(folder, "preload.mjs"), PRELOAD);
  const importers = names.map((name, index) => ({ name, file: `importer-${index}.mjs` }));
  for (const { name, file } of importers) writeFileSync(join(folder, file), `import "${name}";\n`);
  writeFileSync(join(folder, "importers.mjs"), importers.map(({ file }) => `import "./${file}";\n`).join(""));
  await promisify(execFile)(node, ["--import", "./preload.mjs", "importers.mjs"], { cwd: folder });
  const imports = new Map(
    Object.entries(JSON.parse(readFileSync(join(folder, "imports.json"), "utf8")) as Record<string, readonly string[]>),
  );
  const urlOf = (file: string): string => [...imports.keys()].find((url) => url.endsWith(`/${file}`)) ?? "none";
  return new Map(importers.map(({ name, file }) => [name, [...reachedFrom(urlOf(file), imports)]]));
}

function reachedFrom(start: string, imports: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (url: string): void => {
    for (const next of imports.get(url) ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      visit(next);
    }
  };
  visit(start);
  return reached;
}

/** The package that a loaded file is of, "node:" for what Node.js has itself. */
export function packageOf(url: string): string {
  const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? [];
  return name ?? (url.startsWith("node:") ? "node:" : url);
}
