import { instant, type Instant, type Need } from "@bourse/core";
import type { LimitReached, Spent } from "../price-stores/index.ts";
import type { PriceRefusalsTable } from "./schema.ts";

/** The refusal that is waited out has a table to itself. */
export const ONLY_REFUSAL = 1n;

/** How many requests are remembered: more than any day or minute may have. */
export const MAX_COUNTED = 10_000;

export function refusalRow({ limit, since, day, wait }: LimitReached): PriceRefusalsTable {
  return { id: ONLY_REFUSAL, reached: limit, since: BigInt(since), day, wait: BigInt(wait) };
}

/** What has been spent, of the rows that say so. */
export function spentOf(rows: {
  readonly counts: readonly { readonly need: Need; readonly count: bigint | number | string }[];
  readonly recent: readonly { readonly at: bigint }[];
  readonly underWay: { readonly at: bigint } | undefined;
  readonly refusal: PriceRefusalsTable | undefined;
}): Spent {
  const counts = new Map(rows.counts.map(({ need, count }) => [need, Number(count)]));
  const countOf = (need: Need): number => counts.get(need) ?? 0;
  const { refusal, underWay } = rows;
  return {
    today: { look: countOf("look"), trade: countOf("trade"), valuation: countOf("valuation") },
    recent: rows.recent.map(instantOf),
    underWay: underWay ? instantOf(underWay) : null,
    reached: refusal ? limitReached(refusal) : null,
  };
}

function instantOf({ at }: { readonly at: bigint }): Instant {
  return instant(Number(at));
}

function limitReached({ reached, since, day, wait }: PriceRefusalsTable): LimitReached {
  return { limit: reached, since: instant(Number(since)), day, wait: Number(wait) };
}
