import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { operationsOf } from "@bourse/testkit/open-api";
import { beforeAll, describe, expect, it } from "vitest";
import { codeBlocksOf } from "../../../test/support/markdown.ts";
import { pages } from "../../../test/support/pages.ts";
import { HELP } from "../src/cli/help.ts";
import { readCommandLine } from "../src/cli/command-line.ts";
import { ConfigSchema } from "../src/config.ts";
import { createMetrics } from "../src/metrics.ts";
import { BELOW_ROUTES } from "../src/errors.ts";
import { PROBLEMS } from "../src/problem.ts";
import { testServer } from "./support/server.ts";
import { toldRoutes } from "./support/told-routes.ts";
import { rowsOf, wrongVariables, type Variable } from "./support/tables.ts";

const SOURCES = resolve(import.meta.dirname, "../src");
const VARIABLES = Object.entries<unknown>(ConfigSchema.properties) as [string, Variable][];

const PAGES = pages();

function pageAt(path: string): string {
  return PAGES.find((page) => page.path === path)?.text ?? "";
}

describe("the pages' variables", () => {
  const known = new Map(VARIABLES);

  it.each(["README.md", "docs/operations.md"])("are in %s as the server has them", (path) => {
    expect(wrongVariables(pageAt(path), known)).toEqual([]);
  });

  it("are all in docs/operations.md", () => {
    const told = rowsOf(pageAt("docs/operations.md"), "variable").flatMap(([names = ""]) => names.split(" · "));
    expect(told.toSorted()).toEqual([...known.keys()].map((name) => `\`${name}\``).toSorted());
  });

  it.each([
    ["a wrong default", "| `PORT` | `3001` | where |", "PORT"],
    ["two defaults the wrong way round", "| `PORT` · `HOST` | `127.0.0.1` · `3000` | where |", "PORT"],
    ["a default that there is not", "| `JWT_SECRET` | `secret` | signs |", "JWT_SECRET"],
    ["a default that is left out", "| `PORT` | unset | where |", "PORT"],
    ["a variable that there is not", "| `PROT` | `3000` | where |", "PROT"],
  ])("are found wrong by %s", (_fault, row, name) => {
    const text = `| variable | default | means |\n| --- | --- | --- |\n${row}\n`;
    expect(wrongVariables(text, known).join("\n")).toContain(name);
  });
});

describe("docs/api-guide.md", () => {
  it("tells every code with its status, and no other", () => {
    const told = rowsOf(pageAt("docs/api-guide.md"), "status").map(([status, code]) => `${status} ${code}`);
    const unreadable = BELOW_ROUTES.map(({ status }) => ({ status, code: PROBLEMS.BadRequest.code }));
    const known = [...Object.values(PROBLEMS), ...unreadable].map(({ status, code }) => `${status} \`${code}\``);
    expect(told.toSorted()).toEqual(known.toSorted());
  });
});

describe("the pages' metrics", () => {
  const { registry } = createMetrics(async () => null);

  it("are all of Bourse's, in one table or another, and no other", async () => {
    const own = (await registry.getMetricsAsJSON())
      .map(({ name }) => name)
      .filter((name) => name.startsWith("bourse_"));
    const firsts = PAGES.flatMap(({ text }) =>
      [...text.matchAll(/^\| `(bourse_\w+)` +\|/gm)].map(([, name = ""]) => name),
    );
    expect([...new Set(firsts)].toSorted()).toEqual(own.toSorted());
  });

  it("are there, wherever one is asked for", async () => {
    const names = new Set((await registry.getMetricsAsJSON()).map(({ name }) => name));
    const asked = PAGES.flatMap(({ text }) => [...text.matchAll(/\b(?:bourse|nodejs|process)_\w*[a-z]/g)]).map(String);
    const unknown = asked.filter((name) => !names.has(name) && !names.has(name.replace(/_(?:bucket|count|sum)$/, "")));
    expect(unknown).toEqual([]);
    expect(asked).toContain("nodejs_eventloop_lag_p99_seconds");
  });
});

describe("docs/operations.md", () => {
  const page = pageAt("docs/operations.md");

  it("tells what each line of the log means, at its level", () => {
    const told = rowsOf(page, "`msg`").map(([message = "", level = ""]) => `${level} ${message}`.replaceAll("`", ""));
    expect(told.toSorted()).toEqual(logged().toSorted());
  });
});

describe("README.md", () => {
  const chapter =
    pageAt("README.md")
      .split(/^## /m)
      .find((text) => text.startsWith("Routes\n")) ?? "";
  /** Those of the document, and the two that tell of it. */
  const known = new Set(["GET /docs", "GET /openapi.json"]);

  beforeAll(async () => {
    const server = await testServer();
    for (const { method, path } of operationsOf(server.document)) known.add(`${method.toUpperCase()} ${path}`);
    await server.close();
  });

  it("tells every route, and no other", () => {
    expect(toldRoutes(chapter, known).toSorted()).toEqual([...known].toSorted());
  });

  it("is read as people read it", () => {
    const routes = new Set(["GET /a/{id}/b", "GET /a/{id}/b/c"]);
    const text = "`POST` `GET /a` · `GET …/{id}` · `DELETE /a/{id}/b?c=` · `GET /a/{id}/b` · `GET …/b/c`, `/d`, `x`";
    expect(toldRoutes(text, routes)).toEqual([
      "POST /a",
      "GET /a",
      "GET /a/{id}",
      "DELETE /a/{id}/b",
      "GET /a/{id}/b",
      "GET /a/{id}/b/c",
      "GET /d",
    ]);
  });
});

describe("the commands of bourse in the pages", () => {
  const lines = PAGES.flatMap(({ path, text }) => {
    const inBlocks = codeBlocksOf(text).flatMap(({ language, text: block }) =>
      language === "sh" ? block.split("\n") : [],
    );
    const inSentences = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
    const words = [...inBlocks, ...inSentences].map((line) =>
      /.*\bbourse ([a-z]+(?: .*)?)$/.exec(line)?.[1]?.split(" "),
    );
    return words.filter((each) => each !== undefined).map((each) => [path, each] as const);
  });

  it("are commands with those options", () => {
    expect(lines.length).toBeGreaterThan(8);
    const wrong = lines.flatMap(([path, words]) => {
      // What is named alone is only spoken of.
      if (words.length === 1) return Object.hasOwn(HELP, words[0] ?? "") ? [] : [`${path}: ${words.join(" ")}`];
      try {
        readCommandLine(words);
        return [];
      } catch {
        return [`${path}: ${words.join(" ")}`];
      }
    });
    expect(wrong).toEqual([]);
  });
});

/** All that the server logs by a message of its own, with its level. */
function logged(): readonly string[] {
  const sources = globSync("**/*.ts", { cwd: SOURCES }).map((path) => readFileSync(join(SOURCES, path), "utf8"));
  return sources
    .flatMap((source) =>
      [...source.matchAll(/\blog\s*\.(debug|info|warn|error|fatal)\(\s*(?:[^"()]*,)?\s*"([^"]+)",?\s*\)/g)].map(
        ([, level = "", message = ""]) => `${level} ${message}`,
      ),
    )
    .filter((line, index, all) => all.indexOf(line) === index);
}
