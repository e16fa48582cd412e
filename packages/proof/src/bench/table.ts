/** What one request costs the server's process, in microseconds of its core, and how many it answers a second. */
export type Figures = { readonly microseconds: number; readonly rate: number };

/** Medians, and the round that cost the least, which other work on the machine disturbed the least. */
export type Summary = Figures & { readonly least: number };

export type Bound = {
  readonly of: string;
  readonly floor: string;
  /** The most CPU time it may cost, and the least rate it must have, as ratios to the floor's. */
  readonly mostCost: number;
  readonly leastRate?: number;
};

/** The issue's, as ratios to a floor of the same run. */
export const BOUNDS: readonly Bound[] = [
  { of: "look-up", floor: "bare GET", mostCost: 1.6 },
  { of: "balance", floor: "bare GET", mostCost: 1.6 },
  { of: "portfolio", floor: "bare GET", mostCost: 1.6 },
  { of: "order", floor: "bare POST", mostCost: 1.6, leastRate: 0.6 },
];

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

export function medians(rounds: ReadonlyMap<string, readonly Figures[]>): ReadonlyMap<string, Summary> {
  return new Map(
    [...rounds].map(([name, figures]) => [
      name,
      {
        microseconds: median(figures.map(({ microseconds }) => microseconds)),
        rate: median(figures.map(({ rate }) => rate)),
        least: Math.min(...figures.map(({ microseconds }) => microseconds)),
      },
    ]),
  );
}

export type Line = Summary & {
  readonly name: string;
  readonly floor?: string;
  readonly costRatio?: number;
  readonly rateRatio?: number;
  readonly holds?: boolean;
};

function lineOf(name: string, figures: ReadonlyMap<string, Summary>): Line {
  const own = figures.get(name) ?? { microseconds: NaN, rate: NaN, least: NaN };
  const bound = BOUNDS.find(({ of }) => of === name);
  const floor = bound && figures.get(bound.floor);
  if (!bound || !floor) return { name, ...own };
  const costRatio = own.microseconds / floor.microseconds;
  const rateRatio = own.rate / floor.rate;
  const holds = costRatio <= bound.mostCost && rateRatio >= (bound.leastRate ?? 0);
  return { name, ...own, floor: bound.floor, costRatio, rateRatio, holds };
}

function rowOf({ name, microseconds, least, rate, floor, costRatio, rateRatio, holds }: Line): readonly string[] {
  const figures = [name, microseconds.toFixed(1), least.toFixed(1), rate.toFixed(0)];
  if (floor === undefined) return [...figures, "", "", "", ""];
  const bound = BOUNDS.find(({ of }) => of === name);
  const atLeast = bound?.leastRate === undefined ? "" : `, rate at least ${bound.leastRate}`;
  const verdict = `${holds ? "holds" : "BROKEN"}: cost at most ${bound?.mostCost}${atLeast}`;
  return [...figures, floor, costRatio?.toFixed(2) ?? "", rateRatio?.toFixed(2) ?? "", verdict];
}

/** The table for people, the result for programs, and the names of what breaks its bound. */
export function report(figures: ReadonlyMap<string, Summary>) {
  const result = [...figures.keys()].map((name) => lineOf(name, figures));
  const head = ["", "CPU µs", "least", "a second", "floor", "cost ratio", "rate ratio", "bound"];
  const rows = [head, ...result.map(rowOf)];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return { lines, result, broken: result.filter(({ holds }) => holds === false).map(({ name }) => name) };
}
