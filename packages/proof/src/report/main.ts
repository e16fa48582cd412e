/*
 * Writes docs/proof.md anew, of the results that `pnpm prove` and the benchmarks have kept in
 * proof-results. Says what is missing, and how to have it.
 */
import { writeFileSync } from "node:fs";
import { PARTS } from "../prove/parts.ts";
import { proofPage } from "./page.ts";
import { readResults } from "./results.ts";

const PAGE = "docs/proof.md";

const page = proofPage(readResults(PARTS));
writeFileSync(PAGE, page);
console.log(`${PAGE} is written`);
for (const line of page.split("\n").filter((each) => each.startsWith("**Not run**"))) console.log(line);
