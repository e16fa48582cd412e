import type { DayClose, Money, Stock, StockMatch, StockProfile } from "@bourse/core";
import { html, type SafeHtml } from "@remix-run/html-template";
import { attributes } from "./attributes.ts";
import { lineChart } from "./charts/line.ts";
import { CHART_DAYS } from "./charts/window.ts";
import { figures, type Figure } from "./figures.ts";
import { form, hidden, input, UNTOUCHED, type FormState } from "./forms.ts";
import { priceAge, sourceWords } from "./freshness.ts";
import { quotePath } from "./holdings.ts";
import { keyField } from "./keys.ts";
import type { View } from "./layout.ts";
import { sharesField } from "./order.ts";
import { gain, timeElement } from "./tables.ts";
import { dollars, signedDollars } from "../amounts.ts";
import { capital, percent } from "./words.ts";

/** The form by which a stock is looked up, and those that its text was found in. */
export function lookUpView(state: FormState, found: readonly StockMatch[] = []): View {
  return {
    title: "Quote",
    state,
    fields: ["symbol"],
    body: html`${lookUpForm(state, "Such as AAPL, BRK.B or Apple.")} ${found.length > 0 ? matches(found) : null}`,
  };
}

function lookUpForm(state: FormState, hint?: string): SafeHtml {
  return form({ action: "/quote", method: "get", button: "Look up", label: "Look a stock up" }, [
    input(state, { name: "symbol", label: "Symbol or company", autocomplete: "off", ...(hint && { hint }) }),
  ]);
}

/** A stock as it is now; `closes` is null when its past cannot be had. */
export type StockPage = { readonly stock: Stock; readonly closes: readonly DayClose[] | null; readonly cash: Money };

export function stockView(state: FormState, { stock, closes, cash }: StockPage): View {
  const { quote, profile, freshness } = stock;
  const { ticker } = quote;
  const body = html`${nameLine(profile)}
    <div class="look-up">${lookUpForm(state)}</div>
    ${price(stock)}
    <section aria-labelledby="buy">
      <h2 id="buy">Buy ${ticker}</h2>
      <p>
        You have <strong>${dollars(cash)}</strong> in cash.
        ${freshness === "stale" ? "The price above is too old to trade on: an order fills on a newer one, or not at all." : null}
      </p>
      ${form({ action: "/buy", button: "Buy", label: `Buy ${ticker}` }, [
        hidden("symbol", ticker),
        sharesField(UNTOUCHED),
        keyField(UNTOUCHED),
      ])}
    </section>
    ${lineChart({
      id: "closes",
      title: `Closes of the last ${CHART_DAYS} days`,
      value: "Close",
      points: (closes ?? []).map(({ day, close }) => ({ day, value: close })),
      nothing: closes === null ? "What it cost on earlier days cannot be had now." : "No close of these days is known.",
    })}
    ${company(profile)}`;
  return { title: ticker, body };
}

function matches(found: readonly StockMatch[]): SafeHtml {
  const items = found.map(
    ({ ticker, name, exchange }) =>
      html`<li>
        <a${attributes({ href: quotePath(ticker) })}>${ticker}</a>: <bdi>${name}</bdi>${exchange && `, ${exchange}`}
      </li>`,
  );
  return html`<section aria-labelledby="matches">
    <h2 id="matches">Stocks like that</h2>
    <ul>
      ${items}
    </ul>
  </section>`;
}

function nameLine(profile: StockProfile | null): SafeHtml | null {
  return profile && html`<p class="name"><bdi>${profile.name}</bdi>${profile.exchange && `, ${profile.exchange}`}</p>`;
}

function price({ quote, freshness, asOf }: Stock): SafeHtml {
  const { previousClose, tradingDay, fetchedAt } = quote;
  return figures(
    [
      { name: "Price", figure: dollars(quote.price), remark: `${capital(priceAge({ ...quote, freshness }, asOf))}.` },
      changeOf(quote.price, previousClose),
      { name: "Trading day", figure: tradingDay },
      { name: "Fetched", figure: timeElement(fetchedAt) },
      { name: "Source", figure: capital(sourceWords(quote.source)) },
    ],
    "lead",
  );
}

function changeOf(now: Money, before: Money | null): Figure {
  const name = "Change";
  if (before === null) return { name, figure: "not known", remark: "The close before is not known." };
  const change = (now - before) as Money;
  const text = `${signedDollars(change)} (${change > 0n ? "+" : ""}${percent(change, before)})`;
  return { name, figure: gain(change, text), remark: `Since the close before, ${dollars(before)}.` };
}

function company(profile: StockProfile | null): SafeHtml {
  const { sector, industry, description, asOf } = profile ?? {};
  const details = [
    ["Sector", sector],
    ["Industry", industry],
    ["Market capitalisation", amount(profile?.marketCapitalization)],
    ["Dividend per share, a year’s", amount(profile?.dividendPerShare)],
    ["Highest of 52 weeks", amount(profile?.fiftyTwoWeekHigh)],
    ["Lowest of 52 weeks", amount(profile?.fiftyTwoWeekLow)],
    ["Learnt on", asOf],
  ] as const;
  const known = details.flatMap(([name, detail]) => (detail ? [{ name, figure: html`<bdi>${detail}</bdi>` }] : []));
  return html`<section aria-labelledby="company">
    <h2 id="company">The company</h2>
    ${known.length > 0 ? figures(known) : html`<p>No details of it are known.</p>`}
    ${description && html`<p><bdi>${description}</bdi></p>`}
  </section>`;
}

function amount(given: Money | null | undefined): string | null {
  return given === null || given === undefined ? null : dollars(given);
}
