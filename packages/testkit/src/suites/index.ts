import { amendDetailsSuite } from "./amend-details.ts";
import { blacklistSuite } from "./blacklist.ts";
import { buySharesSuite } from "./buy-shares.ts";
import { changePasswordSuite } from "./change-password.ts";
import { closeAccountSuite } from "./close-account.ts";
import { confirmOperatorSuite } from "./confirm-operator.ts";
import { endSessionSuite } from "./end-session.ts";
import { findAccountSuite } from "./find-account.ts";
import { findCashTransactionSuite } from "./find-cash-transaction.ts";
import { findTradeSuite } from "./find-trade.ts";
import { listCashTransactionsSuite } from "./list-cash-transactions.ts";
import { listClosesSuite } from "./list-closes.ts";
import { listSessionsSuite } from "./list-sessions.ts";
import { listTradesSuite } from "./list-trades.ts";
import { lookUpStockSuite } from "./look-up-stock.ts";
import { openAccountSuite } from "./open-account.ts";
import { portfolioHistorySuite } from "./portfolio-history.ts";
import { reinstateSuite } from "./reinstate.ts";
import { requestPasswordResetSuite } from "./request-password-reset.ts";
import { resetPasswordSuite } from "./reset-password.ts";
import { resumeSessionSuite } from "./resume-session.ts";
import { searchStocksSuite } from "./search-stocks.ts";
import { sellSharesSuite } from "./sell-shares.ts";
import { signInSuite } from "./sign-in.ts";
import { signOutSuite } from "./sign-out.ts";
import { topUpSuite } from "./top-up.ts";
import { valuePortfolioSuite } from "./value-portfolio.ts";
import { viewBalanceSuite } from "./view-balance.ts";
import { viewPortfolioSuite } from "./view-portfolio.ts";
import { withdrawSuite } from "./withdraw.ts";
import type { Suite } from "./stage.ts";

/** Every use case's suite: `for (const suite of useCaseSuites) verifyContract(suite, makeWorld, { describe, it })`. */
export const useCaseSuites: readonly Suite[] = [
  openAccountSuite,
  findAccountSuite,
  amendDetailsSuite,
  changePasswordSuite,
  closeAccountSuite,
  confirmOperatorSuite,
  blacklistSuite,
  reinstateSuite,
  requestPasswordResetSuite,
  resetPasswordSuite,
  signInSuite,
  resumeSessionSuite,
  listSessionsSuite,
  endSessionSuite,
  signOutSuite,
  topUpSuite,
  withdrawSuite,
  viewBalanceSuite,
  listCashTransactionsSuite,
  findCashTransactionSuite,
  lookUpStockSuite,
  listClosesSuite,
  searchStocksSuite,
  buySharesSuite,
  sellSharesSuite,
  listTradesSuite,
  findTradeSuite,
  viewPortfolioSuite,
  valuePortfolioSuite,
  portfolioHistorySuite,
];

export {
  amendDetailsSuite,
  blacklistSuite,
  buySharesSuite,
  changePasswordSuite,
  closeAccountSuite,
  confirmOperatorSuite,
  endSessionSuite,
  findAccountSuite,
  findCashTransactionSuite,
  findTradeSuite,
  listCashTransactionsSuite,
  listClosesSuite,
  listSessionsSuite,
  listTradesSuite,
  lookUpStockSuite,
  openAccountSuite,
  portfolioHistorySuite,
  reinstateSuite,
  requestPasswordResetSuite,
  resetPasswordSuite,
  resumeSessionSuite,
  searchStocksSuite,
  sellSharesSuite,
  signInSuite,
  signOutSuite,
  topUpSuite,
  valuePortfolioSuite,
  viewBalanceSuite,
  viewPortfolioSuite,
  withdrawSuite,
};
export type { World } from "../fakes/world.ts";
export type { Suite } from "./stage.ts";
