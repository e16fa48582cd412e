import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { brokenLinks, clicksTo, walk } from "../support/links.ts";
import { pages, ROOT } from "../support/pages.ts";

const read = (path: string): string | null => {
  if (!existsSync(join(ROOT, path))) return null;
  return path.endsWith(".md") ? readFileSync(join(ROOT, path), "utf8") : "";
};

/** What a newcomer looks for, and the heading under which it is told. */
const TOPICS: Readonly<Record<string, string>> = {
  "run it": "README.md#start",
  "test it": "README.md#start",
  "add a use case": "docs/contributing.md#add-a-use-case",
  "add an adapter": "docs/contributing.md#add-an-adapter",
  "write an adapter and prove it": "docs/adapter-guide.md",
  "add a route": "docs/contributing.md#add-a-route",
  "add a page": "docs/contributing.md#add-a-page",
  release: "docs/releasing.md",
};
const COMMANDS = ["npx --yes pnpm@12 start", "npx --yes pnpm@12 test"];

describe("the links of the pages, from the README on", () => {
  const found = walk("README.md", read);

  it("all lead to a file that is there, or to a heading of it", () => {
    expect(found.size).toBeGreaterThan(20);
    expect(brokenLinks(found, read)).toEqual([]);
  });

  it("lead to every page", () => {
    const reached = new Set([...found.keys()].map((place) => place.split("#")[0]));
    expect(
      pages()
        .map(({ path }) => path)
        .filter((path) => !reached.has(path)),
    ).toEqual([]);
  });

  it.each(Object.entries(TOPICS))("lead in three clicks at most to how to %s", (_topic, target) => {
    expect(clicksTo(target, found)).toBeLessThanOrEqual(3);
  });

  it("and what it is run and tested by stands at the start", () => {
    const start =
      read("README.md")
        ?.split(/^## /m)
        .find((chapter) => chapter.startsWith("Start\n")) ?? "";
    for (const command of COMMANDS) expect(start).toContain(command);
  });
});

describe("what walks the links", () => {
  const text: Readonly<Record<string, string>> = {
    "README.md": "[one](docs/one.md#b-c) [gone](docs/gone.md) [code](src) [out](https://example.com)",
    "docs/one.md": "# A\n\n## B: `c`\n\n[two](two.md) [here](#nowhere)",
    "docs/two.md": "# Two\n\n[back](../README.md#two)",
    src: "",
  };
  const readText = (path: string): string | null => text[path] ?? null;

  it("finds files and headings that are not there, whichever page names them", () => {
    expect(brokenLinks(walk("README.md", readText), readText)).toEqual([
      "README.md: docs/gone.md is not there",
      "docs/one.md: docs/one.md has no heading #nowhere",
      "docs/two.md: README.md has no heading #two",
    ]);
  });

  it("counts the clicks", () => {
    const found = walk("README.md", readText);
    expect([clicksTo("README.md", found), clicksTo("docs/one.md#b-c", found), clicksTo("docs/two.md", found)]).toEqual([
      0, 1, 2,
    ]);
    expect(clicksTo("docs/three.md", found)).toBe(Infinity);
  });
});
