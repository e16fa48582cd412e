import { MAX_BALANCE, money, type Ticker } from "@bourse/core";
import { Type } from "typebox";
import { money as moneyText, oneOf, ticker } from "../schemas/values.ts";
import { AAPL, reason, retryAfter, SOON, seq, wrong } from "./facts.ts";
import type { Catalogue } from "./failure.ts";

const named = ticker("The stock that was asked about.");

/** What may be wrong with an order, a movement of cash, or a look at either. */
export const OF_TRADING: Catalogue<
  | "CashTransactionNotFound"
  | "InsufficientCash"
  | "InsufficientShares"
  | "InvalidTicker"
  | "LimitExceeded"
  | "QuoteUnavailable"
  | "SearchUnavailable"
  | "TickerDelisted"
  | "TickerNotFound"
  | "TradeNotFound"
> = {
  InvalidTicker: {
    status: 400,
    code: "invalid-ticker",
    title: "That is no US market symbol.",
    means: "The text can never be a ticker, whatever is listed.",
    remedy: "Search for the stock by its company's name.",
    facts: {},
    example: wrong("ticker", "ticker", "ticker must be a US market symbol, such as AAPL or BRK.B."),
  },
  CashTransactionNotFound: {
    status: 404,
    code: "cash-transaction-not-found",
    title: "There is no such cash transaction.",
    means: "The account has no entry of this number yet.",
    remedy: "List the account's cash transactions.",
    facts: { seq },
    example: { seq: 9 },
  },
  TradeNotFound: {
    status: 404,
    code: "trade-not-found",
    title: "There is no such trade.",
    means: "The account has no entry of this number yet, or it moved only cash.",
    remedy: "List the account's trades.",
    facts: { seq },
    example: { seq: 1 },
  },
  TickerNotFound: {
    status: 404,
    code: "ticker-not-found",
    title: "The market knows no such stock.",
    means: "The text could be a ticker, and the price source knows none like it.",
    remedy: "Search for the stock by its company's name.",
    facts: { ticker: named },
    example: { ticker: "ZZZZ" as Ticker },
  },
  InsufficientCash: {
    status: 409,
    code: "insufficient-cash",
    title: "The account holds too little cash.",
    means: "There is no overdraft: what was asked takes `cost`, and the account holds `cash`. Nothing was done.",
    remedy: "Top up, or ask for less.",
    facts: { cash: moneyText("What the account holds."), cost: moneyText("What was asked takes.") },
    example: { cash: money(88_800_000n), cost: money(112_000_000n) },
  },
  InsufficientShares: {
    status: 409,
    code: "insufficient-shares",
    title: "The account holds too few shares.",
    means: "Nothing is sold that is not held. Nothing was done.",
    remedy: "Sell at most `held`.",
    facts: {
      ticker: named,
      held: Type.Integer({ description: "Shares that the account holds." }),
      asked: Type.Integer({ description: "Shares that were to be sold." }),
    },
    example: { ticker: AAPL, held: 10, asked: 11 },
  },
  LimitExceeded: {
    status: 409,
    code: "limit-exceeded",
    title: "An account may not hold that much.",
    means: "It would carry the account past the `maximum` of its `limit`. Nothing was done.",
    remedy: "Ask for less.",
    facts: {
      limit: oneOf(["balance", "realised-gain", "shares-of-one-stock", "stocks-held"], {
        description: "Which total would be too large.",
      }),
      maximum: Type.Union([Type.String({ format: "decimal" }), Type.Integer()], {
        description: "The most there may be: dollars as text, or a count.",
      }),
    },
    example: { limit: "balance", maximum: MAX_BALANCE },
  },
  TickerDelisted: {
    status: 409,
    code: "ticker-delisted",
    title: "The market no longer trades this stock.",
    means: "The price source no longer knows a stock that the account holds. Nothing was done.",
    remedy: "Nothing can be done; the holding stays.",
    facts: { ticker: named },
    example: { ticker: AAPL },
  },
  QuoteUnavailable: {
    status: 503,
    code: "quote-unavailable",
    title: "There is no price to be had now.",
    means: "The price source does not answer, has no request left, or its price is too old to trade on.",
    remedy: "Ask again after `retryAfter` seconds; an order with the same idempotency key.",
    facts: { ticker: named, reason, retryAfter },
    example: { ticker: AAPL, reason: "the price source does not answer", ...SOON },
  },
  SearchUnavailable: {
    status: 503,
    code: "search-unavailable",
    title: "Nothing can be searched for now.",
    means: "The price source does not answer, or has no request left for a search.",
    remedy: "Ask again after `retryAfter` seconds, or look the stock up by its ticker.",
    facts: { reason, retryAfter },
    example: { reason: "the price source does not answer", ...SOON },
  },
};
