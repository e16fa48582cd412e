import { actionOf, formatMoney, type Balance, type Entry, type FilledTrade } from "@bourse/core";
import { Type, type Static } from "typebox";
import { isoTime } from "./iso-time.ts";
import { pageOf } from "./page.ts";
import { AT, PAYMENT, PURCHASE, TOP_UP } from "./story.ts";
import { FilledQuoteView } from "./quote.ts";
import { ref } from "./ref.ts";
import { id, money, oneOf, orNull, Quantity, Seq, ticker, time } from "./values.ts";

const status = oneOf(["TOP-UP", "WITHDRAWAL", "BUYING-SHARES", "SELLING-SHARES"], {
  description: "What moved the cash.",
});
const cashStatus = oneOf(["TOP-UP", "WITHDRAWAL"], { description: "In or out." });
const action = oneOf(["BUY", "SELL"]);
const amount = money("What the cash changed by: a top-up or sale is positive, a withdrawal or purchase negative.");
const asked = money("How much to move: above zero, in whole cents.", "10000.00");

export const CashTransactionView = Type.Object(
  {
    accountId: id("Whose it is."),
    seq: Seq,
    status,
    amount,
    balance: money("Cash after it."),
    creationDate: time("When it happened."),
  },
  { $id: "CashTransaction", description: "The cash leg of an entry; every entry has one.", examples: [TOP_UP] },
);

export const CashMovementBody = Type.Object(
  { status: cashStatus, amount: asked },
  { $id: "CashMovement", additionalProperties: false },
);

export const NamedCashMovementBody = Type.Object(
  { account_id: id("The account."), amount: asked, status: cashStatus },
  { $id: "NamedCashMovement", additionalProperties: false },
);

export const TradeView = Type.Object(
  {
    accountId: id("Whose it is."),
    seq: Seq,
    action,
    ticker: ticker(),
    quantity: Quantity,
    price: money("Of one share.", "112.00"),
    amount,
    balance: money("Cash after it."),
    realisedGain: orNull(money("Proceeds less the average cost of what was sold; null for a purchase.")),
    creationDate: time("When it happened."),
    quote: ref(FilledQuoteView),
  },
  { $id: "Trade", description: "The share leg of an entry, and the quote it filled on.", examples: [PURCHASE] },
);

export const CashTransactionPage = pageOf(
  "CashTransactionPage",
  ref(CashTransactionView),
  "Cash transactions, newest first.",
  [PAYMENT, TOP_UP],
);
export const TradePage = pageOf("TradePage", ref(TradeView), "Trades, newest first.", [PURCHASE]);

export const OrderBody = Type.Object(
  { action, ticker: ticker(), quantity: Quantity },
  { $id: "Order", additionalProperties: false },
);

export const NamedOrderBody = Type.Object(
  { symbol: ticker(), quantity: Quantity },
  { $id: "NamedOrder", additionalProperties: false },
);

export const StockOrderBody = Type.Object(
  { action: oneOf(["buy", "sell"]), ticker: ticker(), quantity: Quantity, account_id: id("The account.") },
  { $id: "NamedStockOrder", additionalProperties: false },
);

export const BalanceView = Type.Object(
  { cash: money("What the account holds in cash."), asOf: time("When that was so.") },
  { $id: "Balance", examples: [{ cash: "8880.00", asOf: AT }] },
);

export function cashTransactionView(entry: Entry): Static<typeof CashTransactionView> {
  return {
    accountId: entry.accountId,
    seq: entry.seq,
    status: entry.status,
    amount: formatMoney(entry.amount),
    balance: formatMoney(entry.balance),
    creationDate: isoTime(entry.at),
  };
}

export function tradeView(entry: FilledTrade): Static<typeof TradeView> {
  const { quantity, quote, realisedGain } = entry.trade;
  const price = formatMoney(quote.price);
  return {
    accountId: entry.accountId,
    seq: entry.seq,
    action: actionOf(entry),
    ticker: quote.ticker,
    quantity,
    price,
    amount: formatMoney(entry.amount),
    balance: formatMoney(entry.balance),
    realisedGain: realisedGain === null ? null : formatMoney(realisedGain),
    creationDate: isoTime(entry.at),
    quote: { ...quote, price, fetchedAt: isoTime(quote.fetchedAt), freshness: entry.freshness },
  };
}

export function balanceView({ cash, asOf }: Balance): Static<typeof BalanceView> {
  return { cash: formatMoney(cash), asOf: isoTime(asOf) };
}
