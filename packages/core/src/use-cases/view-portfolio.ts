import { ok, safeTry, type ResultAsync } from "neverthrow";
import type { AccountId } from "../domain/account.ts";
import type { StoreUnavailable } from "../domain/errors.ts";
import type { InvalidInput } from "../domain/invalid.ts";
import { instant } from "../domain/time.ts";
import { valuationOf, type Valuation } from "../domain/valuation.ts";
import type { DailyCloses } from "../ports/daily-closes.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { Portfolios } from "../ports/portfolios.ts";
import type { QuoteSource } from "../ports/quote-source.ts";
import { parseClosedDay } from "./closed-day.ts";
import type { MarketNeeds } from "./market.ts";
import { closesOf, pricesAt, pricesNow } from "./prices.ts";

/** `at` is a past day, `YYYY-MM-DD`: as the market closed on it, or, if it did not trade, on the last day before. */
export type ViewPortfolio = { readonly accountId: AccountId; readonly at?: string | undefined };

export type ViewPortfolioError = InvalidInput | StoreUnavailable;

export type ViewPortfolioNeeds = MarketNeeds & {
  readonly ledger: Ledger;
  readonly portfolios: Portfolios;
  readonly quotes: QuoteSource;
  readonly closes: DailyCloses;
};

/** What an account holds, at current prices or a past day's. A price that cannot be had is a line without one. */
export function viewPortfolio(
  needs: ViewPortfolioNeeds,
  { accountId, at }: ViewPortfolio,
): ResultAsync<Valuation, ViewPortfolioError> {
  return at === undefined ? viewNow(needs, accountId) : viewPast(needs, accountId, at);
}

function viewNow(needs: ViewPortfolioNeeds, accountId: AccountId): ResultAsync<Valuation, ViewPortfolioError> {
  return safeTry(async function* () {
    const portfolio = yield* await needs.portfolios.find(accountId);
    const prices = await pricesNow(needs, [...portfolio.holdings.keys()]);
    return ok(valuationOf(portfolio, prices, needs.clock.now()));
  });
}

/** From the ledger and the closes alone, so that a past day is worth the same whenever it is asked about. */
function viewPast(
  needs: ViewPortfolioNeeds,
  accountId: AccountId,
  at: string,
): ResultAsync<Valuation, ViewPortfolioError> {
  return safeTry(async function* () {
    const { day, opensAt, closesAt } = yield* parseClosedDay(needs, at);
    const before = needs.calendar.latest(instant(opensAt - 1)).day;
    const portfolio = yield* await needs.ledger.portfolio(accountId, closesAt);
    const closes = await closesOf(needs, [...portfolio.holdings.keys()], before, day);
    return ok(valuationOf(portfolio, pricesAt(day, closes, before), closesAt));
  });
}
