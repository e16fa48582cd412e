import {
  afterEntry,
  emptyPortfolio,
  type AccountId,
  type Contended,
  type Entry,
  type EntryDraft,
  type KeyedRequest,
  type KeyReused,
  type Ledger,
  type Portfolio,
  type Portfolios,
  type Recorded,
  type StoreUnavailable,
} from "@bourse/core";
import { entryOf, moneyOf, topUpDraft } from "@bourse/testkit";
import { err, ok, okAsync, ResultAsync, type Result } from "neverthrow";

/** One thing that an adapter may get wrong. */
export type Flaw =
  | "answers an empty portfolio when the ledger fails"
  | "applies a conflict all the same"
  | "decides on a read from before its turn"
  | "forgets to mark a replay"
  | "gives up at the first conflict"
  | "has one queue for all accounts"
  | "has no queue"
  | "ignores keys"
  | "keeps its copy after a failure"
  | "keeps its copy when a replay tells of more"
  | "keeps something of what was refused"
  | "never gives up"
  | "puts memory before disk"
  | "replays any command under a key"
  | "takes the key of a refusal"
  | "tries a failure again";

type Decide<E> = (portfolio: Portfolio) => Result<EntryDraft, E>;
type Outcome<E> = Result<Recorded, Contended | E | KeyReused | StoreUnavailable>;

type Adapter = {
  readonly ledger: Ledger;
  readonly flaw: Flaw | null;
  readonly copies: Map<AccountId, Portfolio>;
  readonly queues: Map<string, Promise<unknown>>;
  /** Keys that a refusal took. */
  readonly spoiled: Set<string>;
};

type Change<E> = {
  readonly accountId: AccountId;
  readonly request: KeyedRequest | null;
  readonly decide: Decide<E>;
};

/** Portfolios in memory, right but for one flaw; null for none. */
export function portfoliosWith(flaw: Flaw | null): (ledger: Ledger) => Portfolios {
  return (ledger) => {
    const adapter: Adapter = { ledger, flaw, copies: new Map(), queues: new Map(), spoiled: new Set() };
    return {
      find: (accountId) => new ResultAsync(load(adapter, accountId)),
      recall: (accountId, request) => recall(adapter, accountId, request),
      change: (accountId, request, decide) => new ResultAsync(inTurn(adapter, { accountId, request, decide })),
    };
  };
}

async function load(adapter: Adapter, accountId: AccountId): Promise<Result<Portfolio, StoreUnavailable>> {
  const { ledger, flaw, copies } = adapter;
  const copy = copies.get(accountId);
  if (copy) return ok(copy);
  const read = await ledger.portfolio(accountId);
  if (read.isErr() && flaw === "answers an empty portfolio when the ledger fails") return ok(emptyPortfolio(accountId));
  return read.map((portfolio) => copies.get(accountId) ?? portfolio);
}

function recall(
  { ledger, flaw, copies, spoiled }: Adapter,
  accountId: AccountId,
  request: KeyedRequest | null,
): ReturnType<Portfolios["recall"]> {
  if (request === null || flaw === "ignores keys") return okAsync(null);
  return ledger.entryByKey(accountId, request.key).andThen((entry): Result<Recorded | null, KeyReused> => {
    if (spoiled.has(request.key)) return err({ kind: "KeyReused" });
    if (entry === null) return ok(null);
    const isBehind = entry.seq > (copies.get(accountId)?.seq ?? 0);
    if (isBehind && flaw !== "keeps its copy when a replay tells of more") copies.delete(accountId);
    const same = entry.request?.command === request.command || flaw === "replays any command under a key";
    return same ? ok({ entry, replayed: flaw !== "forgets to mark a replay" }) : err({ kind: "KeyReused" });
  });
}

async function inTurn<E>(adapter: Adapter, change: Change<E>): Promise<Outcome<E>> {
  const { flaw, queues } = adapter;
  const early = flaw === "decides on a read from before its turn" ? await load(adapter, change.accountId) : null;
  const seen = early?.isOk() ? early.value : null;
  if (flaw === "has no queue") return persist(adapter, change, seen);
  const queue = flaw === "has one queue for all accounts" ? "all" : change.accountId;
  const turn = queues.get(queue) ?? Promise.resolve();
  const done = turn.then(() => persist(adapter, change, seen));
  queues.set(queue, done);
  return done;
}

const ATTEMPTS: Partial<Record<Flaw, number>> = { "gives up at the first conflict": 1, "never gives up": Infinity };

async function persist<E>(adapter: Adapter, change: Change<E>, seen: Portfolio | null): Promise<Outcome<E>> {
  const attempts = (adapter.flaw && ATTEMPTS[adapter.flaw]) ?? 10;
  for (let tries = 0; tries < attempts; tries += 1) {
    const outcome = await attempt(adapter, change, seen);
    if (outcome) return outcome;
  }
  return err({ kind: "Contended" });
}

/** Null: another writer was first, so it is to be tried again. */
async function attempt<E>(adapter: Adapter, change: Change<E>, seen: Portfolio | null): Promise<Outcome<E> | null> {
  const { accountId, request, decide } = change;
  const earlier = await recall(adapter, accountId, request);
  if (earlier.isErr()) return err(earlier.error);
  if (earlier.value) return ok(earlier.value);
  const loaded = await load(adapter, accountId);
  if (loaded.isErr()) return err(loaded.error);
  const portfolio = loaded.value;
  const decided = decide(seen ?? portfolio);
  if (decided.isErr()) return refuse(adapter, portfolio, request, decided.error);
  return record(adapter, portfolio, entryOf({ ...decided.value, seq: portfolio.seq + 1 }, request));
}

async function refuse<E>(
  adapter: Adapter,
  portfolio: Portfolio,
  request: KeyedRequest | null,
  error: E,
): Promise<Outcome<E> | null> {
  const { ledger, flaw, copies, spoiled } = adapter;
  const { accountId, seq } = portfolio;
  copies.delete(accountId);
  const current = await ledger.portfolio(accountId);
  if (current.isOk() && current.value.seq !== seq) return null;
  if (flaw === "takes the key of a refusal" && request) spoiled.add(request.key);
  const rest = entryOf(topUpDraft(portfolio, moneyOf("0")));
  if (flaw === "keeps something of what was refused") await record(adapter, portfolio, rest);
  return err(error);
}

async function record<E>(adapter: Adapter, portfolio: Portfolio, entry: Entry): Promise<Outcome<E> | null> {
  const { ledger, flaw, copies } = adapter;
  const { accountId } = portfolio;
  const next = afterEntry(portfolio, entry);
  if (flaw === "puts memory before disk") copies.set(accountId, next);
  const appended = await ledger.append([flaw === "ignores keys" ? { ...entry, request: null } : entry]);
  const conflicted = appended.isErr() && appended.error.kind === "Conflict";
  if (appended.isOk() || (conflicted && flaw === "applies a conflict all the same")) {
    copies.set(accountId, next);
    return ok({ entry, replayed: false });
  }
  if (flaw !== "keeps its copy after a failure") copies.delete(accountId);
  return conflicted || flaw === "tries a failure again" ? null : err(appended.error as StoreUnavailable);
}
