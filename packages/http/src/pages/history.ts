import { invalid, parseTicker, type App, type InvalidInput, type InvalidTicker } from "@bourse/core";
import { html, type SafeHtml } from "@remix-run/html-template";
import { err, ok, type Result } from "neverthrow";
import { callerOf, signedIn } from "../auth.ts";
import type { Server } from "../typed-server.ts";
import { show, showAgain } from "./answers.ts";
import { attributes } from "./attributes.ts";
import { entriesTable } from "./entries-table.ts";
import { fieldsOf } from "./fields.ts";
import { form, input, select, type FormState } from "./forms.ts";
import { historyPage, type HistoryFilter, type HistoryPage, type Kind } from "./history-page.ts";
import type { View } from "./layout.ts";

const FIELDS = ["kind", "symbol"] as const;
const KINDS: readonly { readonly value: Kind; readonly text: string }[] = [
  { value: "all", text: "Everything" },
  { value: "trades", text: "Trades" },
  { value: "cash", text: "Cash added and withdrawn" },
];

type Values = Readonly<Record<(typeof FIELDS)[number], string>>;

/** `/history`: all that happened to the account, the newest first, page by page. */
export function historyPages(pages: Server, app: App): void {
  pages.get("/history", { onRequest: signedIn(app) }, async (request, reply) => {
    const { before, after, ...values } = fieldsOf(request, [...FIELDS, "before", "after"], "query");
    const filter = parseFilter(values);
    if (filter.isErr()) return showAgain(request, reply, filter.error, { values, names: {}, view: historyView });
    const from = { before: cursor(before), after: cursor(after) };
    const page = await historyPage(app, callerOf(request).account.id, filter.value, from);
    return show(request, reply, historyView({ values, problems: [] }, pageView(page, values)));
  });
}

function parseFilter({ kind, symbol }: Values): Result<HistoryFilter, InvalidInput | InvalidTicker> {
  const wanted = kind === "" ? KINDS[0] : KINDS.find(({ value }) => value === kind);
  if (!wanted) return err(invalid("kind", "choice", "kind must be one of those to choose from."));
  const ticker = symbol.trim() === "" ? ok(null) : parseTicker(symbol.trim(), "symbol");
  return ticker.map((known) => ({ kind: wanted.value, ticker: known }));
}

/** An entry's number; NaN for anything else, which the core refuses. */
function cursor(text: string): number | undefined {
  if (text === "") return undefined;
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
}

function historyView(state: FormState, found: SafeHtml | null = null): View {
  return {
    title: "History",
    state,
    fields: FIELDS,
    body: html`${form({ action: "/history", method: "get", button: "Show", label: "Choose what to show" }, [
        select(state, { name: "kind", label: "What to show", choices: KINDS }),
        input(state, {
          name: "symbol",
          label: "Symbol",
          autocomplete: "off",
          required: false,
        }),
      ])}
      ${found}
      <p><a href="/history.csv" download>Download everything as a CSV file</a>.</p>`,
  };
}

function pageView({ entries, older, newer }: HistoryPage, values: Values): SafeHtml {
  const all = html`<a href="/history">Show everything</a>.`;
  const begin = html`<a href="/cash">Add cash</a> to begin.`;
  const nothing =
    older === null
      ? html`Nothing here. ${isFiltered(values) ? all : begin}`
      : "Nothing among the entries looked through. Older ones may have some.";
  const links = [
    newer === null ? null : pageLink(values, { after: newer }, "Newer"),
    older === null ? null : pageLink(values, { before: older }, "Older"),
  ];
  return html`${entries.length === 0 ? html`<p>${nothing}</p>` : entriesTable("History", entries)}
  ${
    newer === null && older === null
      ? null
      : html`<nav aria-label="Pages of the history">
          <ul>
            ${links}
          </ul>
        </nav>`
  }`;
}

function isFiltered({ kind, symbol }: Values): boolean {
  return (kind !== "" && kind !== "all") || symbol.trim() !== "";
}

function pageLink(values: Values, from: Readonly<Record<string, number>>, text: string): SafeHtml {
  const [[name, seq] = ["", 0]] = Object.entries(from);
  const query = new URLSearchParams({ ...values, [name]: String(seq) });
  return html`<li><a${attributes({ href: `/history?${query.toString()}` })}>${text}</a></li>`;
}
