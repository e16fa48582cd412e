import type { Generated } from "kysely";

/** Whole numbers are 64 bits wide in every database, so they are bigint here. */
export type AccountsTable = {
  id: string;
  /** Who holds it; null once it is closed, as are the names. */
  person: bigint | null;
  /** The SHA-256 of the login name of each. */
  username_fingerprint: string | null;
  email_fingerprint: string | null;
  blacklisted: bigint;
  opened_at: bigint;
};

/** Who holds an account, in a row that is never changed, only overwritten. */
export type PeopleTable = {
  number: Generated<bigint>;
  username: string;
  email: string;
  name: string | null;
  date_of_birth: string | null;
  password_hash: string;
};

/** Failed attempts, by the SHA-256 of what they count under. */
export type FailedAttemptsTable = { fingerprint: string; count: bigint; last_at: bigint };

/** The one reset that an account may have, by the SHA-256 of its token. */
export type PasswordResetsTable = { fingerprint: string; account_id: string; asked_at: bigint; expires_at: bigint };

/** The e-mails under which an account was blacklisted, by the SHA-256 of their login names. */
export type BlacklistedEmailsTable = { fingerprint: string; account_id: string };

export type SessionsTable = { id: string; account_id: string; started_at: bigint; expires_at: bigint };

/** The cash leg of every entry. Money is in 1/10 000 dollar, times in milliseconds since 1970. */
export type CashTransactionsTable = {
  account_id: string;
  seq: bigint;
  amount: bigint;
  status: "BUYING-SHARES" | "SELLING-SHARES" | "TOP-UP" | "WITHDRAWAL";
  balance_after: bigint;
  realised_gain_after: bigint;
  creation_date: bigint;
  idempotency_key: string | null;
  command: string | null;
};

/** The share leg of a trade, under the `seq` of its cash leg. */
export type StockTransactionsTable = {
  account_id: string;
  seq: bigint;
  ticker: string;
  transaction_type: "BUY" | "SELL";
  quantity: bigint;
  price: bigint;
  trading_day: string;
  fetched_at: bigint;
  source: string;
  realised_gain: bigint | null;
  quantity_after: bigint;
  cost_after: bigint;
};

/** The last that was learnt of a ticker's price; all null but `unknown_since` when it never had one. */
export type QuotesTable = {
  ticker: string;
  price: bigint | null;
  previous_close: bigint | null;
  trading_day: string | null;
  fetched_at: bigint | null;
  source: string | null;
  /** When the market said that it knows no such ticker; null when its last answer was the quote. */
  unknown_since: bigint | null;
};

/** Each request for prices, from before it is made. */
export type PriceRequestsTable = {
  /** When it was made, or was over if that was waited for. */
  at: bigint;
  /** The day it counts for. */
  day: string;
  need: "look" | "trade" | "valuation";
  /** 1 while its end is waited for, else 0. */
  under_way: bigint;
};

/** The limit that was reached last, as a refusal said, and how long to wait, in milliseconds. */
export type PriceRefusalsTable = {
  id: bigint;
  reached: "day" | "minute" | "second";
  since: bigint;
  day: string;
  wait: bigint;
};

/** What a ticker ended a trading day at. */
export type DailyClosesTable = { ticker: string; day: string; price: bigint };

/** When a ticker's closes were last asked for, and whether the source has ever known it. */
export type DailyClosesAskedTable = { ticker: string; at: bigint; known: bigint };

/** The last that was learnt of a company; without a name, only that its source has never had details. */
export type ProfilesTable = {
  ticker: string;
  asked_at: bigint;
  /** Whether the source had details when it was last asked. */
  found: bigint;
  name: string | null;
  exchange: string | null;
  sector: string | null;
  industry: string | null;
  description: string | null;
  market_capitalization: bigint | null;
  dividend_per_share: bigint | null;
  fifty_two_week_high: bigint | null;
  fifty_two_week_low: bigint | null;
  as_of: string | null;
};

export type Tables = {
  accounts: AccountsTable;
  people: PeopleTable;
  sessions: SessionsTable;
  failed_attempts: FailedAttemptsTable;
  password_resets: PasswordResetsTable;
  blacklisted_emails: BlacklistedEmailsTable;
  cash_transactions: CashTransactionsTable;
  stock_transactions: StockTransactionsTable;
  quotes: QuotesTable;
  price_requests: PriceRequestsTable;
  price_refusals: PriceRefusalsTable;
  daily_closes: DailyClosesTable;
  daily_closes_asked: DailyClosesAskedTable;
  profiles: ProfilesTable;
};
