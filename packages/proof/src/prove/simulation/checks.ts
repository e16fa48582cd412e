import type { AccountId, AppError, Entry, Page } from "@bourse/core";
import { dateOf } from "@bourse/testkit";
import type { ResultAsync } from "neverthrow";
import { holdingsText, NOTHING_YET, type State } from "./ledger-laws.ts";
import type { Truth } from "./books.ts";
import type { Stage } from "./stage.ts";
import { plain, shortOf } from "./wishes.ts";

const DAY = 86_400_000;
const MINUTE = 60_000;

/** Looks at an account in every way there is, once all is quiet: each must show the ledger as it is. */
export async function checkReads(stage: Stage, accountId: AccountId, truth: Truth): Promise<void> {
  const name = shortOf(accountId);
  const must = (what: string, shown: string, expected: string): void => {
    if (shown !== expected) stage.broken(`${what} of ${name} shows ${shown}, and the ledger says ${expected}`);
  };
  await checkNow(stage, accountId, truth, must);
  await checkLists(stage, accountId, truth, must);
  await checkPast(stage, accountId, truth, must);
}

type Must = (what: string, shown: string, expected: string) => void;

/**
 * From memory, where what another process has entered, or what took effect after it was told to have failed, need not
 * be known yet: as the account was at some entry, and not before the last that the server has told of.
 */
async function checkNow(stage: Stage, accountId: AccountId, truth: Truth, must: Must): Promise<void> {
  const app = stage.brokerage.app();
  const portfolio = await app.viewPortfolio({ accountId });
  if (portfolio.isErr()) {
    must("the portfolio", portfolio.error.kind, "a portfolio");
    return;
  }
  const { cash, lines, complete, totalValue, realisedGain } = portfolio.value;
  const held = lines.map((line) => [line.ticker, line] as const);
  const shown = holdingsText(cash, held);
  const known = truth.states.slice(stage.books.knownUpTo(accountId, truth));
  const now =
    known.findLast((state) => holdingsText(state.cash, state.holdings) === shown) ?? known.at(-1) ?? NOTHING_YET;
  must("the portfolio", shown, holdingsText(now.cash, now.holdings));
  const balance = await app.viewBalance({ accountId });
  must("the balance", balance.isOk() ? `${balance.value.cash}` : balance.error.kind, `${now.cash}`);
  must("the realised gain", `${realisedGain}`, `${now.gain}`);
  let sum = cash as bigint;
  for (const line of lines) {
    if (line.freshness === "missing") continue;
    const { ticker, price, tradingDay, fetchedAt, source, quantity } = line;
    sum += price * BigInt(quantity);
    const isGiven =
      fetchedAt !== null &&
      stage.brokerage.market.hasGiven({ ticker, price, tradingDay, fetchedAt, source: `${source}` });
    must(`the price of ${ticker}`, isGiven ? "given" : `${price}`, "given");
  }
  must("the total value", `${totalValue}`, `${sum}`);
  must("complete", `${complete}`, `${lines.every(({ freshness }) => freshness !== "missing")}`);
  const value = await app.valuePortfolio({ accountId });
  must("the value", value.isOk() ? `${value.value.totalValue}` : value.error.kind, `${totalValue}`);
}

async function checkLists(stage: Stage, accountId: AccountId, { entries }: Truth, must: Must): Promise<void> {
  const app = stage.brokerage.app();
  const all = entries.toReversed();
  // Three pages or four, of which the last may be empty, short or full.
  const limit = Math.max(Math.floor(entries.length / 3), 1);
  const cash = await allPages((given) => app.listCashTransactions({ accountId, limit, ...given }));
  must("the list of cash transactions", cash, all.map(plain).join("\n"));
  const trades = await allPages((given) => app.listTrades({ accountId, limit, ...given }));
  must(
    "the list of trades",
    trades,
    all
      .filter((entry) => "trade" in entry)
      .map(plain)
      .join("\n"),
  );
  for (const seq of new Set([0, 1, entries.length, entries.length + 1])) {
    const entry = entries[seq - 1];
    const found = await app.findCashTransaction({ accountId, seq });
    must(`entry ${seq}`, found.isOk() ? plain(found.value) : "none", entry ? plain(entry) : "none");
    const trade = await app.findTrade({ accountId, seq });
    must(`trade ${seq}`, trade.isOk() ? plain(trade.value) : "none", entry && "trade" in entry ? plain(entry) : "none");
  }
}

type PageAnswer = ResultAsync<Page<Entry>, AppError>;

async function allPages(page: (given: { readonly before?: number }) => PageAnswer): Promise<string> {
  const lines: string[] = [];
  for (let before: number | null | undefined; before !== null;) {
    const found = await page(before === undefined ? {} : { before });
    if (found.isErr()) return found.error.kind;
    lines.push(...found.value.items.map(plain));
    before = found.value.next;
  }
  return lines.join("\n");
}

/** The last week: each day's close on its own, and all of them in one history. */
async function checkPast(stage: Stage, accountId: AccountId, { states }: Truth, must: Must): Promise<void> {
  const { brokerage } = stage;
  const { clock, calendar, market } = brokerage;
  const now = clock.now();
  const [from, to] = [dayOf(now - 7 * DAY), dayOf(now)];
  const sessions = calendar.between(dateOf(from), dateOf(to)).filter(({ closesAt }) => closesAt + MINUTE < now);
  const at = (closesAt: number): State =>
    states.findLast((state) => state.seq === 0 || state.at <= closesAt) ?? NOTHING_YET;
  const points = sessions.map(({ day, closesAt }) => {
    const { cash, holdings } = at(closesAt);
    const worth = [...holdings].map(([ticker, held]) => market.closeOf(ticker as never, day) * BigInt(held.quantity));
    return `${day}: ${cash} and ${worth.reduce((sum, each) => sum + each, 0n)}`;
  });
  const history = await brokerage.app().portfolioHistory({ accountId, from, to });
  const shown = history.isErr()
    ? history.error.kind
    : history.value.map(({ day, cash, holdingsValue }) => `${day}: ${cash} and ${holdingsValue}`).join("\n");
  must("the history", shown, points.join("\n"));
  // What happened at the very bell is of the day, as what follows is not.
  const atBells = sessions.filter(({ closesAt }) => states.some((state) => state.at === closesAt));
  for (const { day, closesAt } of new Set([...atBells, ...sessions.slice(-1)])) {
    const then = await brokerage.app().viewPortfolio({ accountId, at: day });
    const { cash, holdings } = at(closesAt);
    const lines = then.isOk() ? then.value.lines.map((line) => [line.ticker, line] as const) : [];
    const portfolio = then.isOk() ? holdingsText(then.value.cash, lines) : then.error.kind;
    must(`the portfolio at ${day}`, portfolio, holdingsText(cash, holdings));
  }
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
