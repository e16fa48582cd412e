import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../src/process/root.ts";
import { PARTS } from "../src/prove/parts.ts";
import { withFault, type Fault } from "../src/prove/teeth/fault.ts";
import { FAULTS } from "../src/prove/teeth/faults.ts";
import { verdictOf } from "../src/prove/teeth/trial.ts";

test.each(FAULTS)("$name still fits the source", (fault) => {
  const sound = readFileSync(join(ROOT, fault.file), "utf8");
  expect(withFault(sound, fault)).not.toBe(sound);
});

test("each fault has a name of its own, and a part that there is", () => {
  expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length);
  const parts = new Set(PARTS.map(({ name }) => name));
  expect(FAULTS.filter(({ part }) => !parts.has(part))).toEqual([]);
});

const FAULT: Fault = {
  name: "a-fault",
  about: "for a test",
  file: "a-file.ts",
  find: "commit()",
  replace: "rollback() // not $& and $1",
  part: "crash",
};

test("a fault is planted in one place, as it is written", () => {
  expect(withFault("begin(); commit();", FAULT)).toBe("begin(); rollback() // not $& and $1;");
});

test.each([
  ["nowhere", "begin();", 0],
  ["in two places", "commit(); commit();", 2],
])("a fault that fits %s is an error that names it", (_, text, places) => {
  const wrong = `the fault a-fault no longer fits the source: a-file.ts has what it replaces ${places} times, not once`;
  expect(() => withFault(text, FAULT)).toThrow(wrong);
});

const TRIED = { "kills under load": 3, "orders acknowledged under load": 200 };

test("what a part finds broken is caught, after what it counts first", () => {
  const trial = { found: { tried: TRIED, violations: ["entry 3 is lost"] }, said: "" };
  const violations = ["entry 3 is lost"];
  expect(verdictOf(trial)).toEqual({ verdict: "broken", after: "kills under load: 3", violations });
});

test("a part that finds nothing broken has caught nothing", () => {
  const trial = { found: { tried: TRIED, violations: [] }, said: "" };
  expect(verdictOf(trial)).toEqual({ verdict: "held", after: "kills under load: 3" });
});

test("a part that ends without a word has caught nothing, whatever it printed", () => {
  const trial = { found: null, said: "Error: the server ended\nBROKEN\n" };
  expect(verdictOf(trial)).toEqual({
    verdict: "failed",
    why: "it ended and told nothing: Error: the server ended\nBROKEN",
  });
});

test("what does not even run is no fault that was caught", () => {
  const violations = ["entry 3 is lost", "TOP-UP 0.01 threw ReferenceError: commitment is not defined"];
  const trial = { found: { tried: TRIED, violations }, said: "" };
  expect(verdictOf(trial).verdict).toBe("failed");
});

test("a part that cannot run on this machine says why", () => {
  const trial = { found: { skipped: "strace is not there" }, said: "" };
  expect(verdictOf(trial)).toEqual({ verdict: "skipped", why: "strace is not there" });
});
