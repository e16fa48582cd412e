import { describe, expect, it } from "vitest";
import { wrongIn } from "../support/blocks.ts";
import { patched } from "../support/page-folder.ts";
import { missingLine, pageOf, pages } from "../support/pages.ts";

describe("every block of every page", () => {
  it.each(pages().map((page) => [page.path, page] as const))("%s", (_path, page) => {
    expect(wrongIn(page)).toEqual([]);
  });

  it("is found", () => {
    const README = pages().find(({ path }) => path === "README.md");
    expect(README?.blocks.filter(({ language }) => language === "sh").length).toBeGreaterThan(5);
  });
});

describe("what holds the blocks", () => {
  it.each([
    ["a language that nobody knows", "```python\nprint(1)\n```", "the language python"],
    ["no language", "```\npnpm start\n```", "no language"],
    ["an option that nobody knows", "```json ilustration\n{}\n```", "the option ilustration"],
    ["TypeScript that no test runs", "```ts\nconst a = 1;\n```", "needs file="],
    ["JSON that is none", "```json\n{ 'a': 1 }\n```", "JSON"],
    ["a script that there is not", "```sh\nnpx --yes pnpm@12 strat\n```", "no script strat"],
    ["a script that there is not, in a sentence", "Run `npx --yes pnpm@12 strat`.", "no script strat"],
    ["an answer to nothing", "```text\n42\n```", "no command"],
    ["an answer to what is not run", "```sh illustration\ncurl a.b\n```\n\n```text\n42\n```", "no command"],
    ["a command that no test runs", "```sh\nrm -rf data\n```", "rm -rf data"],
  ])("finds %s", (_fault, text, complaint) => {
    expect(wrongIn(pageOf("a.md", text)).join("\n")).toContain(complaint);
  });

  it("finds nothing in what is right, or only to be read", () => {
    const text =
      "```sh\nnpx --yes pnpm@12 start\n```\n\n```json\n{}\n```\n\n```sh illustration\ndocker run bourse\n```";
    expect(wrongIn(pageOf("a.md", text))).toEqual([]);
  });

  it("finds a line that is not printed, or not in its place", () => {
    expect(missingLine("one\ntwo", "zero\n  one\nand two\n")).toBe(null);
    expect(missingLine("one\nthree", "one\ntwo\n")).toBe("three");
    expect(missingLine("two\none", "one\ntwo\n")).toBe("one");
  });

  it("takes a diff only where what it takes out stands once", () => {
    const diff = { line: 1, text: "-b\n+c\n@@\n-d\n+e\n+f" };
    expect(patched("a\nb\nd\n", diff)).toBe("a\nc\ne\nf\n");
    expect(() => patched("a\n", diff)).toThrow("stands there 0 times");
    expect(() => patched("b\nb\n", diff)).toThrow("stands there 2 times");
  });
});
