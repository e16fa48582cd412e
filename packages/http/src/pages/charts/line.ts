import { html, type SafeHtml } from "@remix-run/html-template";
import { attributes } from "../attributes.ts";
import { scrollable, whole } from "../tables.ts";
import { dollars } from "../../amounts.ts";
import { BOX, drawingOf, isKnown, type Drawing, type Point } from "./drawing.ts";

export type LineChart = {
  /** Unique on its page. */
  readonly id: string;
  readonly title: string;
  /** What a value is, over its column: "Total". */
  readonly value: string;
  /** Oldest first. */
  readonly points: readonly Point[];
  /** What stands there when there are none. */
  readonly nothing: string;
};

/** A line over some days: drawn, told in a sentence, and in a table. */
export function lineChart(chart: LineChart): SafeHtml {
  const { id, title, points, nothing } = chart;
  const drawing = drawingOf(points);
  const words = points.length === 0 ? nothing : html`${spanWords(points.filter(isKnown))} ${gapWords(points)}`;
  return html`<section class="chart" ${attributes({ "aria-labelledby": `${id}-title` })}>
    <h2${attributes({ id: `${id}-title` })}>${title}</h2>
    ${drawing ? plot(chart, drawing) : null}
    <p${attributes({ id: `${id}-words` })}>${words}</p>
    ${points.length > 0 ? numbers(chart) : null}
  </section>`;
}

/** The scale's words stand beside the drawing, not in it: stretched with it they could not be read. */
function plot({ id, title, points }: LineChart, { path, end, ticks }: Drawing): SafeHtml {
  const gaps = Math.max(ticks.length - 1, 1);
  const rules = ticks.map(
    (_, index) =>
      html`<path class="rule" d="M0,${(BOX.height * index) / gaps}H${BOX.width}" vector-effect="non-scaling-stroke" />`,
  );
  const ends = [points[0]?.day ?? "", points.at(-1)?.day ?? ""];
  return html`<div class="plot">
    <div class="scale" aria-hidden="true">${tickWords(ticks).map((text) => html`<span>${text}</span>`)}</div>
    <svg
      role="img"
      ${attributes({ "aria-describedby": `${id}-words`, viewBox: `0 0 ${BOX.width} ${BOX.height}` })}
      preserveAspectRatio="none"
      width="100%"
      height="200"
      overflow="visible"
      fill="none"
      stroke="currentColor"
    >
      <title>${title}: a line</title>
      ${rules}
      <path class="line" ${attributes({ d: path })} vector-effect="non-scaling-stroke" />
      <path class="end" ${attributes({ d: `M${end.x},${end.y}h0` })} vector-effect="non-scaling-stroke" />
    </svg>
    <div class="span" aria-hidden="true">${ends.map(whole)}</div>
  </div>`;
}

function numbers({ title, value, points }: LineChart): SafeHtml {
  const rows = points.map(
    (point) =>
      html`<tr>
        <th scope="row">${point.day}</th>
        <td class="number">${dollars(point.value)}${isKnown(point) ? null : ", incomplete"}</td>
      </tr>`,
  );
  return html`<details>
    <summary>These days in a table</summary>
    ${scrollable(
      `${title}, in a table`,
      html`<table>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col" class="number">${value}</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>`,
    )}
  </details>`;
}

function spanWords(known: readonly Point[]): SafeHtml | null {
  const [first, last] = [known.at(0), known.at(-1)];
  if (!first || !last) return null;
  if (known.length === 1) return html`${on(first)}.`;
  const [lowest, highest] = known.reduce(
    ([low, high], point) => [point.value < low.value ? point : low, point.value > high.value ? point : high],
    [first, first],
  );
  return html`From ${on(first)} to ${on(last)}. Lowest: ${on(lowest)}. Highest: ${on(highest)}.`;
}

function gapWords(points: readonly Point[]): SafeHtml | null {
  const [gap, ...others] = points.filter((point) => !isKnown(point));
  if (!gap) return null;
  const days = others.length === 0 ? whole(gap.day) : `${others.length + 1} of ${points.length} days`;
  return html`The line leaves out ${days}: incomplete, without ${gap.without}.`;
}

function on({ day, value }: Point): SafeHtml {
  return html`${dollars(value)} on ${whole(day)}`;
}

const DOLLARS = { size: 1, sign: "", decimals: [0, 2, 4] };
/** Large sums are told in these: written out they would take the room that the line needs. */
const UNITS = [
  { size: 1e9, sign: "B", decimals: [0, 1, 2, 3] },
  { size: 1e6, sign: "M", decimals: [0, 1, 2, 3] },
];

/** Made once, by how many decimals they write: to make one takes longer than to draw the line. */
const FORMATS = [0, 1, 2, 3, 4].map((decimals) => {
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", ...digits });
});

/** The top first, with as many decimals as tell them apart. */
function tickWords(ticks: readonly number[]): readonly string[] {
  const { size, sign, decimals } = UNITS.find((unit) => Math.max(...ticks) >= 10 * unit.size) ?? DOLLARS;
  const scaled = ticks.map((tick) => tick / size);
  const format = FORMATS.at(decimals.find((count) => scaled.every((tick) => isRound(tick, count))) ?? -1);
  return scaled.map((tick) => `${format?.format(tick) ?? ""}${sign}`).toReversed();
}

function isRound(tick: number, decimals: number): boolean {
  const shifted = tick * 10 ** decimals;
  return Math.abs(shifted - Math.round(shifted)) < 1e-6;
}
