import type { TSchema } from "typebox";
import { AccountView } from "./account.ts";
import { BalanceView, CashTransactionView, TradeView } from "./entry.ts";
import { HistoryView, NamedPortfolioValueView, PortfolioValueView, PortfolioView } from "./portfolio.ts";
import { ProblemView } from "./problem.ts";
import { OpenSessionsView, OpenSessionView, SessionView } from "./session.ts";
import { ClosesView, StockMatches, StockMatchView, StockView } from "./stock.ts";

/** The schemas that others refer to, each by its `$id`. */
export const SHARED: readonly (TSchema & { readonly $id?: string })[] = [
  AccountView,
  SessionView,
  OpenSessionView,
  OpenSessionsView,
  CashTransactionView,
  TradeView,
  BalanceView,
  StockView,
  StockMatchView,
  StockMatches,
  ClosesView,
  PortfolioView,
  HistoryView,
  PortfolioValueView,
  NamedPortfolioValueView,
  ProblemView,
];
