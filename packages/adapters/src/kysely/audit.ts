import { auditEntry, unaudited, type AccountId, type Drift } from "@bourse/core";
import { untrustedEntry, type UntrustedRow } from "./audit-rows.ts";
import type { OnProgress } from "./progress.ts";

/** How many entries are replayed between two tellings of how far it is. */
const TOLD_EACH = 10_000;

export type AuditReport = {
  readonly accounts: number;
  readonly entries: number;
  /** The first drift of each account that has one, by account. */
  readonly drifts: readonly Drift[];
  /** What is wrong with the file, or the database, as a whole. */
  readonly problems: readonly string[];
};

export function isSound({ drifts, problems }: AuditReport): boolean {
  return drifts.length === 0 && problems.length === 0;
}

/** What is known of the ledgers so far. It keeps one account's holdings and what it finds, however many entries there are. */
export type Replay = {
  /** The next entry, an account's one after another. */
  readonly entry: (row: UntrustedRow) => void;
  /** What was found in another way. */
  readonly found: (drift: Drift) => void;
  readonly entries: () => number;
  /** The first drift of each account that has one, by account. */
  readonly drifts: () => readonly Drift[];
};

/** Holds every account's entries, from whichever database, to the same rules. */
export function replayOf(total: number, onProgress: OnProgress): Replay {
  const step = "replaying the entries";
  const drifts = new Map<string, Drift>();
  let audited = unaudited("" as AccountId);
  let done = 0;
  onProgress({ step, done, total });
  return {
    entry(row) {
      const accountId = String(row.account_id) as AccountId;
      if (accountId !== audited.portfolio.accountId) audited = unaudited(accountId);
      if (!drifts.has(accountId)) {
        untrustedEntry(row)
          .mapErr((what): Drift => ({ accountId, seq: Number(row.seq), what }))
          .andThen((entry) => auditEntry(audited, entry))
          .match(
            (next) => (audited = next),
            (drift) => void drifts.set(accountId, drift),
          );
      }
      done += 1;
      if (done % TOLD_EACH === 0 || done === total) onProgress({ step, done, total });
    },
    found(drift) {
      const known = drifts.get(drift.accountId);
      if (known === undefined || drift.seq < known.seq) drifts.set(drift.accountId, drift);
    },
    entries: () => done,
    drifts: () => [...drifts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, drift]) => drift),
  };
}
