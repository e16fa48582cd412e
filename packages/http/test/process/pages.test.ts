import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { isIllustration, isServed, pages } from "../../../../test/support/pages.ts";
import { served, wrongAnswers, type Served } from "./support/served-pages.ts";
import { paste } from "./support/pasted.ts";
import { dataFolder, startServer, type AtEnd, type ServerProcess } from "./support/server-process.ts";

const undone: Parameters<AtEnd>[0][] = [];
const atEnd: AtEnd = (undo) => void undone.unshift(undo);
afterAll(async () => {
  for (const undo of undone) await undo();
});

/** The README's are its first journey, which a test of its own pastes. */
const PAGES = pages().filter(({ path, blocks }) => path !== "README.md" && blocks.some((block) => isServed(block)));
const PATIENCE = 300_000;

describe("the commands of the pages, pasted one after the other", () => {
  const folder = dataFolder(atEnd);
  let server: ServerProcess | null = null;

  const urlOf = async (isStopped: boolean): Promise<string> => {
    if (isStopped) await server?.kill("SIGTERM");
    if (isStopped) server = null;
    else server ??= startServer(join(folder, "data"), {}, atEnd);
    return (await server?.url) ?? "";
  };

  /** A page is one shell; what it has its reader do while the server is stopped comes last, in another. */
  const wrongOf = async (all: readonly Served[]): Promise<string[]> => {
    const wrong: string[] = [];
    for (const isStopped of [false, true]) {
      const those = all.filter(({ block }) => block.options.has("stopped") === isStopped);
      if (those.length === 0) continue;
      const pasted = await paste(
        those.map(({ block }) => block.text),
        await urlOf(isStopped),
        folder,
      );
      for (const [index, answered] of pasted.entries()) {
        const asked = those[index];
        if (asked) wrong.push(...wrongAnswers(asked, answered));
      }
    }
    return wrong;
  };

  it.each(PAGES.map((page) => [page.path, page] as const))(
    "%s",
    async (_path, page) => {
      expect(await wrongOf(served(page).filter(({ block }) => !isIllustration(block)))).toEqual([]);
    },
    PATIENCE,
  );
});
