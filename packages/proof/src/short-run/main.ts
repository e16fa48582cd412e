/*
 * A short life of a brokerage file in a process of its own, to be traced and killed:
 *
 *   node main.ts FILE FACTS SEED [FULL|NORMAL]
 *
 * Says "ready" once it is loaded and goes on when it is sent a line. What is told is written to FACTS at once, a line
 * each: that write comes after the commit that it tells of, and before the next.
 */
import { openSync, writeSync } from "node:fs";
import { sequentialIds } from "@bourse/testkit";
import { lineOf } from "./facts.ts";
import { liveShortly } from "./story.ts";

const [, , file, facts, seed, synchronous = "FULL"] = process.argv;
if (file === undefined || facts === undefined || seed === undefined) throw new Error("needs FILE, FACTS and SEED");

process.stdin.once("data", () => {
  process.stdin.destroy();
  const told = openSync(facts, "a");
  void liveShortly(file, {
    seed: Number(seed),
    ids: sequentialIds(),
    tell: (fact) => writeSync(told, lineOf(fact)),
    // The product asserts FULL when it opens a file; a control of the harness takes it back afterwards.
    onOpen: ({ database }) => void (synchronous === "NORMAL" && database.db.pragma("synchronous = NORMAL")),
  });
});
process.stdout.write("ready\n");
