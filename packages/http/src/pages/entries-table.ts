import { isTrade, type Entry } from "@bourse/core";
import { html, type SafeHtml } from "@remix-run/html-template";
import { gain, scrollable, timeElement } from "./tables.ts";
import { dollars, grouped, signedDollars } from "../amounts.ts";

const WHAT: Readonly<Record<Entry["status"], string>> = {
  "TOP-UP": "Added cash",
  WITHDRAWAL: "Withdrew cash",
  "BUYING-SHARES": "Bought",
  "SELLING-SHARES": "Sold",
};

/** Entries as people read them; every number is the API's. */
export function entriesTable(label: string, entries: readonly Entry[]): SafeHtml {
  return scrollable(
    label,
    html`<table>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">What</th>
          <th scope="col">Stock</th>
          <th scope="col" class="number">Shares</th>
          <th scope="col" class="number">Price</th>
          <th scope="col" class="number">Amount</th>
          <th scope="col" class="number">Gain</th>
          <th scope="col" class="number">Cash after</th>
        </tr>
      </thead>
      <tbody>
        ${entries.map(row)}
      </tbody>
    </table>`,
  );
}

function row(entry: Entry): SafeHtml {
  const { at, status, amount, balance } = entry;
  const { ticker, shares, price, made } = tradeCells(entry);
  return html`<tr>
    <th scope="row">${timeElement(at)}</th>
    <td>${WHAT[status]}</td>
    <td>${ticker}</td>
    <td class="number">${shares}</td>
    <td class="number">${price}</td>
    <td class="number">${signedDollars(amount)}</td>
    <td class="number">${made}</td>
    <td class="number">${dollars(balance)}</td>
  </tr>`;
}

function tradeCells(entry: Entry) {
  if (!isTrade(entry)) return { ticker: "", shares: "", price: "", made: "" };
  const { quantity, quote, realisedGain } = entry.trade;
  return {
    ticker: quote.ticker,
    shares: grouped(quantity),
    price: dollars(quote.price),
    made: realisedGain === null ? "" : gain(realisedGain),
  };
}
