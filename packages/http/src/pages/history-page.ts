import { isTrade, MAX_PAGE, type AccountId, type App, type Entry, type Ticker } from "@bourse/core";
import { orProblem } from "../problem.ts";

/** How many entries a page of the history shows. */
const SHOWN = 50;
/** Through how many it looks for them at most: what a filter lets by may be far between. */
const LOOKED_THROUGH = 5 * MAX_PAGE;

export type Kind = "all" | "cash" | "trades";

export type HistoryFilter = { readonly kind: Kind; readonly ticker: Ticker | null };

/** From where on: down from below an entry, up from above one, or, without either, down from the newest. */
export type From = { readonly before?: number | undefined; readonly after?: number | undefined };

export type HistoryPage = {
  /** Newest first. */
  readonly entries: readonly Entry[];
  /** Below and above which entry there is more to look through; null at the end. */
  readonly older: number | null;
  readonly newer: number | null;
};

type Lists = Pick<App, "listCashTransactions">;
type Read = (before: number | undefined) => Promise<{ readonly items: readonly Entry[]; readonly next: number | null }>;

/** A page of an account's entries that a filter lets by. The ledger knows no filter, so that this looks through it. */
export function historyPage(app: Lists, accountId: AccountId, filter: HistoryFilter, from: From): Promise<HistoryPage> {
  const read: Read = (before) => orProblem(app.listCashTransactions({ accountId, before, limit: MAX_PAGE }));
  const passes = (entry: Entry): boolean => isOfKind(entry, filter.kind) && isOf(entry, filter.ticker);
  return from.after === undefined ? down(read, passes, from.before) : up(read, passes, from.after);
}

function isOfKind(entry: Entry, kind: Kind): boolean {
  return kind === "all" || isTrade(entry) === (kind === "trades");
}

function isOf(entry: Entry, ticker: Ticker | null): boolean {
  return ticker === null || (isTrade(entry) && entry.trade.quote.ticker === ticker);
}

async function down(read: Read, passes: (entry: Entry) => boolean, before: number | undefined): Promise<HistoryPage> {
  const found: Entry[] = [];
  let next: number | null | undefined = before;
  for (let looked = 0; looked < LOOKED_THROUGH && found.length <= SHOWN && next !== null; looked += MAX_PAGE) {
    const page = await read(next);
    found.push(...page.items.filter(passes));
    next = page.next;
  }
  const entries = found.slice(0, SHOWN);
  // What was found and is not shown is where the page below begins.
  const older = found.length > SHOWN ? (entries.at(-1)?.seq ?? null) : next;
  return { entries, older: older ?? null, newer: before === undefined ? null : before - 1 };
}

/** Entries are numbered without gaps, so that those above one are below that number and a page's length. */
async function up(read: Read, passes: (entry: Entry) => boolean, after: number): Promise<HistoryPage> {
  const found: Entry[] = [];
  let reached = after;
  let isTop = false;
  for (let looked = 0; looked < LOOKED_THROUGH && found.length <= SHOWN && !isTop; looked += MAX_PAGE) {
    const { items } = await read(reached + MAX_PAGE + 1);
    const above = items.filter(({ seq }) => seq > reached);
    found.unshift(...above.filter(passes));
    isTop = above.length < MAX_PAGE;
    reached += above.length;
  }
  // Too few for a page: the newest page has them, and what is below them.
  if (isTop && found.length <= SHOWN) return down(read, passes, undefined);
  const entries = found.slice(-SHOWN);
  const newer = found.length > SHOWN ? (entries[0]?.seq ?? null) : reached;
  return { entries, older: after + 1, newer };
}
