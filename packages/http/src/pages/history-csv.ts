import { pipeline, Readable } from "node:stream";
import {
  formatMoney,
  isTrade,
  MAX_PAGE,
  type AccountId,
  type App,
  type Entry,
  type Money,
  type Page,
} from "@bourse/core";
import { stringify } from "csv-stringify";
import { callerOf, signedIn } from "../auth.ts";
import { orProblem } from "../problem.ts";
import { isoTime } from "../schemas/iso-time.ts";
import type { Server } from "../typed-server.ts";

const COLUMNS = ["number", "time", "status", "symbol", "shares", "price", "amount", "gain", "balance"] as const;

/** `/history.csv`: every entry, the newest first. */
export function historyCsv(pages: Server, app: App): void {
  pages.get("/history.csv", { onRequest: signedIn(app) }, async (request, reply) => {
    const accountId = callerOf(request).account.id;
    // What fails before the first line is still a page that says so.
    const first = await orProblem(app.listCashTransactions({ accountId, limit: MAX_PAGE }));
    const file = csvFile();
    pipeline(Readable.from(rowsFrom(app, accountId, first)), file, () => undefined);
    return reply
      .type("text/csv; charset=utf-8")
      .header("content-disposition", 'attachment; filename="bourse-history.csv"')
      .send(file);
  });
}

/** One page at a time is in memory, however long the history. */
async function* rowsFrom(app: App, accountId: AccountId, first: Page<Entry>): AsyncGenerator<Row> {
  let page = first;
  for (;;) {
    yield* page.items.map(rowOf);
    if (page.next === null) return;
    page = await orProblem(app.listCashTransactions({ accountId, before: page.next, limit: MAX_PAGE }));
  }
}

type Row = Readonly<Record<(typeof COLUMNS)[number], Money | number | string | null>>;

function rowOf(entry: Entry): Row {
  const { seq, at, status, amount, balance } = entry;
  const { quantity = null, quote, realisedGain = null } = isTrade(entry) ? entry.trade : {};
  return {
    number: seq,
    time: isoTime(at),
    status,
    symbol: quote?.ticker ?? null,
    shares: quantity,
    price: quote?.price ?? null,
    amount,
    gain: realisedGain,
    balance,
  };
}

/**
 * As RFC 4180 has it. A spreadsheet takes a text that begins with =, +, - or @ for a formula, so that texts are guarded;
 * money is no text here, and keeps its sign.
 */
export function csvFile() {
  return stringify({
    header: true,
    columns: [...COLUMNS],
    record_delimiter: "windows",
    escape_formulas: true,
    cast: { bigint: (amount) => formatMoney(amount as Money) },
  });
}
