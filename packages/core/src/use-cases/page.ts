import { ok, err, type Result } from "neverthrow";
import type { AccountId } from "../domain/account.ts";
import { invalid, type InvalidInput } from "../domain/invalid.ts";
import type { EntriesQuery } from "../ports/ledger.ts";

export const DEFAULT_PAGE = 50;
export const MAX_PAGE = 200;

/** Entries of an account, newest first. `before` is the `next` of the page above. */
export type ListEntries = {
  readonly accountId: AccountId;
  readonly before?: number | undefined;
  /** 1 to MAX_PAGE, DEFAULT_PAGE when left out. */
  readonly limit?: number | undefined;
};

/** `next` is the `before` of the page below, null on the last. */
export type Page<Item> = { readonly items: readonly Item[]; readonly next: number | null };

/** Asks for one entry more than the page holds, to know whether there is a page below. */
export function pageQuery({
  accountId,
  before,
  limit = DEFAULT_PAGE,
}: ListEntries): Result<EntriesQuery, InvalidInput> {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE) {
    return err(invalid("limit", "range", `limit must be a whole number from 1 to ${MAX_PAGE}.`));
  }
  if (before !== undefined && !(Number.isSafeInteger(before) && before >= 1)) {
    return err(invalid("cursor", "cursor", "cursor must be a nextCursor of an earlier page."));
  }
  return ok({ accountId, limit: limit + 1, ...(before !== undefined && { before }) });
}

export function pageOf<Item extends { readonly seq: number }>(found: readonly Item[], query: EntriesQuery): Page<Item> {
  const items = found.slice(0, query.limit - 1);
  return { items, next: found.length === query.limit ? (items.at(-1)?.seq ?? null) : null };
}
