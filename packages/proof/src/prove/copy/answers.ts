import { isDeepStrictEqual } from "node:util";
import { instant, isTrade, type AccountId, type Entry } from "@bourse/core";
import { START, utcDay } from "@bourse/testkit";
import type { Result, ResultAsync } from "neverthrow";
import type { Brokerage } from "./brokerage.ts";

const DAY = 86_400_000;
/** The largest page that can be asked for. */
const PAGE = 200;

/** What was asked of both, and each answer that was not the same. */
export type Compared = { pages: number; answers: number; replays: number; readonly differences: string[] };

/**
 * Asks both brokerages the same of each account: its balance, its portfolio now, on past days and at past instants, every
 * page of both its histories, and again what some of its keys had asked for.
 */
export async function compareAnswers(
  both: readonly [Brokerage, Brokerage],
  accounts: readonly AccountId[],
  replayEach: number,
  random: () => number,
): Promise<Compared> {
  const compared: Compared = { pages: 0, answers: 0, replays: 0, differences: [] };
  // As late as the last day of those that were used.
  for (const { ports } of both) ports.clock.set(instant(START + 60 * DAY));
  for (const accountId of accounts) {
    const alike: Alike = async (what, ask) => {
      const [one, other] = await Promise.all([ask(both[0]), ask(both[1])]);
      compared.answers += 1;
      if (!isDeepStrictEqual(one, other)) compared.differences.push(`account ${accountId}: ${what} is not the same`);
      return one;
    };
    await alike("who holds it", ({ ports }) => ports.accounts.credentialsOf(accountId));
    await alike("its balance", ({ app }) => app.viewBalance({ accountId }));
    await alike("its portfolio", ({ app }) => app.viewPortfolio({ accountId }));
    await alike("what it is worth", ({ app }) => app.valuePortfolio({ accountId }));
    for (let days = 1; days <= 35; days += 3) {
      const at = utcDay(instant(START + days * DAY));
      await alike(`its portfolio of ${at}`, ({ app }) => app.viewPortfolio({ accountId, at }));
    }
    const entries = await everyPage(alike, accountId, compared);
    for (let tries = 0; tries < 5; tries += 1) {
      const at = entries[Math.floor(random() * entries.length)]?.at;
      if (at !== undefined) await alike(`what it held at ${at}`, ({ ports }) => ports.ledger.portfolio(accountId, at));
    }
    for (const entry of entries.filter(({ seq, request }) => request !== null && seq % replayEach === 0)) {
      compared.replays += 1;
      const answer = await alike(`the answer to key ${entry.request?.key}`, ({ app }) => askedAgain(app, entry));
      if (!isReplay(answer)) compared.differences.push(`account ${accountId}: ${entry.request?.key} is not replayed`);
    }
  }
  return compared;
}

type Ask = (brokerage: Brokerage) => ResultAsync<unknown, unknown>;
type Alike = (what: string, ask: Ask) => Promise<Result<unknown, unknown>>;

/** Answers the account's entries, newest first, as the first of the two has them. */
async function everyPage(alike: Alike, accountId: AccountId, compared: Compared): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (const list of ["listCashTransactions", "listTrades"] as const) {
    let before: number | undefined;
    do {
      const page = await alike(`its ${list} before ${before}`, ({ app }) =>
        app[list]({ accountId, before, limit: PAGE }),
      );
      compared.pages += 1;
      const { items, next } = (page as { value: { items: readonly Entry[]; next: number | null } }).value;
      if (list === "listCashTransactions") entries.push(...items);
      before = next ?? undefined;
    } while (before !== undefined);
  }
  return entries;
}

/** The same wish under the same key, as its caller would send it again. */
function askedAgain(app: Brokerage["app"], entry: Entry): ResultAsync<unknown, unknown> {
  const { accountId, request } = entry;
  const key = { accountId, idempotencyKey: request?.key };
  if (isTrade(entry)) {
    const { quantity, quote } = entry.trade;
    return app[entry.status === "BUYING-SHARES" ? "buyShares" : "sellShares"]({
      ...key,
      quantity,
      ticker: quote.ticker,
    });
  }
  const [, amount = ""] = (request?.command ?? "").split(" ");
  return app[entry.status === "TOP-UP" ? "topUp" : "withdraw"]({ ...key, amount });
}

function isReplay(answer: unknown): boolean {
  return (answer as { value?: { replayed?: boolean } }).value?.replayed === true;
}
