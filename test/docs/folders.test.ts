import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runPage, typeErrors } from "../support/page-folder.ts";
import { isFolder, pages } from "../support/pages.ts";

const FOLDERS = pages().filter(isFolder);
const folder = mkdtempSync(join(tmpdir(), "bourse-pages-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the pages whose blocks are files", () => {
  const wrong = new Map<string, readonly string[]>();
  beforeAll(async () => {
    for (const page of FOLDERS) {
      const own = join(folder, page.path.replaceAll(/\W/g, "-"));
      mkdirSync(own);
      wrong.set(page.path, await runPage(page, own));
    }
  });

  it.each(FOLDERS.map(({ path }) => path))("%s runs as it stands, and prints what it says", (path) => {
    expect(wrong.get(path)).toEqual([]);
  });

  it("hold the types of all their versions", async () => {
    expect(await typeErrors(folder)).toBe("");
  });
});
