import type { ResultAsync } from "neverthrow";
import { ofItsTypes, type Bound, type CommandTypes } from "./command-types.ts";
import type { AccountId } from "./domain/account.ts";
import type { InvalidInput } from "./domain/invalid.ts";
import { inTurn } from "./in-turn.ts";
import { places } from "./places.ts";
import type { Accounts } from "./ports/accounts.ts";
import type { Attempts } from "./ports/attempts.ts";
import type { Clock } from "./ports/clock.ts";
import type { CommonPasswords } from "./ports/common-passwords.ts";
import type { DailyCloses } from "./ports/daily-closes.ts";
import type { Ids } from "./ports/ids.ts";
import type { Ledger } from "./ports/ledger.ts";
import type { Mail } from "./ports/mail.ts";
import type { MarketCalendar } from "./ports/market-calendar.ts";
import type { PasswordResets } from "./ports/password-resets.ts";
import type { Passwords } from "./ports/passwords.ts";
import type { Portfolios } from "./ports/portfolios.ts";
import type { QuoteSource } from "./ports/quote-source.ts";
import type { ResetTokens } from "./ports/reset-tokens.ts";
import type { Sessions } from "./ports/sessions.ts";
import type { StockDirectory } from "./ports/stock-directory.ts";
import { amendDetails } from "./use-cases/amend-details.ts";
import { blacklist } from "./use-cases/blacklist.ts";
import { buyShares } from "./use-cases/buy-shares.ts";
import { changePassword } from "./use-cases/change-password.ts";
import { closeAccount } from "./use-cases/close-account.ts";
import { confirmOperator } from "./use-cases/confirm-operator.ts";
import { endSession } from "./use-cases/end-session.ts";
import { findAccount } from "./use-cases/find-account.ts";
import { findCashTransaction } from "./use-cases/find-cash-transaction.ts";
import { findTrade } from "./use-cases/find-trade.ts";
import { listCashTransactions } from "./use-cases/list-cash-transactions.ts";
import { listCloses } from "./use-cases/list-closes.ts";
import { listSessions } from "./use-cases/list-sessions.ts";
import { listTrades } from "./use-cases/list-trades.ts";
import { lookUpStock } from "./use-cases/look-up-stock.ts";
import { openAccount } from "./use-cases/open-account.ts";
import { portfolioHistory } from "./use-cases/portfolio-history.ts";
import { reinstate } from "./use-cases/reinstate.ts";
import { requestPasswordReset } from "./use-cases/request-password-reset.ts";
import { resetPassword } from "./use-cases/reset-password.ts";
import { resumeSession } from "./use-cases/resume-session.ts";
import { searchStocks } from "./use-cases/search-stocks.ts";
import { sellShares } from "./use-cases/sell-shares.ts";
import { signIn } from "./use-cases/sign-in.ts";
import { signOut } from "./use-cases/sign-out.ts";
import { topUp } from "./use-cases/top-up.ts";
import { valuePortfolio } from "./use-cases/value-portfolio.ts";
import { viewBalance } from "./use-cases/view-balance.ts";
import { viewPortfolio } from "./use-cases/view-portfolio.ts";
import { withdraw } from "./use-cases/withdraw.ts";

/** What the brokerage needs from the world; each port's file states what it must promise. */
export type Ports = {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly resets: PasswordResets;
  readonly resetTokens: ResetTokens;
  readonly mail: Mail;
  readonly ledger: Ledger;
  readonly portfolios: Portfolios;
  readonly quotes: QuoteSource;
  readonly closes: DailyCloses;
  readonly calendar: MarketCalendar;
  readonly directory: StockDirectory;
  readonly passwords: Passwords;
  readonly commonPasswords: CommonPasswords;
  readonly clock: Clock;
  readonly ids: Ids;
};

/** The house rules that differ from one brokerage to another. */
export type Policy = {
  /** In whole years; 0 turns the rule off and makes the date of birth optional. */
  readonly minimumAge: number;
  /** How old a quote may be for a trade to fill on it, in seconds. */
  readonly maxQuoteAge: number;
  /** How long a sign-in lasts, in seconds. */
  readonly sessionLifetime: number;
  /** Who may blacklist, reinstate and look up any account: account ids and usernames. */
  readonly operators: readonly string[];
};

export const DEFAULT_POLICY: Policy = { minimumAge: 21, maxQuoteAge: 900, sessionLifetime: 86_400, operators: [] };

/**
 * Every use case, ready to call: the one door for every driving adapter. Each answers InvalidInput for a command whose
 * fields are not of their types at run time, whatever the caller's compiler has been told.
 */
export type App = {
  readonly openAccount: Bound<typeof openAccount>;
  readonly findAccount: Bound<typeof findAccount>;
  readonly amendDetails: Bound<typeof amendDetails>;
  readonly changePassword: Bound<typeof changePassword>;
  readonly closeAccount: Bound<typeof closeAccount>;
  readonly confirmOperator: Bound<typeof confirmOperator>;
  readonly blacklist: Bound<typeof blacklist>;
  readonly reinstate: Bound<typeof reinstate>;
  readonly requestPasswordReset: Bound<typeof requestPasswordReset>;
  readonly resetPassword: Bound<typeof resetPassword>;
  readonly signIn: Bound<typeof signIn>;
  readonly resumeSession: Bound<typeof resumeSession>;
  readonly listSessions: Bound<typeof listSessions>;
  readonly endSession: Bound<typeof endSession>;
  readonly signOut: Bound<typeof signOut>;
  readonly topUp: Bound<typeof topUp>;
  readonly withdraw: Bound<typeof withdraw>;
  readonly viewBalance: Bound<typeof viewBalance>;
  readonly listCashTransactions: Bound<typeof listCashTransactions>;
  readonly findCashTransaction: Bound<typeof findCashTransaction>;
  readonly lookUpStock: Bound<typeof lookUpStock>;
  readonly listCloses: Bound<typeof listCloses>;
  readonly searchStocks: Bound<typeof searchStocks>;
  readonly buyShares: Bound<typeof buyShares>;
  readonly sellShares: Bound<typeof sellShares>;
  readonly listTrades: Bound<typeof listTrades>;
  readonly findTrade: Bound<typeof findTrade>;
  readonly viewPortfolio: Bound<typeof viewPortfolio>;
  readonly valuePortfolio: Bound<typeof valuePortfolio>;
  readonly portfolioHistory: Bound<typeof portfolioHistory>;
};

const MOVE_CASH = { accountId: "text", amount: "text", idempotencyKey: "text?" } as const;
const ORDER = { accountId: "text", ticker: "text", quantity: "number", idempotencyKey: "text?" } as const;
const LIST_ENTRIES = { accountId: "text", before: "number?", limit: "number?" } as const;

export function createApp(ports: Ports, policy: Policy = DEFAULT_POLICY): App {
  const needs = {
    ...ports,
    ...policy,
    accountsInTurn: inTurn<AccountId>(),
    attemptsInTurn: inTurn<string>(),
    addressPlaces: places<string>(),
  };
  const bind =
    <Command, Value, E>(
      useCase: (given: typeof needs, command: Command) => ResultAsync<Value, E>,
      types: NoInfer<CommandTypes<Command>>,
    ) =>
    (command: Command): ResultAsync<Value, E | InvalidInput> =>
      ofItsTypes(command, types).asyncAndThen((checked) => useCase(needs, checked));
  const findById = bind(findAccount, { askedBy: "text", accountId: "text" });
  const findByEmail = bind(findAccount, { askedBy: "text", email: "text" });
  return {
    openAccount: bind(openAccount, {
      username: "text",
      email: "text",
      password: "text",
      confirmation: "text?",
      dateOfBirth: "text?",
      name: "text?",
    }),
    findAccount: (query) => ("email" in Object(query) ? findByEmail(query) : findById(query)),
    amendDetails: bind(amendDetails, {
      accountId: "text",
      username: "text?",
      email: "text?",
      name: "text? null",
      dateOfBirth: "text?",
    }),
    changePassword: bind(changePassword, {
      accountId: "text",
      currentPassword: "text",
      newPassword: "text",
      confirmation: "text?",
      sessionId: "text?",
    }),
    closeAccount: bind(closeAccount, { accountId: "text" }),
    confirmOperator: bind(confirmOperator, { askedBy: "text" }),
    blacklist: bind(blacklist, { askedBy: "text", accountId: "text" }),
    reinstate: bind(reinstate, { askedBy: "text", accountId: "text" }),
    requestPasswordReset: bind(requestPasswordReset, { email: "text", address: "text?" }),
    resetPassword: bind(resetPassword, { token: "text", newPassword: "text", confirmation: "text?" }),
    signIn: bind(signIn, { login: "text", password: "text", address: "text?" }),
    resumeSession: bind(resumeSession, { sessionId: "text" }),
    listSessions: bind(listSessions, { accountId: "text" }),
    endSession: bind(endSession, { accountId: "text", sessionId: "text" }),
    signOut: bind(signOut, { sessionId: "text" }),
    topUp: bind(topUp, MOVE_CASH),
    withdraw: bind(withdraw, MOVE_CASH),
    viewBalance: bind(viewBalance, { accountId: "text" }),
    listCashTransactions: bind(listCashTransactions, LIST_ENTRIES),
    findCashTransaction: bind(findCashTransaction, { accountId: "text", seq: "number" }),
    lookUpStock: bind(lookUpStock, { ticker: "text" }),
    listCloses: bind(listCloses, { ticker: "text", from: "text", to: "text" }),
    searchStocks: bind(searchStocks, { text: "text" }),
    buyShares: bind(buyShares, ORDER),
    sellShares: bind(sellShares, ORDER),
    listTrades: bind(listTrades, LIST_ENTRIES),
    findTrade: bind(findTrade, { accountId: "text", seq: "number" }),
    viewPortfolio: bind(viewPortfolio, { accountId: "text", at: "text?" }),
    valuePortfolio: bind(valuePortfolio, { accountId: "text", at: "text?" }),
    portfolioHistory: bind(portfolioHistory, { accountId: "text", from: "text", to: "text" }),
  };
}
