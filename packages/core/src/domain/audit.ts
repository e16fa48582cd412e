import { err, ok, type Result } from "neverthrow";
import type { AccountId } from "./account.ts";
import { topUp, withdraw } from "./cash.ts";
import { cashCommand, tradeCommand } from "./command.ts";
import { actionOf, isTrade, type Entry, type EntryDraft, type TradeEntry } from "./entry.ts";
import type { InsufficientCash, InsufficientShares, LimitExceeded } from "./errors.ts";
import { parseKeyedRequest } from "./idempotency.ts";
import { invalid, type InvalidInput, type InvalidTicker } from "./invalid.ts";
import { add, formatMoney, negate, parseCashAmount, subtract, ZERO, type Money } from "./money.ts";
import { afterEntry, emptyPortfolio, type Portfolio } from "./portfolio.ts";
import { parseQuantity } from "./quantity.ts";
import { parsePrice } from "./quote.ts";
import { parseTicker } from "./ticker.ts";
import { parseLocalDate, type Instant } from "./time.ts";
import { buy, sell } from "./trading.ts";

/** Where an account's ledger first says what cannot be, and what that is, for a person to read. */
export type Drift = { readonly accountId: AccountId; readonly seq: number; readonly what: string };

/** An account as its entries so far make it, worked out anew. */
export type Audited = {
  readonly portfolio: Portfolio;
  /** What all that is held has cost. */
  readonly cost: Money;
  /** Top-ups less withdrawals. */
  readonly putIn: Money;
};

/** Before an account's first entry. */
export function unaudited(accountId: AccountId): Audited {
  return { portfolio: emptyPortfolio(accountId), cost: ZERO, putIn: ZERO };
}

/**
 * Holds an account's next entry against all before it, taking nothing on trust: its number and time, each value, the
 * rules by which it was decided, each total after it, and that no cent was made or lost.
 *
 * What a ledger alone cannot tell: that its last entries are missing, and what came from outside (the day, age and source
 * of a quote, the text of a key, when within its neighbours' times an entry happened).
 */
export function auditEntry(audited: Audited, entry: Entry): Result<Audited, Drift> {
  const { portfolio } = audited;
  return inPlace(portfolio, entry)
    .andThen(() => wellFormed(entry))
    .andThen(() => decidedAnew(portfolio, entry))
    .andThen((draft) => asDecided(entry, draft))
    .andThen(() => conserved(following(audited, entry)))
    .mapErr((what) => ({ accountId: portfolio.accountId, seq: entry.seq, what }));
}

function inPlace({ accountId, seq, at }: Portfolio, entry: Entry): Result<void, string> {
  if (entry.accountId !== accountId) return err(`it is account ${entry.accountId}'s`);
  if (entry.seq !== seq + 1) return err(`${seq + 1} is the next number`);
  if (entry.at < at) return err(`it is ${at - entry.at} ms before the entry that it follows`);
  return ok();
}

function wellFormed(entry: Entry): Result<void, string> {
  const values = isTrade(entry) ? tradeValues(entry) : cashValues(entry);
  return time("creation date", entry.at)
    .andThen(() => values)
    .mapErr(({ problems }) => problems.map(({ message }) => message.replace(/\.$/, "")).join("; "))
    .andThen(() => askedFor(entry));
}

function cashValues({ status, amount }: Entry): Result<unknown, InvalidInput> {
  return parseCashAmount(formatMoney(status === "TOP-UP" ? amount : negate(amount)));
}

function tradeValues({ trade: { quantity, quote } }: TradeEntry): Result<unknown, InvalidInput | InvalidTicker> {
  const { ticker, price, tradingDay, fetchedAt, source } = quote;
  return parseQuantity(quantity)
    .andThen(() => parsePrice(formatMoney(price)))
    .andThen(() => parseTicker(ticker))
    .andThen((known) => (known === ticker ? ok() : err(invalid("ticker", "ticker", `ticker must be ${known}.`))))
    .andThen(() => parseLocalDate(tradingDay, "trading day"))
    .andThen(() => time("fetching time", fetchedAt))
    .andThen(() => (source === "" ? err(invalid("source", "source", "source must be told.")) : ok()));
}

/** The last millisecond that a Date can tell (ECMAScript, 21.4.1.1). */
const LAST_TIME = 8_640_000_000_000_000;

function time(field: string, at: Instant): Result<void, InvalidInput> {
  if (Number.isInteger(at) && at >= 0 && at <= LAST_TIME) return ok();
  return err(invalid(field, "time", `${field} must be a time from 1970 on.`));
}

/** A key answers its first entry again, so the wish that is kept with it must be the one that the entry fulfils. */
function askedFor(entry: Entry): Result<void, string> {
  const { request, status, amount } = entry;
  if (request === null) return ok();
  if (parseKeyedRequest(request.key, request.command).isErr()) return err("its key is not one that can be given");
  const fulfilled = isTrade(entry)
    ? tradeCommand(actionOf(entry), entry.trade.quantity, entry.trade.quote.ticker)
    : cashCommand(entry.status, status === "TOP-UP" ? amount : negate(amount));
  return request.command === fulfilled ? ok() : err(`its key asked for ${request.command}, and it is ${fulfilled}`);
}

function decidedAnew(portfolio: Portfolio, entry: Entry): Result<EntryDraft, string> {
  return decide(portfolio, entry).mapErr((error) => {
    if (error.kind === "InsufficientCash") {
      return `it spends ${formatMoney(error.cost)}, and ${formatMoney(error.cash)} is there`;
    }
    if (error.kind === "InsufficientShares")
      return `it sells ${error.asked} ${error.ticker}, and ${error.held} are held`;
    return `it goes beyond the limit of ${error.limit}`;
  });
}

function decide(
  portfolio: Portfolio,
  entry: Entry,
): Result<EntryDraft, InsufficientCash | InsufficientShares | LimitExceeded> {
  const { amount, at: now } = entry;
  if (isTrade(entry)) {
    const { quantity, quote } = entry.trade;
    return (entry.status === "BUYING-SHARES" ? buy : sell)(portfolio, { quantity, quote, now });
  }
  return entry.status === "TOP-UP" ? topUp(portfolio, amount, now) : withdraw(portfolio, negate(amount), now);
}

type Total = readonly [name: string, is: bigint | number | null, due: bigint | number | null];

function asDecided(entry: Entry, draft: EntryDraft): Result<void, string> {
  const totals: Total[] = [
    ["amount", entry.amount, draft.amount],
    ["balance after it", entry.balance, draft.balance],
    ["gain realised after it", entry.realisedGainAfter, draft.realisedGainAfter],
  ];
  if ("trade" in entry && "trade" in draft) {
    totals.push(
      ["gain that it realises", entry.trade.realisedGain, draft.trade.realisedGain],
      ["quantity held after it", entry.trade.quantityAfter, draft.trade.quantityAfter],
      ["cost held after it", entry.trade.costAfter, draft.trade.costAfter],
    );
  }
  const wrong = totals.find(([, is, due]) => is !== due);
  return wrong ? err(`its ${wrong[0]} is ${told(wrong[1])}, and ${told(wrong[2])} is due`) : ok();
}

function told(total: bigint | number | null): string {
  if (typeof total === "bigint") return formatMoney(total as Money);
  return total === null ? "none" : String(total);
}

/** Once the entry is in its place and its totals are as they must be. */
function following({ portfolio, cost, putIn }: Audited, entry: Entry): Audited {
  const next = afterEntry(portfolio, entry);
  if (!isTrade(entry)) return { portfolio: next, cost, putIn: add(putIn, entry.amount) };
  const { quote, costAfter } = entry.trade;
  const costBefore = portfolio.holdings.get(quote.ticker)?.cost ?? ZERO;
  return { portfolio: next, cost: add(subtract(cost, costBefore), costAfter), putIn };
}

/** What the rules themselves might get wrong: cash and cost together are what was put in and what was gained. */
function conserved(audited: Audited): Result<Audited, string> {
  const { portfolio, cost, putIn } = audited;
  const [held, due] = [add(portfolio.cash, cost), add(putIn, portfolio.realisedGain)];
  if (held === due) return ok(audited);
  return err(`cash and cost come to ${formatMoney(held)}, and ${formatMoney(due)} was put in and gained`);
}
