import type { AccountId } from "@bourse/core";
import { accountOf, hashOf, valueOf } from "@bourse/testkit";
import { copyLedger, fill } from "../../bench/long-ledger.ts";
import { overSqlite, TICKERS, type Brokerage } from "./brokerage.ts";

/** Accounts with long ledgers, and accounts that were used from day to day. */
const [LONG, USED, DAYS] = [20, 5, 30];
const DAY = 86_400_000;

/** A file's brokerage, and how many rows of it a copy has to move. */
export type Source = { readonly accounts: readonly AccountId[]; readonly entries: number; readonly rows: number };

/** Makes a brokerage of about so many entries, with a bit of everything; no server has it then. */
export async function makeSource(file: string, entries: number, random: () => number): Promise<Source> {
  const brokerage = overSqlite(file);
  const { database, ports } = brokerage;
  const { db } = database;
  // What is made here is lost with the machine, and made again.
  db.pragma("synchronous = OFF");
  try {
    const accounts: AccountId[] = [];
    for (let number = 1; number <= LONG + USED + 2; number += 1) {
      const account = accountOf(number);
      valueOf(await ports.accounts.add(account, hashOf(`hash-${number}`)));
      accounts.push(account.id);
    }
    const [first, ...others] = accounts.slice(0, LONG) as [AccountId, ...AccountId[]];
    const each = Math.ceil(entries / LONG);
    fill(database, first, TICKERS, each, () => undefined);
    for (const [index, other] of others.entries())
      copyLedger(database, first, other, each - 1 - index, () => undefined);
    for (const used of accounts.slice(LONG, LONG + USED)) await useDaily(brokerage, used, random);
    const [barred, gone] = accounts.slice(LONG + USED) as [AccountId, AccountId];
    valueOf(await ports.accounts.setBlacklisted(barred, true));
    valueOf(await ports.accounts.close(gone));
    db.exec("INSERT INTO failed_attempts VALUES ('somebody', 3, 1781533800000)");
    const count = (table: string): number =>
      Number(db.prepare<[], bigint>(`SELECT count(*) FROM ${table}`).pluck().get());
    const found = count("cash_transactions");
    const besides = ["stock_transactions", "accounts", "blacklisted_emails", "failed_attempts"];
    return { accounts, entries: found, rows: besides.reduce((sum, table) => sum + count(table), found) };
  } finally {
    database.close();
  }
}

/** Day after day, cash in and out and trades, most of them under a key. What cannot be done is refused, and that is all. */
async function useDaily({ app, ports }: Brokerage, accountId: AccountId, random: () => number): Promise<void> {
  for (let day = 0; day < DAYS; day += 1) {
    for (const [index, kind] of ["topUp", "buyShares", "sellShares", "withdraw"].entries()) {
      const key = random() < 0.8 ? { idempotencyKey: `day-${day}-${index}` } : {};
      const amount = `${1 + Math.floor(random() * 5000)}.${10 + Math.floor(random() * 90)}`;
      const order = {
        ticker: TICKERS[Math.floor(random() * TICKERS.length)] ?? "T",
        quantity: 1 + Math.floor(random() * 9),
      };
      if (kind === "topUp") valueOf(await app.topUp({ accountId, amount, ...key }));
      else if (kind === "withdraw") await app.withdraw({ accountId, amount, ...key });
      else if (kind === "buyShares") await app.buyShares({ accountId, ...order, ...key });
      else await app.sellShares({ accountId, ...order, ...key });
    }
    ports.clock.advance(DAY / USED);
  }
}
