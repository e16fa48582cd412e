import { expect, it } from "vitest";
import { pageOf } from "../../../test/support/pages.ts";
import { isLike, served, wrongAnswers } from "./process/support/served-pages.ts";
import type { Pasted } from "./process/support/pasted.ts";

/** What is found wrong of a page with one block, which was answered so. */
function wrongOf(text: string, answered: Partial<Pasted>): readonly string[] {
  const [asked] = served(pageOf("a.md", text));
  return asked ? wrongAnswers(asked, { steps: [], output: "", complaints: "", ...answered }) : ["nothing is asked"];
}

function step(status: number, body = {}): Pasted["steps"][number] {
  return { status, request: "GET /v1/accounts/me", body };
}

const ASKED = "```sh\ncurl -sS $BOURSE/v1/accounts/me\n```";
const REFUSED = ASKED.replace("sh", "sh status=409");

it("every request has to succeed, but the last of a block that says how it is refused", () => {
  expect(wrongOf(ASKED, { steps: [step(200), step(201), step(204)] })).toEqual([]);
  expect(wrongOf(ASKED, { steps: [step(400)] })).toHaveLength(1);
  expect(wrongOf(ASKED, { steps: [step(302)] })).toHaveLength(1);
  expect(wrongOf(REFUSED, { steps: [step(200), step(409)] })).toEqual([]);
  expect(wrongOf(REFUSED, { steps: [step(409), step(409)] })).toHaveLength(1);
  expect(wrongOf(REFUSED, { steps: [step(200), step(200)] })).toHaveLength(1);
});

it("what is complained about is wrong, and what bourse tells while it works is not", () => {
  expect(wrongOf(ASKED, { complaints: "checking the file …\n" })).toEqual([]);
  expect(wrongOf(ASKED, { complaints: "curl: (7) nobody is there\n" })).toHaveLength(1);
});

it("the answers that are shown are held to the last one, and to what was printed", () => {
  const shown = `${ASKED}\n\n\`\`\`json\n{ "seq": 1 }\n\`\`\`\n\n\`\`\`text\none\n\`\`\``;
  expect(wrongOf(shown, { steps: [step(200, { seq: 2 }), step(200, { seq: 1 })], output: "one\n" })).toEqual([]);
  expect(wrongOf(shown, { steps: [step(200, { seq: 2 })], output: "two\n" })).toHaveLength(2);
});

it.each([
  [{ a: 1 }, { a: 1, b: 2 }, true],
  [{ a: 1, b: 2 }, { a: 1 }, false],
  [{ a: null }, {}, false],
  [{ a: "-…" }, { a: "-1.00" }, true],
  [{ a: "-…" }, { a: "1.00" }, false],
  [{ a: "1.00" }, { a: "1x00" }, false],
  [{ a: "…" }, { a: 1 }, false],
  [[{ a: 1 }], [{ a: 1, b: 2 }], true],
  [[{ a: 1 }], [{ a: 1 }, { a: 1 }], false],
  [{ a: { b: [] } }, { a: { b: [1] } }, false],
])("%j is shown of %j: %s", (shown, found, like) => {
  expect(isLike(shown, found)).toBe(like);
});
