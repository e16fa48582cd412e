import type { InvalidInput, InvalidTicker } from "./invalid.ts";
import type { Money } from "./money.ts";
import type { Ticker } from "./ticker.ts";

export type InsufficientCash = { readonly kind: "InsufficientCash"; readonly cash: Money; readonly cost: Money };
export type InsufficientShares = {
  readonly kind: "InsufficientShares";
  readonly ticker: Ticker;
  readonly held: number;
  readonly asked: number;
};
/** The change would carry a total past what an account may hold. `maximum` is money or a count, as `limit` says. */
export type LimitExceeded = {
  readonly kind: "LimitExceeded";
  readonly limit: "balance" | "realised-gain" | "shares-of-one-stock" | "stocks-held";
  readonly maximum: Money | number;
};

export type AccountNotFound = { readonly kind: "AccountNotFound" };
export type AccountBlacklisted = { readonly kind: "AccountBlacklisted" };
export type UnderAge = { readonly kind: "UnderAge"; readonly minimumAge: number };
export type UsernameTaken = { readonly kind: "UsernameTaken" };
export type EmailTaken = { readonly kind: "EmailTaken" };
/** Said alike for an unknown user and for a wrong password. */
export type WrongCredentials = { readonly kind: "WrongCredentials" };
/** The e-mail is that of a blacklisted account, which may have been closed since. */
export type EmailBlacklisted = { readonly kind: "EmailBlacklisted" };
/** Too many attempts have failed: nothing was tried. `retryAfter` is in whole seconds. */
export type TooManyAttempts = { readonly kind: "TooManyAttempts"; readonly retryAfter: number };
/** Said alike of a reset that was used, that has expired, and that never was. */
export type ResetNotFound = { readonly kind: "ResetNotFound" };
export type SessionNotFound = { readonly kind: "SessionNotFound" };
export type WrongPassword = { readonly kind: "WrongPassword" };
export type SessionEnded = { readonly kind: "SessionEnded" };

export type TickerNotFound = { readonly kind: "TickerNotFound"; readonly ticker: Ticker };
/** The market no longer knows a ticker that the account still holds. */
export type TickerDelisted = { readonly kind: "TickerDelisted"; readonly ticker: Ticker };
/** No price that may be used now. `retryAfter` is in whole seconds. */
export type QuoteUnavailable = {
  readonly kind: "QuoteUnavailable";
  readonly ticker: Ticker;
  readonly reason: string;
  readonly retryAfter: number;
};

/** No company's details that can be had now; no use case fails for it. `retryAfter` is in whole seconds. */
export type ProfileUnavailable = {
  readonly kind: "ProfileUnavailable";
  readonly ticker: Ticker;
  readonly reason: string;
  readonly retryAfter: number;
};

/** No search that can be made now. `retryAfter` is in whole seconds. */
export type SearchUnavailable = {
  readonly kind: "SearchUnavailable";
  readonly reason: string;
  readonly retryAfter: number;
};

export type CashTransactionNotFound = { readonly kind: "CashTransactionNotFound"; readonly seq: number };
export type TradeNotFound = { readonly kind: "TradeNotFound"; readonly seq: number };
/** The idempotency key already belongs to another command of this account. */
export type KeyReused = { readonly kind: "KeyReused" };
/** Others kept changing the account, or too many wait for it: nothing was done. */
export type Contended = { readonly kind: "Contended" };
/** Too many passwords are being checked at once: nothing was done. `retryAfter` is in whole seconds. */
export type PasswordsBusy = { readonly kind: "PasswordsBusy"; readonly retryAfter: number };
/**
 * The store failed. A write that met it may or may not have happened; the same idempotency key settles which. Only where
 * a `reason` is given is it certain that nothing was written: there is no room, or the store takes no more writes because
 * one before has failed. `cause` is for the log, never for a caller.
 */
export type StoreUnavailable = {
  readonly kind: "StoreUnavailable";
  readonly cause: unknown;
  readonly reason?: "busy" | "disk-failed" | "disk-full";
};

/** Every expected failure of every use case. */
export type AppError =
  | InvalidInput
  | InvalidTicker
  | InsufficientCash
  | InsufficientShares
  | LimitExceeded
  | AccountNotFound
  | AccountBlacklisted
  | UnderAge
  | UsernameTaken
  | EmailBlacklisted
  | EmailTaken
  | ResetNotFound
  | SessionNotFound
  | TooManyAttempts
  | WrongCredentials
  | WrongPassword
  | SessionEnded
  | TickerNotFound
  | TickerDelisted
  | QuoteUnavailable
  | SearchUnavailable
  | CashTransactionNotFound
  | TradeNotFound
  | KeyReused
  | Contended
  | PasswordsBusy
  | StoreUnavailable;
