import type { AccountId } from "@bourse/core";

/** What is planted in a trader's entries, and where and how it must be found, whichever database has them. */
export const PLANTED: readonly { readonly sql: string; readonly seq: number; readonly what: string | RegExp }[] = [
  { sql: "UPDATE cash SET balance_after = balance_after + 1 WHERE seq = 5", seq: 5, what: /^its balance after it is / },
  { sql: "UPDATE cash SET realised_gain_after = 0 WHERE seq = 6", seq: 6, what: /^its gain realised after it is 0.00/ },
  { sql: "UPDATE cash SET seq = 70 WHERE seq = 7", seq: 70, what: "7 is the next number" },
  { sql: "DELETE FROM cash WHERE seq = 1", seq: 2, what: "1 is the next number" },
  { sql: "UPDATE cash SET creation_date = 1 WHERE seq = 2", seq: 2, what: / ms before the entry that it follows$/ },
  {
    sql: "UPDATE cash SET amount = amount - 1 WHERE seq = 2",
    seq: 2,
    what: "its amount is -50.0001, and -50.00 is due",
  },
  { sql: "UPDATE cash SET amount = -99.0 WHERE seq = 7", seq: 7, what: /^amount must be/ },
  { sql: "UPDATE cash SET status = 'GIFT' WHERE seq = 1", seq: 1, what: "there is no status GIFT" },
  {
    sql: "UPDATE cash SET status = 'TOP-UP', amount = 100 WHERE seq = 2",
    seq: 2,
    what: "it is a TOP-UP with a share leg",
  },
  {
    sql: "UPDATE cash SET status = 'SELLING-SHARES' WHERE seq = 2",
    seq: 2,
    what: /^its cash leg is SELLING-SHARES, its share leg BUY$/,
  },
  { sql: "DELETE FROM stock WHERE seq = 3", seq: 3, what: "it is BUYING-SHARES without a share leg" },
  {
    sql: "DELETE FROM cash WHERE seq = 7; UPDATE stock SET seq = 7 WHERE seq = 6",
    seq: 6,
    what: /without a share leg$/,
  },
  {
    sql: "UPDATE stock SET seq = 9 WHERE seq = 6; DELETE FROM cash WHERE seq > 5",
    seq: 9,
    what: "its share leg has no cash leg",
  },
  {
    sql: "UPDATE stock SET quantity_after = quantity_after + 1 WHERE seq = 3",
    seq: 3,
    what: /^its quantity held after it is 9/,
  },
  { sql: "UPDATE stock SET cost_after = cost_after + 1 WHERE seq = 4", seq: 4, what: /^its cost held after it is / },
  {
    sql: "UPDATE stock SET realised_gain = realised_gain + 1 WHERE seq = 4",
    seq: 4,
    what: /^its gain that it realises is /,
  },
  { sql: "UPDATE stock SET quantity = 0 WHERE seq = 2", seq: 2, what: /^quantity must be a whole number/ },
  { sql: "UPDATE stock SET price = -price WHERE seq = 2", seq: 2, what: /^price must be above 0/ },
  { sql: "UPDATE stock SET ticker = 'MSFT' WHERE seq = 6", seq: 6, what: "it sells 1 MSFT, and 0 are held" },
  {
    sql: "UPDATE cash SET command = 'BUY 4 AAPL' WHERE seq = 3",
    seq: 3,
    what: "its key asked for BUY 4 AAPL, and it is BUY 3 AAPL",
  },
  { sql: "UPDATE cash SET command = NULL WHERE seq = 3", seq: 3, what: "its key and its command are not both texts" },
  {
    sql: "UPDATE cash SET creation_date = 9223372036854775807 WHERE seq = 7",
    seq: 7,
    what: "its creation_date is no whole number",
  },
];

/** The statement on the real tables, for one account's rows alone. */
export function inRowsOf(accountId: AccountId, sql: string): string {
  return sql
    .replaceAll(/\b(cash|stock)\b(?= (?:SET|WHERE))/g, "$1_transactions")
    .replaceAll(" WHERE ", ` WHERE account_id = '${accountId}' AND `);
}
