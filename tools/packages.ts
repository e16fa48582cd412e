import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

export const ROOT: string = resolve(import.meta.dirname, "..");

/** A module that others import by `subpath`, or a command that they run. */
export type Entry = {
  /** As they write it: "@bourse/adapters/sqlite". */
  readonly name: string;
  readonly source: string;
  /** Where its JavaScript is built, relative to the package. */
  readonly built: string;
};

/** A package that is published. */
export type Package = {
  readonly name: string;
  /** Of its folder: "core". */
  readonly shortName: string;
  readonly folder: string;
  readonly modules: readonly Entry[];
  readonly commands: readonly Entry[];
};

type Manifest = {
  readonly name: string;
  readonly private?: true;
  readonly exports?: Readonly<Record<string, { readonly "@bourse/source": string; readonly default: string }>>;
  readonly bin?: Readonly<Record<string, string>>;
};

/** Every package but the private ones, by name. */
export const PACKAGES: readonly Package[] = globSync("packages/*/package.json", { cwd: ROOT })
  .toSorted()
  .map((path) => ({ folder: join(ROOT, dirname(path)), manifest: manifestAt(join(ROOT, path)) }))
  .filter(({ manifest }) => manifest.private !== true)
  .map(({ folder, manifest: { name, exports = {}, bin = {} } }) => ({
    name,
    shortName: basename(folder),
    folder,
    modules: Object.entries(exports).map(([subpath, { "@bourse/source": source, default: built }]) => ({
      name: name + subpath.slice(1),
      source,
      built,
    })),
    commands: Object.entries(bin).map(([command, source]) => ({ name: command, source, built: builtFrom(source) })),
  }));

function manifestAt(path: string): Manifest {
  return JSON.parse(readFileSync(path, "utf8")) as Manifest;
}

function builtFrom(source: string): string {
  return source.replace(/^\.\/src\/(.*)\.ts$/, "./dist/$1.js");
}
