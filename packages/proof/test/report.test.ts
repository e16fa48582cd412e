import { assert, boolean, constantFrom, double, oneof, property } from "fast-check";
import { describe, expect, it } from "vitest";
import type { Line } from "../src/bench/table.ts";
import { proofPage } from "../src/report/page.ts";
import type { Bench, Growth, Outcome, Postgres, Results } from "../src/report/results.ts";

const ORIGIN = { machine: "2 × Slow CPU, 8 GiB", date: "2026-11-20", commit: "0123456789ab" };
const NOTHING: Results = {
  parts: [
    { name: "crash", about: "kills it", long: null, short: null },
    { name: "power", about: "pulls the plug", long: null, short: null },
  ],
  teeth: null,
  bench: null,
  growth: null,
  postgres: null,
};

function outcome(part: string, found: Pick<Outcome, never> & object): Outcome {
  const about = "tries it";
  return { part, about, setting: "long", seed: 7, seconds: 12, ...ORIGIN, tried: {}, violations: [], ...found };
}

/** The page with the first part's long result. */
function pageOf(found: object): string {
  const [crash, ...others] = NOTHING.parts;
  if (!crash) throw new Error("there is a first part");
  return proofPage({ ...NOTHING, parts: [{ ...crash, long: outcome("crash", found) }, ...others] });
}

/** What stands under a heading, to the next of its kind or above. */
function under(page: string, heading: string): string {
  const [, after = ""] = page.split(`\n${heading}\n`);
  const [level = ""] = heading.split(" ", 1);
  return after.split(new RegExp(`^#{2,${level.length}} `, "m"), 1)[0] ?? "";
}

/** The cells of the row that begins with a name. */
function row(page: string, name: string): readonly string[] {
  const line = page.split("\n").find((each) => each.startsWith(`| ${name} |`));
  return (line ?? "").split("|").map((cell) => cell.trim());
}

describe("of what was not run,", () => {
  const page = proofPage(NOTHING);

  it.each(["crash", "power"])("%s is named so in either setting, with its command", (name) => {
    expect(under(under(page, "## The long setting"), `### ${name}`)).toContain(
      `**Not run**: \`pnpm prove ${name} --long\``,
    );
    expect(under(under(page, "## The short setting"), `### ${name}`)).toContain(`**Not run**: \`pnpm prove ${name}\``);
  });

  it.each(["Planted faults", "How fast", "How fast on PostgreSQL", "What grows"])("so is all of: %s", (heading) => {
    expect(under(page, `## ${heading}`)).toContain("**Not run**");
  });

  it("nothing is said to hold", () => {
    expect(page).not.toMatch(/holds|No promise broken|All \d+ caught/);
  });
});

describe("of a part,", () => {
  it("what it tried is told, with its seed, day, commit and machine", () => {
    const told = under(pageOf({ tried: { kills: 200 }, notes: ["one by one"] }), "### crash");
    for (const text of ["kills: 200", "one by one", "--seed 7", "12 s", ...Object.values(ORIGIN)]) {
      expect(told).toContain(text);
    }
    expect(told).toContain("No promise broken.");
    expect(told).not.toContain("BROKEN");
  });

  it("every broken promise is told, as it stands", () => {
    const violations = ["seed 1: lost | 3\n  of *4*", "``` and a fence"];
    const told = under(pageOf({ violations }), "### crash");
    for (const violation of violations) expect(told).toContain(violation);
    expect(told).toContain("**BROKEN**, 2 found");
    expect(told).not.toContain("No promise broken");
  });

  it("that was skipped, why is told, and nothing is said to hold", () => {
    const told = under(pageOf({ skipped: "no strace here", violations: undefined }), "### crash");
    expect(told).toContain("**Skipped**: no strace here");
    expect(told).not.toContain("No promise broken");
  });
});

describe("of planted faults,", () => {
  const faults = [
    { name: "no unique key", part: "crash", caught: true, after: "3 kills", seconds: 4.4 },
    { name: "swallowed | error", part: "power", caught: false },
  ];

  it("one that was missed is told, whatever else is left out", () => {
    const told = under(proofPage({ ...NOTHING, teeth: { faults } }), "## Planted faults");
    expect(row(told, "no unique key").slice(2, -1)).toEqual(["crash", "yes", "3 kills", "4 s"]);
    expect(told).toMatch(/^\| swallowed \\\| error \| power \| NO \|/m);
    expect(told).toContain("**NOT CAUGHT**: 1 of 2.");
    expect(told).not.toContain("All");
  });

  it("all are caught when each is", () => {
    const told = proofPage({ ...NOTHING, teeth: { ...ORIGIN, faults: faults.slice(0, 1) } });
    expect(told).toContain("All 1 caught.");
  });
});

/** A ratio, also just beside the bounds, and as JSON has one that is no number. */
const ratio = oneof(double({ min: 0, max: 4, noNaN: true }), constantFrom(0.6, 0.5999, 1.6, 1.6001, null));

function benchWith(line: Partial<Record<keyof Line, unknown>>): Bench {
  const order = { name: "order", microseconds: 150, rate: 6000, least: 140, floor: "bare POST", ...line };
  return { ...ORIGIN, isPinned: true, rounds: 15, result: [order as Line] };
}

describe("a bound", () => {
  it("of speed is held when cost and rate are within it, and else is not, whatever the result says of itself", () => {
    assert(
      property(ratio, ratio, boolean(), (costRatio, rateRatio, holds) => {
        const page = proofPage({ ...NOTHING, bench: benchWith({ costRatio, rateRatio, holds }) });
        const isHeld = costRatio !== null && rateRatio !== null && costRatio <= 1.6 && rateRatio >= 0.6;
        expect(row(page, "order").at(-2)?.startsWith("holds")).toBe(isHeld);
        expect(page.includes("BROKEN")).toBe(!isHeld && costRatio !== null && rateRatio !== null);
      }),
    );
  });

  it("of speed is not held by what was not measured", () => {
    const page = proofPage({ ...NOTHING, bench: benchWith({}) });
    expect(row(page, "order").at(-2)).toBe("not measured beside its floor");
    for (const name of ["look-up", "balance", "portfolio"]) expect(row(page, name).at(-2)).toBe("not measured");
  });

  it("of speed on PostgreSQL is held when the ratio is enough, and else is not, whatever the result says of itself", () => {
    assert(
      property(ratio, boolean(), (figure, holds) => {
        const kept = { of: "hot", floor: "commits", least: 0.6, ratio: figure, holds };
        const result = [kept as Postgres["result"][number]];
        const medians = { hot: 900.4, commits: 1500 };
        const page = proofPage({ ...NOTHING, postgres: { ...ORIGIN, rounds: 9, medians, result } });
        expect(row(page, "hot").slice(2, 5)).toEqual(["900", "commits", "1500"]);
        expect(row(page, "hot").at(-2)).toBe(`${figure !== null && figure >= 0.6 ? "holds" : "BROKEN"}: at least 0.6`);
      }),
    );
  });

  it("of growth is held when the figure is within it, and else is not", () => {
    assert(
      property(ratio, (figure) => {
        const found = [{ what: "deep", figure, bound: 1.6, told: "2 ms to 1 ms" }] as Growth["found"];
        const page = proofPage({ ...NOTHING, growth: { ...ORIGIN, entries: 1000, found } });
        const isHeld = figure !== null && figure <= 1.6;
        expect(row(page, "deep").at(-2)).toBe(`${isHeld ? "holds" : "BROKEN"}: at most 1.6`);
      }),
    );
  });
});
