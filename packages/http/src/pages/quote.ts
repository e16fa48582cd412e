import type { AccountId, App, Stock, StockMatch } from "@bourse/core";
import { callerOf, signedIn } from "../auth.ts";
import { orProblem } from "../problem.ts";
import type { FailureKind } from "../problems/failure.ts";
import type { Server } from "../typed-server.ts";
import { show, showAgain } from "./answers.ts";
import { chartWindow } from "./charts/window.ts";
import { fieldsOf } from "./fields.ts";
import { UNTOUCHED, type FormState } from "./forms.ts";
import { lookUpView, stockView, type StockPage } from "./quote-view.ts";

const NAMES = {
  rename: { ticker: "symbol" },
  about: { TickerNotFound: "symbol" },
} as const;

/** What may be a part of a company's name. */
const NO_STOCK: ReadonlySet<FailureKind> = new Set(["InvalidTicker", "TickerNotFound"]);

/** `/quote`: a stock by its symbol, or those that are found by a text. */
export function quotePage(pages: Server, app: App): void {
  pages.get("/quote", { onRequest: signedIn(app) }, async (request, reply) => {
    const values = fieldsOf(request, ["symbol"], "query");
    // Nobody has asked yet: that is not the same as having asked for nothing.
    if (!Object.hasOwn(request.query as object, "symbol")) return show(request, reply, lookUpView(UNTOUCHED));
    const state = { values, problems: [] };
    const text = values.symbol.trim();
    const stock = await app.lookUpStock({ ticker: text });
    if (stock.isOk()) {
      const page = await stockPage(app, callerOf(request).account.id, stock.value);
      return show(request, reply, stockView(state, page));
    }
    const failure = stock.error;
    const found = NO_STOCK.has(failure.kind) ? await matchesOf(app, text) : [];
    // A name is no wrong symbol, nor is a word of one; a symbol that nobody knows is, whatever is like it.
    const isName = failure.kind === "InvalidTicker" ? found.length > 0 : found.some(({ name }) => hasWord(name, text));
    if (isName) return show(request, reply, lookUpView(state, found));
    const view = (again: FormState) => lookUpView(again, found);
    return showAgain(request, reply, failure, { values, names: NAMES, view });
  });
}

/** The price has been paid for by now: where requests are few, it must not go short for its past. */
async function stockPage(app: App, accountId: AccountId, stock: Stock): Promise<StockPage> {
  const { ticker } = stock.quote;
  const [{ cash }, closes] = await Promise.all([
    orProblem(app.viewBalance({ accountId })),
    app.listCloses({ ticker, ...chartWindow(stock.asOf) }),
  ]);
  return { stock, cash, closes: closes.unwrapOr(null) };
}

function hasWord(name: string, text: string): boolean {
  return name
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .includes(text.toLowerCase());
}

async function matchesOf(app: App, text: string): Promise<readonly StockMatch[]> {
  return (await app.searchStocks({ text })).unwrapOr([]);
}
