import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { CommonPasswords } from "@bourse/core";

/**
 * The passwords that zxcvbn counts as common, in any case and in any Unicode form that looks alike ("ｐａｓｓｗｏｒｄ"), with
 * white space around or without; and those of one character or of neighbours alone, such as "aaaaaaaa" and "87654321",
 * which the package leaves to its other matchers.
 *
 * They are read at the first question and kept as one text, a word to a line: half a megabyte that takes some 20 ms to
 * read and 0.2 ms to search, where the package's own entry takes 300 ms and its words ten times the room as a set.
 * Beside the work of hashing a password neither is felt.
 */
export function listedCommonPasswords(): CommonPasswords {
  let lines: string | null = null;
  return {
    has(password) {
      const word = folded(password).trim();
      if (isRun(word)) return true;
      // What has a line break is no one word of the list, and might match the end of one and the beginning of another.
      if (word === "" || word.includes("\n")) return false;
      lines ??= readLines();
      return lines.includes(`\n${word}\n`);
    },
  };
}

const require = createRequire(import.meta.url);

/** Some 49 000 passwords from leaks, in lower case, the commonest first. */
function readLines(): string {
  const path = require.resolve("@zxcvbn-ts/language-common/src/passwords.json");
  const words = JSON.parse(readFileSync(path, "utf8")) as readonly string[];
  return `\n${folded(words.join("\n"))}\n`;
}

/** A longer run is nobody's first guess, and whoever tries all lengths has the count of them to guess. */
const LONGEST_RUN = 32;

/** Whether each character is as far from the one before: not at all, one up, or one down. */
function isRun(word: string): boolean {
  if (word.length > LONGEST_RUN) return false;
  const points = Array.from(word, (character) => character.codePointAt(0) ?? 0);
  const steps = new Set(points.slice(1).map((point, index) => point - (points[index] ?? 0)));
  const [step = 2] = steps;
  return steps.size === 1 && Math.abs(step) <= 1;
}

function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
