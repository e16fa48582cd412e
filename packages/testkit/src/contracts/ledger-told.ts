import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import type { ConsecutiveEntries, Entry, Ledger, Portfolio } from "@bourse/core";
import type { Result } from "neverthrow";
import { tally } from "../assertions.ts";
import { fieldShown, shown } from "../shown.ts";
import { errorIn, must, valueIn } from "./told.ts";

/** How a call reads in a message: `entry("…", 3)`. */
export function callOf(method: keyof Ledger, ...asked: readonly unknown[]): string {
  return `${method}(${asked.map(shown).join(", ")})`;
}

/** How an append reads: by its entries' numbers. */
export function appendOf(entries: readonly Entry[]): string {
  return `append of ${numbersOf(entries)}`;
}

/** The ledger must take the entries. */
export async function append(ledger: Ledger, entries: ConsecutiveEntries): Promise<void> {
  valueIn(appendOf(entries), await ledger.append(entries));
}

/** The ledger must refuse the entries as Conflict; `why` says what is wrong with them. */
export async function assertConflict(ledger: Ledger, entries: ConsecutiveEntries, why: string): Promise<void> {
  errorIn(`${appendOf(entries)}, where ${why},`, await ledger.append(entries), "Conflict");
}

/** Of appends at one number, made at once, one must have been taken, and the others answered Conflict. */
export function assertOneWins(answers: readonly Result<void, { readonly kind: string }>[]): void {
  const [counts, due] = [tally(answers), { ok: 1, Conflict: answers.length - 1 }];
  const rule = `${answers.length} appends at one seq, made at once, must answer ${shown(due)}`;
  assert.deepEqual(counts, due, `${rule}; they answered ${shown(counts)}`);
}

/** The call must have answered exactly these entries, in this order. */
export function assertEntries(
  call: string,
  answer: Result<readonly Entry[], { readonly kind: string }>,
  expected: readonly Entry[],
): void {
  const found = valueIn(call, answer);
  must(Array.isArray(found), `${call} must answer a list; it answered ${shown(found)}`);
  const numbers = found.map(({ seq }) => seq).join(", ");
  const isAll = numbers === expected.map(({ seq }) => seq).join(", ");
  const rule = `${call} must answer ${numbersOf(expected)}; it answered ${numbers || "none"}`;
  if (!isAll) assert.deepEqual(found, expected, rule);
  for (const [index, entry] of expected.entries()) assertSame(`${call}: entry ${entry.seq}`, found[index], entry);
}

/** The call must have answered this entry, or null. */
export function assertEntry(
  call: string,
  answer: Result<Entry | null, { readonly kind: string }>,
  expected: Entry | null,
): void {
  const found = valueIn(call, answer);
  const due = expected ? `entry ${expected.seq}` : "null";
  const isThere = (found === null) === (expected === null);
  must(isThere, `${call} must answer ${due}; it answered ${found ? `entry ${found.seq}` : shown(found)}`);
  assertSame(call, found, expected);
}

/** The call must have answered what these entries add up to. */
export function assertPortfolio(
  call: string,
  answer: Result<Portfolio, { readonly kind: string }>,
  expected: Portfolio,
): void {
  const due = expected.seq === 0 ? "an empty portfolio" : `what entries 1 to ${expected.seq} add up to`;
  assertSame(`${call} must answer ${due}: the portfolio`, valueIn(call, answer), expected);
}

/** Tells the first field that is not as it must be, and hands the whole to runners that compare. */
function assertSame(what: string, found: unknown, expected: unknown): void {
  const [right, wrong] = [fieldsOf(expected), fieldsOf(found)];
  const names = [...new Set([...Object.keys(right), ...Object.keys(wrong)])];
  const field = names.find((name) => !isDeepStrictEqual(wrong[name], right[name]));
  const tell = (whole: unknown, own: Readonly<Record<string, unknown>>): string =>
    field === undefined ? shown(whole) : fieldShown(field, own[field]);
  const where = field === undefined ? what : `${what}: ${field}`;
  assert.deepEqual(found, expected, `${where} must be ${tell(expected, right)}; it is ${tell(found, wrong)}`);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function numbersOf(entries: readonly Entry[]): string {
  const numbers = entries.map(({ seq }) => seq).join(", ");
  return entries.length === 1 ? `entry ${numbers}` : entries.length === 0 ? "no entry" : `entries ${numbers}`;
}
