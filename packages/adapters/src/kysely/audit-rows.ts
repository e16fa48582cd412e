import { actionOf, isTrade, type Entry } from "@bourse/core";
import { err, ok, type Result } from "neverthrow";
import { entryOf, type EntryRow } from "./entry-rows.ts";

/** A cash row with its share row beside it, as a file may have it when nothing has held it to the schema. */
export type UntrustedRow = Readonly<Record<keyof EntryRow, unknown>>;

type Kind = "count" | "text" | "whole";
type Kinds = Partial<Record<keyof EntryRow, Kind>>;

/** A count is a whole number that a double holds too. */
const CASH_LEG: Kinds = {
  account_id: "text",
  seq: "count",
  status: "text",
  amount: "whole",
  balance_after: "whole",
  realised_gain_after: "whole",
  creation_date: "count",
};
const SHARE_LEG: Kinds = {
  ticker: "text",
  transaction_type: "text",
  quantity: "count",
  price: "whole",
  trading_day: "text",
  fetched_at: "count",
  source: "text",
  quantity_after: "count",
  cost_after: "whole",
};
const STATUSES: ReadonlySet<unknown> = new Set(["TOP-UP", "WITHDRAWAL", "BUYING-SHARES", "SELLING-SHARES"]);

/** The entry that the two rows make, or why they make none. What the entry says is not judged here. */
export function untrustedEntry(row: UntrustedRow): Result<Entry, string> {
  const broken = brokenIn(row, CASH_LEG) ?? brokenRequest(row) ?? brokenLegs(row);
  return broken === null ? agreed(row, entryOf(row as EntryRow)) : err(broken);
}

function brokenIn(row: UntrustedRow, kinds: Kinds): string | null {
  for (const [column, kind] of Object.entries(kinds) as [keyof EntryRow, Kind][]) {
    if (!isOf(kind, row[column])) return `its ${column} is no ${kind === "text" ? "text" : "whole number"}`;
  }
  return null;
}

function isOf(kind: Kind, value: unknown): boolean {
  if (kind === "text") return typeof value === "string";
  return typeof value === "bigint" && (kind === "whole" || Number.isSafeInteger(Number(value)));
}

function brokenRequest({ idempotency_key: key, command }: UntrustedRow): string | null {
  if (key === null && command === null) return null;
  return typeof key === "string" && typeof command === "string" ? null : "its key and its command are not both texts";
}

function brokenLegs(row: UntrustedRow): string | null {
  const { status, realised_gain } = row;
  if (!STATUSES.has(status)) return `there is no status ${String(status)}`;
  const hasShares = [...Object.keys(SHARE_LEG), "realised_gain"].some(
    (column) => row[column as keyof EntryRow] !== null,
  );
  if (status === "TOP-UP" || status === "WITHDRAWAL") return hasShares ? `it is a ${status} with a share leg` : null;
  if (!hasShares) return `it is ${String(status)} without a share leg`;
  if (realised_gain !== null && typeof realised_gain !== "bigint") return "its realised_gain is no whole number";
  return brokenIn(row, SHARE_LEG);
}

function agreed(row: UntrustedRow, entry: Entry): Result<Entry, string> {
  if (!isTrade(entry) || row.transaction_type === actionOf(entry)) return ok(entry);
  return err(`its cash leg is ${entry.status}, its share leg ${String(row.transaction_type)}`);
}
