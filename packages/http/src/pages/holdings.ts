import type { Instant, ValuationLine } from "@bourse/core";
import { html, type SafeHtml } from "@remix-run/html-template";
import { attributes } from "./attributes.ts";
import { priceAge } from "./freshness.ts";
import { gain, scrollable } from "./tables.ts";
import { dollars, grouped } from "../amounts.ts";

/** What is held, each at its price, with how old that is beside it: nobody is to scroll for whether to trust it. */
export function holdingsTable(lines: readonly ValuationLine[], now: Instant): SafeHtml {
  return scrollable(
    "Holdings",
    html`<table>
      <thead>
        <tr>
          <th scope="col">Stock</th>
          <th scope="col" class="number">Price</th>
          <th scope="col" class="number">Shares</th>
          <th scope="col" class="number">Value</th>
          <th scope="col" class="number">Cost</th>
          <th scope="col" class="number">Gain</th>
        </tr>
      </thead>
      <tbody>
        ${lines.map((line) => row(line, now))}
      </tbody>
    </table>`,
  );
}

function row(line: ValuationLine, now: Instant): SafeHtml {
  const { ticker, quantity, cost } = line;
  const { price, value, made } = pricedCells(line);
  return html`<tr>
    <th scope="row"><a${attributes({ href: quotePath(ticker) })}>${ticker}</a></th>
    <td class="number">${price} <small class="words">${priceAge(line, now)}</small></td>
    <td class="number">${grouped(quantity)}</td>
    <td class="number">${value}</td>
    <td class="number">${dollars(cost)}</td>
    <td class="number">${made}</td>
  </tr>`;
}

const NOT_KNOWN = "not known";

function pricedCells(line: ValuationLine) {
  if (line.freshness === "missing") return { price: null, value: NOT_KNOWN, made: NOT_KNOWN };
  const { price, marketValue, unrealisedGain } = line;
  return { price: dollars(price), value: dollars(marketValue), made: gain(unrealisedGain) };
}

export function quotePath(ticker: string): string {
  return `/quote?symbol=${encodeURIComponent(ticker)}`;
}
