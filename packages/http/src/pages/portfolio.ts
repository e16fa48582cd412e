import type { AccountId, App, Money, Valuation } from "@bourse/core";
import { html, type SafeHtml } from "@remix-run/html-template";
import { callerOf, signedIn } from "../auth.ts";
import { orProblem } from "../problem.ts";
import type { Server } from "../typed-server.ts";
import { show } from "./answers.ts";
import { barChart } from "./charts/bars.ts";
import { lineChart } from "./charts/line.ts";
import type { Point } from "./charts/drawing.ts";
import { CHART_DAYS, chartWindow } from "./charts/window.ts";
import { figures } from "./figures.ts";
import { holdingsTable } from "./holdings.ts";
import type { View } from "./layout.ts";
import { gain } from "./tables.ts";
import { dollars } from "../amounts.ts";

/** `/`: what somebody has, what it is worth, and what it was worth. */
export function portfolioPage(pages: Server, app: App): void {
  pages.get("/", { onRequest: signedIn(app) }, async (request, reply) => {
    const accountId = callerOf(request).account.id;
    const valuation = await orProblem(app.viewPortfolio({ accountId }));
    // Only then: where requests are few, what the past was worth must not cost a price of now.
    return show(request, reply, view(valuation, await pastOf(app, accountId, valuation)));
  });
}

function view(valuation: Valuation, past: readonly Point[] | null): View {
  const { lines, asOf, cash } = valuation;
  const held = html`<section>
    <h2>Holdings</h2>
    ${lines.length === 0 ? noHoldings(cash) : holdingsTable(lines, asOf)}
  </section>`;
  // Whoever holds nothing yet is told first how to begin.
  const parts = lines.length === 0 ? [held, pastChart(past)] : [pastChart(past), held];
  return { title: "Portfolio", body: html`${summary(valuation)} ${parts} ${composition(valuation)}` };
}

function pastChart(past: readonly Point[] | null): SafeHtml {
  return lineChart({
    id: "past",
    title: `What it was worth in the last ${CHART_DAYS} days`,
    value: "Total at the close",
    points: past ?? [],
    nothing:
      past === null
        ? "What it was worth on earlier days cannot be told now."
        : "There is nothing to draw yet: a day is told once the market has closed on it.",
  });
}

/** The next step depends on whether there is anything to buy with. */
function noHoldings(cash: Money): SafeHtml {
  const next =
    cash === 0n
      ? html`<a href="/cash">Add cash</a>, then <a href="/quote">look a stock up</a> and buy some.`
      : html`<a href="/quote">Look a stock up</a> and buy some.`;
  return html`<p>You hold no shares yet. ${next}</p>`;
}

function summary(valuation: Valuation): SafeHtml {
  const { cash, totalValue, dayChange, unrealisedGain, realisedGain } = valuation;
  return figures(
    [
      { name: "Total", figure: dollars(totalValue), remark: incompleteness(valuation) },
      { name: "Cash", figure: dollars(cash) },
      {
        name: "Day’s change",
        figure: dayChange === null ? "not known" : gain(dayChange),
        remark: dayChange === null ? "The close before is not known of every holding." : null,
      },
      { name: "Unrealised gain", figure: gain(unrealisedGain) },
      { name: "Realised gain", figure: gain(realisedGain) },
    ],
    "lead",
  );
}

/** What the sums are without, in words; null when they are complete. */
function incompleteness({ complete, lines }: Valuation): string | null {
  if (complete) return null;
  const missing = lines.filter(({ freshness }) => freshness === "missing").map(({ ticker }) => ticker);
  return `Incomplete: without ${missing.join(", ")}, which ${missing.length === 1 ? "has" : "have"} no price.`;
}

function composition(valuation: Valuation): SafeHtml | null {
  const held = valuation.lines.flatMap((line) =>
    line.freshness === "missing" ? [] : [{ name: line.ticker, value: line.marketValue }],
  );
  return barChart({
    id: "parts",
    title: "What it is made of",
    parts: [{ name: "Cash", value: valuation.cash }, ...held],
    remark: incompleteness(valuation),
  });
}

const UNPRICED = "holdings whose close is not known";

/** What it was worth since there was anything; null when that cannot be told. */
async function pastOf(app: App, accountId: AccountId, { asOf }: Valuation): Promise<readonly Point[] | null> {
  const told = await app.portfolioHistory({ accountId, ...chartWindow(asOf) });
  if (told.isErr()) return null;
  const days = told.value;
  const first = days.findIndex(({ totalValue, complete }) => totalValue > 0n || !complete);
  return first < 0
    ? []
    : days.slice(first).map(({ day, totalValue: value, complete }) => ({
        day,
        value,
        ...(!complete && { without: UNPRICED }),
      }));
}
