import type { ConsecutiveEntries, Entry, Ledger, StoreUnavailable } from "@bourse/core";
import { err, ResultAsync, type Result } from "neverthrow";

type Reason = NonNullable<StoreUnavailable["reason"]>;
type Appended = Awaited<ReturnType<Ledger["append"]>>;

/** A ledger that fails when it is told to. */
export type FaultyLedger = Ledger & {
  /** The next append fails as StoreUnavailable: `before` it took effect, or `after`, with nobody told; `why`, if given. */
  readonly failNextAppend: (when: "after" | "before", why?: Reason) => void;
  /** While true, every read fails as StoreUnavailable. */
  readonly failReads: (failing: boolean) => void;
  /** Called before each append goes on, with its first entry: the place to hold it up, or to let a rival go first. */
  onAppend(hook: (entry: Entry) => Promise<void>): void;
  /** How many appends have answered Conflict. */
  readonly conflicts: () => number;
};

/** Passes everything on to `ledger`, but for the faults asked of it. */
export function faultyLedger(ledger: Ledger): FaultyLedger {
  let fault: { readonly when: "after" | "before"; readonly why: Reason | undefined } | null = null;
  let blind = false;
  let conflicts = 0;
  let hook: ((entry: Entry) => Promise<void>) | null = null;

  const append = async (entries: ConsecutiveEntries): Promise<Appended> => {
    const mine = fault;
    fault = null;
    await hook?.(entries[0]);
    if (mine?.when === "before") return failed("before the append", mine.why);
    const appended = await ledger.append(entries);
    if (mine?.when === "after") return failed("after the append", mine.why);
    if (appended.isErr() && appended.error.kind === "Conflict") conflicts += 1;
    return appended;
  };
  const read = <Value>(answer: () => ResultAsync<Value, StoreUnavailable>): ResultAsync<Value, StoreUnavailable> =>
    blind ? new ResultAsync(Promise.resolve(failed<Value>("reads fail"))) : answer();

  return {
    append: (entries) => new ResultAsync(append(entries)),
    portfolio: (accountId, at) => read(() => ledger.portfolio(accountId, at)),
    entries: (query) => read(() => ledger.entries(query)),
    trades: (query) => read(() => ledger.trades(query)),
    tail: (query) => read(() => ledger.tail(query)),
    entry: (accountId, seq) => read(() => ledger.entry(accountId, seq)),
    entryByKey: (accountId, key) => read(() => ledger.entryByKey(accountId, key)),
    failNextAppend: (when, why) => {
      fault = { when, why };
    },
    failReads: (failing) => {
      blind = failing;
    },
    onAppend: (next) => {
      hook = next;
    },
    conflicts: () => conflicts,
  };
}

function failed<Value = never>(when: string, reason?: Reason): Result<Value, StoreUnavailable> {
  const cause = new Error(`the store was told to fail ${when}`);
  return err({ kind: "StoreUnavailable", cause, ...(reason && { reason }) });
}
