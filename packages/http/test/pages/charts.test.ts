import { instant, money, type LocalDate } from "@bourse/core";
import { dateOf, moneyOf, utcDay } from "@bourse/testkit";

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { barChart, type Part } from "../../src/pages/charts/bars.ts";
import { BOX, drawingOf, type Point } from "../../src/pages/charts/drawing.ts";
import { lineChart } from "../../src/pages/charts/line.ts";
import { dollars } from "../../src/amounts.ts";
import { elementsOf, named, rowsOf } from "../support/html.ts";

const DAY = 86_400_000;

function dayAt(index: number): LocalDate {
  return utcDay(instant(index * DAY));
}

/** Up to the most that an account can ever be worth. */
const value = fc.oneof(
  fc.bigInt({ min: 0n, max: 10n ** 18n }),
  fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }),
  fc.bigInt({ min: 999_990n, max: 1_000_010n }),
  fc.constantFrom(0n, 1n),
);

/** Any days in order, weekends and gaps among them, some of them not known in full. */
const series: fc.Arbitrary<readonly Point[]> = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 60_000 }), value, fc.boolean()), {
    selector: ([day]) => day,
    maxLength: 90,
  })
  .map((days) =>
    days
      .toSorted(([a], [b]) => a - b)
      .map(([day, units, known]) => ({ day: dayAt(day), value: money(units), ...(!known && { without: "a close" }) })),
  );

function lineOver(points: readonly Point[]): string {
  return String(lineChart({ id: "past", title: "Past", value: "Total", points, nothing: "Nothing yet." }));
}

/** What is said under the line. */
function wordsOver(points: readonly (Point | undefined)[]): string | undefined {
  return named(elementsOf(lineOver(points.filter((point) => point !== undefined))), "p")[0]?.text;
}

const pointsOn = (...values: readonly string[]): readonly Point[] =>
  values.map((text, index) => ({ day: dateOf(`2026-06-${15 + index}`), value: moneyOf(text) }));

describe("a line", () => {
  it("runs through every day that is known, and nowhere but within its box", () => {
    fc.assert(
      fc.property(series, (points) => {
        const known = points.filter(({ without }) => without === undefined);
        const drawing = drawingOf(points);
        expect(drawing === null).toBe(known.length === 0);
        if (!drawing) return;
        expect(drawing.path).toMatch(/^[MLZ\d.,-]+$/);
        const places = [...drawing.path.matchAll(/[ML]([^,]+),([^MLZ]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
        expect(places).toHaveLength(known.length);
        for (const [x = NaN, y = NaN] of places) {
          expect(x >= 0 && x <= BOX.width && y >= 0 && y <= BOX.height, `${x},${y}`).toBe(true);
        }
        expect(places.at(-1)).toEqual([drawing.end.x, drawing.end.y]);
        const xs = places.map(([x = NaN]) => x);
        expect(xs).toEqual(xs.toSorted((a, b) => a - b));
      }),
    );
  });

  it("rises where a value does", () => {
    fc.assert(
      fc.property(series, (points) => {
        const known = points.filter(({ without }) => without === undefined);
        const places = [...(drawingOf(points)?.path ?? "").matchAll(/[ML][^,]+,([^MLZ]+)/g)];
        const heights = places.map(([, y]) => BOX.height - Number(y));
        for (const [index, { value: here }] of known.entries()) {
          const [before, height = NaN] = [known[index - 1]?.value ?? here, heights[index]];
          const fell = height < (heights[index - 1] ?? height);
          const rose = height > (heights[index - 1] ?? height);
          expect((rose && here <= before) || (fell && here >= before)).toBe(false);
        }
      }),
    );
  });

  it("has a scale of a few steps that are evenly apart, from foot to top", () => {
    fc.assert(
      fc.property(series, (points) => {
        const ticks = drawingOf(points)?.ticks ?? [0, 1];
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(12);
        const [foot = NaN, top = NaN] = [ticks.at(0), ticks.at(-1)];
        const step = (top - foot) / (ticks.length - 1);
        expect(step).toBeGreaterThan(0);
        for (const [index, tick] of ticks.entries()) {
          expect(Math.abs(tick - (foot + index * step))).toBeLessThanOrEqual(step / 100);
        }
        const values = points
          .filter(({ without }) => without === undefined)
          .map((point) => Number(point.value) / 10_000);
        for (const each of values) expect(each >= foot - step / 100 && each <= top + step / 100).toBe(true);
      }),
    );
  });

  it("has a row of its table for each day, with what it was worth to the unit", () => {
    fc.assert(
      fc.property(series, (points) => {
        const [head, ...rows] = rowsOf(lineOver(points));
        expect(head).toEqual(points.length === 0 ? undefined : ["Day", "Total"]);
        expect(rows).toEqual(
          points.map(({ day, value: units, without }) => [day, `${dollars(units)}${without ? ", incomplete" : ""}`]),
        );
      }),
      { numRuns: 30 },
    );
  });

  it("is told in words: from, to, lowest and highest", () => {
    const chart = lineOver(pointsOn("10.00", "12.3456", "9.50", "11.00"));
    const [words] = named(elementsOf(chart), "p");
    expect(words?.text).toBe(
      "From $10.00 on 2026-06-15 to $11.00 on 2026-06-18. Lowest: $9.50 on 2026-06-17. Highest: $12.3456 on 2026-06-16.",
    );
    const [svg] = named(elementsOf(chart), "svg");
    expect(svg?.attributes).toMatchObject({ role: "img", "aria-describedby": words?.attributes["id"] });
    expect(svg?.text).toContain("Past");
  });

  it("of one day is that day, of none what there is to say of none", () => {
    expect(wordsOver(pointsOn("10.00"))).toBe("$10.00 on 2026-06-15.");
    const none = elementsOf(lineOver([]));
    expect(named(none, "p")[0]?.text).toBe("Nothing yet.");
    expect(named(none, "svg", "table")).toEqual([]);
  });

  it("says which days it leaves out", () => {
    const [first, second, third] = pointsOn("10.00", "3.00", "11.00");
    const gap = { day: dateOf("2026-06-16"), value: moneyOf("3.00"), without: "a holding" };
    expect(wordsOver([first, gap, third])).toContain("Lowest: $10.00");
    expect(wordsOver([first, gap, third])).toContain("leaves out 2026-06-16: incomplete, without a holding.");
    expect(wordsOver([gap, { ...gap, day: dateOf("2026-06-17") }])).toBe(
      "The line leaves out 2 of 2 days: incomplete, without a holding.",
    );
    expect(wordsOver([first, second, third])).not.toContain("leaves out");
  });
});

const parts: fc.Arbitrary<readonly Part[]> = fc.array(
  fc.record({ name: fc.string(), value: fc.bigInt({ min: 0n, max: 10n ** 18n }).map(money) }),
  { maxLength: 50 },
);

function barsOf(given: readonly Part[]): string {
  return String(barChart({ id: "parts", title: "Parts", parts: given, remark: null }) ?? "");
}

describe("bars", () => {
  it("are at most eight, the largest first, each with its name, its value and its share", () => {
    fc.assert(
      fc.property(parts, (given) => {
        const chart = elementsOf(barsOf(given));
        const whole = given.reduce((sum, part) => sum + part.value, 0n);
        const widths = named(chart, "rect")
          .filter(({ attributes }) => attributes["class"] === "bar")
          .map(({ attributes }) => Number.parseFloat(attributes["width"] ?? ""));
        expect(widths).toHaveLength(whole === 0n ? 0 : Math.min(given.length, 8));
        expect(named(chart, "text")).toHaveLength(widths.length * 2);
        const largest = widths.slice(0, 7);
        expect(largest).toEqual(largest.toSorted((a, b) => b - a));
        const sum = widths.reduce((all, width) => all + width, 0);
        expect(whole === 0n || Math.abs(sum - 100) <= 0.05).toBe(true);
      }),
    );
  });

  it("are told in words and in a table", () => {
    const chart = barsOf([
      { name: "Cash", value: moneyOf("9328.00") },
      { name: "AAPL", value: moneyOf("672.00") },
    ]);
    expect(named(elementsOf(chart), "desc")[0]?.text).toBe("Cash 93.28%, AAPL 6.72%.");
    expect(rowsOf(chart).slice(1)).toEqual([
      ["Cash", "$9,328.00", "93.28%"],
      ["AAPL", "$672.00", "6.72%"],
    ]);
  });

  it("of many parts add the smallest up", () => {
    const many = Array.from({ length: 20 }, (_, index) => ({ name: `P${index}`, value: moneyOf(`${index + 1}.00`) }));
    expect(rowsOf(barsOf(many)).at(-1)).toEqual(["13 others", "$91.00", "43.33%"]);
  });
});
