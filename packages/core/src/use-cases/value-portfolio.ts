import type { ResultAsync } from "neverthrow";
import type { Valuation } from "../domain/valuation.ts";
import {
  viewPortfolio,
  type ViewPortfolio,
  type ViewPortfolioError,
  type ViewPortfolioNeeds,
} from "./view-portfolio.ts";

export type ValuePortfolio = ViewPortfolio;

export type PortfolioValue = Omit<Valuation, "lines">;

export type ValuePortfolioError = ViewPortfolioError;

/** What an account is worth now: the same sums as on the portfolio, without its lines. */
export function valuePortfolio(
  needs: ViewPortfolioNeeds,
  command: ValuePortfolio,
): ResultAsync<PortfolioValue, ValuePortfolioError> {
  return viewPortfolio(needs, command).map(({ lines: _, ...value }) => value);
}
