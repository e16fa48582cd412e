import type {
  AccountId,
  Contended,
  EntryDraft,
  KeyedRequest,
  KeyReused,
  Ledger,
  Portfolio,
  Portfolios,
  Recorded,
  StoreUnavailable,
} from "@bourse/core";
import { err, ok, ResultAsync, type Result } from "neverthrow";

type Decide<E> = (portfolio: Portfolio) => Result<EntryDraft, E>;
type Changed<E> = Result<Recorded, Contended | E | KeyReused | StoreUnavailable>;
type Recalled = Result<Recorded | null, KeyReused | StoreUnavailable>;

const ATTEMPTS = 10;

/** Portfolios that keep nothing in memory: every answer is the ledger's, and an account's changes form a queue. */
export function fakePortfolios(ledger: Ledger): Portfolios {
  const queues = new Map<AccountId, Promise<unknown>>();
  return {
    find: (accountId) => ledger.portfolio(accountId),
    change: <E>(accountId: AccountId, request: KeyedRequest | null, decide: Decide<E>) => {
      const change = (): Promise<Changed<E>> => attempt(ledger, accountId, request, decide);
      const turnCome = queues.get(accountId) ?? Promise.resolve();
      // A decide that throws is its caller's bug; whoever waits behind it is not to suffer.
      const done = turnCome.then(change, change);
      queues.set(accountId, done);
      return new ResultAsync(done);
    },
    recall: (accountId, request) => new ResultAsync(recall(ledger, accountId, request)),
  };
}

async function attempt<E>(
  ledger: Ledger,
  accountId: AccountId,
  request: KeyedRequest | null,
  decide: Decide<E>,
): Promise<Changed<E>> {
  for (let tries = 0; tries < ATTEMPTS; tries += 1) {
    const earlier = await recall(ledger, accountId, request);
    if (earlier.isErr()) return err(earlier.error);
    if (earlier.value) return ok(earlier.value);
    const decided = (await ledger.portfolio(accountId)).andThen(decide);
    if (decided.isErr()) return err(decided.error);
    const entry = { ...decided.value, request };
    const appended = await ledger.append([entry]);
    if (appended.isOk()) return ok({ entry, replayed: false });
    if (appended.error.kind === "StoreUnavailable") return err(appended.error);
  }
  return err({ kind: "Contended" });
}

async function recall(ledger: Ledger, accountId: AccountId, request: KeyedRequest | null): Promise<Recalled> {
  if (request === null) return ok(null);
  const found = await ledger.entryByKey(accountId, request.key);
  return found.andThen((entry) => {
    if (entry === null) return ok(null);
    if (entry.request?.command !== request.command) return err({ kind: "KeyReused" as const });
    return ok({ entry, replayed: true });
  });
}
