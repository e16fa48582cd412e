import { sqliteLedger } from "@bourse/adapters/sqlite";
import type { AccountId } from "@bourse/core";
import { entriesFor, moneyOf, quantityOf, quoteOf, valueOf } from "@bourse/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newStore, type Store } from "./store.ts";

let store: Store;
let accountId: AccountId;

/** An account with a top-up, a purchase and a sale: something to try to break. */
beforeEach(async () => {
  store = newStore();
  accountId = await store.openAccount();
  const ledger = sqliteLedger(store.db());
  const quote = quoteOf("AAPL", "10.00");
  for (const entry of entriesFor(accountId, [
    { status: "TOP-UP", amount: moneyOf("100.00") },
    { status: "BUYING-SHARES", quote, quantity: quantityOf(5) },
    { status: "SELLING-SHARES", quote, quantity: quantityOf(2) },
  ])) {
    valueOf(await ledger.append([entry]));
  }
});
afterEach(() => store.dispose());

const CASH = {
  seq: 4,
  amount: 1,
  status: "TOP-UP",
  balance_after: 1,
  realised_gain_after: 0,
  creation_date: 1,
  idempotency_key: null,
  command: null,
};
const STOCK = {
  seq: 1,
  ticker: "AAPL",
  transaction_type: "BUY",
  quantity: 1,
  price: 1,
  trading_day: "2026-06-15",
  fetched_at: 1,
  source: "raw",
  realised_gain: null,
  quantity_after: 1,
  cost_after: 1,
};

/** Inserts past all of the adapter's own code, and answers what SQLite says to it. */
function insert(table: string, row: Readonly<Record<string, unknown>>, or = ""): string {
  const given: Readonly<Record<string, unknown>> = { account_id: accountId, ...row };
  const columns = Object.keys(given);
  const values = columns.map(() => "?");
  return run(`INSERT ${or}INTO ${table} (${columns.join()}) VALUES (${values.join()})`, ...Object.values(given));
}

function run(sql: string, ...parameters: readonly unknown[]): string {
  try {
    store
      .db()
      .prepare(sql)
      .run(...parameters);
    return "done";
  } catch (error) {
    return String(error instanceof Error ? error.message : error);
  }
}

describe("an entry", () => {
  it.each([
    "UPDATE cash_transactions SET amount = amount",
    "UPDATE stock_transactions SET quantity = quantity",
    "UPDATE OR REPLACE cash_transactions SET seq = 1 WHERE seq = 2",
  ])("never changes: %s", (sql) => {
    expect(run(sql)).toBe("an entry never changes");
  });

  it.each(["DELETE FROM cash_transactions", "DELETE FROM stock_transactions WHERE seq = 2"])(
    "never goes: %s",
    (sql) => {
      expect(run(sql)).toBe("an entry never goes");
    },
  );

  it("is not replaced by another under its number", () => {
    const again = { ...CASH, seq: 1 };
    expect(insert("cash_transactions", again)).toMatch(/^UNIQUE constraint failed/);
    expect(insert("cash_transactions", again, "OR REPLACE ")).toBe("an entry never goes");
    expect(insert("stock_transactions", { ...STOCK, seq: 2 }, "OR REPLACE ")).toBe("an entry never goes");
  });
});

describe("a cash transaction", () => {
  it("that is sound is taken", () => {
    expect(insert("cash_transactions", CASH)).toBe("done");
  });

  it.each([
    { what: "a balance below zero", row: { balance_after: -1 }, says: /CHECK/ },
    { what: "a number below one", row: { seq: 0 }, says: /CHECK/ },
    { what: "an amount of nothing", row: { amount: 0 }, says: /CHECK/ },
    { what: "a top-up that takes", row: { amount: -1 }, says: /CHECK/ },
    { what: "a withdrawal that gives", row: { status: "WITHDRAWAL" }, says: /CHECK/ },
    { what: "an unknown status", row: { status: "GIFT" }, says: /CHECK/ },
    { what: "a key without a command", row: { idempotency_key: "k" }, says: /CHECK/ },
    { what: "a fraction", row: { amount: 1.5 }, says: /cannot store REAL value in INTEGER column/ },
    { what: "a text for a number", row: { balance_after: "lots" }, says: /cannot store TEXT value in INTEGER column/ },
    { what: "nothing where something belongs", row: { creation_date: null }, says: /NOT NULL/ },
    { what: "an account that is not there", row: { account_id: "nobody" }, says: /FOREIGN KEY/ },
  ])("with $what is refused", ({ row, says }) => {
    expect(insert("cash_transactions", { ...CASH, ...row })).toMatch(says);
  });
});

describe("a trade", () => {
  it("that is sound is taken", () => {
    expect(insert("stock_transactions", STOCK)).toBe("done");
  });

  it.each([
    { what: "no cash leg", row: { seq: 9 }, says: /FOREIGN KEY/ },
    { what: "no shares", row: { quantity: 0 }, says: /CHECK/ },
    { what: "more shares than one order may have", row: { quantity: 1_000_001 }, says: /CHECK/ },
    { what: "a price of nothing", row: { price: 0 }, says: /CHECK/ },
    { what: "a holding below zero", row: { quantity_after: -1 }, says: /CHECK/ },
    { what: "a cost below zero", row: { cost_after: -1 }, says: /CHECK/ },
    { what: "cost left for no shares", row: { quantity_after: 0 }, says: /CHECK/ },
    { what: "a gain on a purchase", row: { realised_gain: 1 }, says: /CHECK/ },
    { what: "no gain on a sale", row: { transaction_type: "SELL" }, says: /CHECK/ },
    { what: "half a share", row: { quantity: 0.5 }, says: /cannot store REAL value in INTEGER column/ },
  ])("with $what is refused", ({ row, says }) => {
    expect(insert("stock_transactions", { ...STOCK, ...row })).toMatch(says);
  });
});

describe("an account", () => {
  it("is closed, never deleted", () => {
    expect(run("DELETE FROM accounts")).toBe("an account is closed, never deleted");
  });

  it("has a person and both names until it is closed, and then none of them", () => {
    expect(run("UPDATE accounts SET person = NULL")).toMatch(/CHECK/);
    expect(run("UPDATE accounts SET email_fingerprint = NULL")).toMatch(/CHECK/);
    expect(run("UPDATE accounts SET username_fingerprint = NULL")).toMatch(/CHECK/);
    expect(run("UPDATE accounts SET person = 999")).toMatch(/FOREIGN KEY/);
    expect(run("UPDATE accounts SET blacklisted = 2")).toMatch(/CHECK/);
  });
});

describe("who holds an account", () => {
  it("is overwritten, never deleted", () => {
    expect(run("DELETE FROM people")).toBe("a person is overwritten, never deleted");
    expect(run("INSERT OR REPLACE INTO people SELECT * FROM people")).toBe("a person is overwritten, never deleted");
  });

  it.each([
    "username = username || 'x'",
    "email = ''",
    "name = 'somebody else'",
    "date_of_birth = NULL",
    "password_hash = substr(password_hash, 2)",
    "number = number + 1",
  ])("is overwritten in its place and to the byte: not by %s", (change) => {
    expect(run(`UPDATE people SET ${change}`)).toBe("a person is overwritten by as many bytes");
  });
});
