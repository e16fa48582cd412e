import { ok, safeTry, type ResultAsync } from "neverthrow";
import type { AccountId } from "../domain/account.ts";
import type { StoreUnavailable } from "../domain/errors.ts";
import { valuationOf, type Valuation } from "../domain/valuation.ts";
import type { Clock } from "../ports/clock.ts";
import type { Portfolios } from "../ports/portfolios.ts";
import type { QuoteSource } from "../ports/quote-source.ts";

export type ViewPortfolio = { readonly accountId: AccountId };

export type ViewPortfolioError = StoreUnavailable;

export type ViewPortfolioNeeds = {
  readonly portfolios: Portfolios;
  readonly quotes: QuoteSource;
  readonly clock: Clock;
  /** In seconds. */
  readonly maxQuoteAge: number;
};

/** What an account holds, at current prices. A price that cannot be had is a line without one, never an error. */
export function viewPortfolio(
  { portfolios, quotes, clock, maxQuoteAge }: ViewPortfolioNeeds,
  { accountId }: ViewPortfolio,
): ResultAsync<Valuation, ViewPortfolioError> {
  return safeTry(async function* () {
    const portfolio = yield* portfolios.find(accountId);
    const prices = await quotes.latestOf([...portfolio.holdings.keys()]);
    return ok(valuationOf(portfolio, prices, clock.now(), maxQuoteAge));
  });
}
