import type { LocalDate, Money } from "@bourse/core";
import { extent, max, min } from "d3-array";
import { scaleLinear, scaleUtc } from "d3-scale";
import { line } from "d3-shape";

/** What something was worth on a day. */
export type Point = {
  readonly day: LocalDate;
  readonly value: Money;
  /** What is not in the value, in words: the line leaves such a day out, since it would show a fall that was none. */
  readonly without?: string;
};

/** The box that a line is drawn in; it is stretched over whatever room there is. */
export const BOX: { readonly width: number; readonly height: number } = { width: 640, height: 200 };

export type Drawing = {
  /** The line as SVG's path data: a piece for each run of days that are known. */
  readonly path: string;
  /** Where it ends. */
  readonly end: { readonly x: number; readonly y: number };
  /** What the box's height means: evenly apart, from its foot to its top. */
  readonly ticks: readonly number[];
};

const TICKS = 4;
/** The least that a box's height means, as a part of the value: less would make a cliff of a cent. */
const LEAST_SPAN = 0.002;

/** The line through all points, oldest first; null when there is none to draw. */
export function drawingOf(points: readonly Point[]): Drawing | null {
  const known = points.filter(isKnown);
  const last = known.at(-1);
  if (!last) return null;
  const x = scaleUtc(spanOf(points), [0, BOX.width]);
  const y = scaleLinear(domainOf(known.map(dollarsOf)), [BOX.height, 0]).nice(TICKS);
  const [across, up] = [(point: Point) => tenth(x(timeOf(point))), (point: Point) => tenth(y(dollarsOf(point)))];
  return {
    path: line<Point>(across, up).defined(isKnown)(points) ?? "",
    end: { x: across(last), y: up(last) },
    ticks: y.ticks(TICKS),
  };
}

/** Only for drawing: what is read on the page is never made of a number. */
function dollarsOf({ value }: Pick<Point, "value">): number {
  return Number(value) / 10_000;
}

export function isKnown({ without }: Point): boolean {
  return without === undefined;
}

function timeOf({ day }: Point): number {
  return Date.parse(day);
}

function spanOf(points: readonly Point[]): [number, number] {
  const [first = 0, last = 0] = extent(points, timeOf);
  return [first, last];
}

function domainOf(values: readonly number[]): [number, number] {
  const [low, high] = [min(values) ?? 0, max(values) ?? 0];
  const least = Math.max(Math.abs(high), Math.abs(low)) * LEAST_SPAN || 1;
  const widen = Math.max(least - (high - low), 0) / 2;
  // What is never below nothing is not shown as if it might be.
  return [low >= 0 ? Math.max(low - widen, 0) : low - widen, high + widen];
}

/** A tenth of a unit is finer than anybody sees, and a page of digits shorter. */
function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
