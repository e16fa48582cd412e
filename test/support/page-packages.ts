import { existsSync, globSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT, type Page } from "./pages.ts";

type Manifest = {
  readonly bin?: Readonly<Record<string, string>> | string;
  readonly dependencies?: Readonly<Record<string, string>>;
};

/** Puts the packages that a page has its reader install into a folder, and no other: what it imports besides is not found. */
export function linkPackages({ blocks }: Page, folder: string): void {
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, ".bin"), { recursive: true });
  for (const { language, text } of blocks) {
    if (language !== "sh") continue;
    for (const [, words = ""] of text.matchAll(/\bnpm install ([^&\n]*)/g)) {
      const names = words.split(" ").filter((word) => word !== "" && !word.startsWith("-"));
      for (const name of names) link(modules, name);
    }
  }
}

/** A package of ours comes with those it needs, as npm puts them beside it. */
function link(modules: string, name: string): void {
  if (existsSync(join(modules, name))) return;
  const [own] = name.startsWith("@bourse/") ? [`packages/${name.slice("@bourse/".length)}`] : [];
  const target = placeOf(name, own);
  mkdirSync(dirname(join(modules, name)), { recursive: true });
  symlinkSync(target, join(modules, name));
  const { bin = {}, dependencies = {} } = JSON.parse(readFileSync(join(target, "package.json"), "utf8")) as Manifest;
  for (const [command, path] of Object.entries(typeof bin === "string" ? { [name]: bin } : bin)) {
    symlinkSync(join(target, path), join(modules, ".bin", command));
  }
  if (own !== undefined) for (const each of Object.keys(dependencies)) link(modules, each);
}

/** Where the workspace has a package: one of its own, or one that any of those has installed. */
function placeOf(name: string, own: string | undefined): string {
  const installed = [`node_modules/${name}`, ...globSync(`packages/*/node_modules/${name}`, { cwd: ROOT })];
  const place = (own === undefined ? installed : [own])
    .map((path) => join(ROOT, path))
    .find((path) => existsSync(path));
  if (place === undefined) throw new Error(`the workspace has no package ${name}`);
  return realpathSync(place);
}
