import { add, money, type Money } from "@bourse/core";
import { html, type SafeHtml } from "@remix-run/html-template";
import { attributes } from "../attributes.ts";
import { scrollable } from "../tables.ts";
import { dollars } from "../../amounts.ts";
import { percent } from "../words.ts";

/** A part of a whole; never below zero. */
export type Part = { readonly name: string; readonly value: Money };

export type BarChart = {
  /** Unique on its page. */
  readonly id: string;
  readonly title: string;
  readonly parts: readonly Part[];
  /** What else is to be said of it. */
  readonly remark: string | null;
};

const MOST_BARS = 8;
/** How far apart bars are, in lines of text. */
const STEP = 2.5;

/** What something is made of: a bar for each part, the largest first, each with its name and numbers beside it. */
export function barChart({ id, title, parts, remark }: BarChart): SafeHtml | null {
  const whole = sumOf(parts);
  if (whole === 0n) return null;
  const bars = fewOf(parts.toSorted((a, b) => (a.value === b.value ? 0 : a.value > b.value ? -1 : 1)));
  const words = bars.map(({ name, value }) => `${name} ${percent(value, whole)}`).join(", ");
  return html`<section class="chart" ${attributes({ "aria-labelledby": `${id}-title` })}>
    <h2${attributes({ id: `${id}-title` })}>${title}</h2>
    <svg
      role="img"
      ${attributes({ "aria-labelledby": `${id}-name ${id}-words` })}
      width="100%"
      ${attributes({ height: `${bars.length * STEP}em` })}
      fill="currentColor"
    >
      <title${attributes({ id: `${id}-name` })}>${title}: a bar for each part</title>
      <desc${attributes({ id: `${id}-words` })}>${words}.</desc>
      ${bars.map((part, index) => bar(part, whole, index))}
    </svg>
    ${remark === null ? null : html`<p>${remark}</p>`}
    <details>
      <summary>These parts in a table</summary>
      ${scrollable(
        `${title}, in a table`,
        html`<table>
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col" class="number">Value</th>
              <th scope="col" class="number">Share</th>
            </tr>
          </thead>
          <tbody>
            ${bars.map((part) => row(part, whole))}
          </tbody>
        </table>`,
      )}
    </details>
  </section>`;
}

function bar({ name, value }: Part, whole: Money, index: number): SafeHtml {
  const [text, top] = [`${index * STEP + 1}em`, `${index * STEP + 1.375}em`];
  const share = percent(value, whole);
  return html`<text${attributes({ y: text })}>${name}</text>
    <text x="100%" text-anchor="end" ${attributes({ y: text })}>${dollars(value)} (${share})</text>
    <rect class="track" width="100%" height="0.5em" ${attributes({ y: top })} />
    <rect class="bar" height="0.5em" ${attributes({ y: top, width: share })} />`;
}

function row({ name, value }: Part, whole: Money): SafeHtml {
  return html`<tr>
    <th scope="row">${name}</th>
    <td class="number">${dollars(value)}</td>
    <td class="number">${percent(value, whole)}</td>
  </tr>`;
}

/** The largest, and all others as one. */
function fewOf(sorted: readonly Part[]): readonly Part[] {
  if (sorted.length <= MOST_BARS) return sorted;
  const others = sorted.slice(MOST_BARS - 1);
  return [...sorted.slice(0, MOST_BARS - 1), { name: `${others.length} others`, value: sumOf(others) }];
}

function sumOf(parts: readonly Part[]): Money {
  return parts.map(({ value }) => value).reduce(add, money(0n));
}
