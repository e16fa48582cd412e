import { expect } from "vitest";
import { isServed, pages } from "../../../../../test/support/pages.ts";
import { paste, type Step } from "./pasted.ts";

const FIRST_LINE = "BOURSE=http://127.0.0.1:3000\n";

/** The README's commands that need a brokerage, as they stand. */
function journeyBlocks(): readonly string[] {
  const blocks = pages().find(({ path }) => path === "README.md")?.blocks ?? [];
  return blocks.filter((block) => isServed(block)).map(({ text }) => text);
}

/** Pastes the README's journey into a shell in the folder that has the server's `data`. All that differs is where the server is. */
export async function journey(url: string, folder: string): Promise<Step[]> {
  const blocks = journeyBlocks();
  expect(blocks[0]?.startsWith(FIRST_LINE), "the journey begins by saying where the server is").toBe(true);
  const pasted = await paste(blocks, url, folder);
  expect(pasted.map(({ complaints }) => complaints)).toEqual(blocks.map(() => ""));
  return pasted.flatMap(({ steps }) => steps);
}
