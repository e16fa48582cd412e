import {
  afterEntry,
  type AccountId,
  type Entry,
  type EntryDraft,
  type KeyedRequest,
  type Portfolio,
} from "@bourse/core";
import type { Result } from "neverthrow";

export type Change<E> = {
  readonly accountId: AccountId;
  readonly request: KeyedRequest | null;
  readonly decide: (portfolio: Portfolio) => Result<EntryDraft, E>;
};

export type Decided<Waiting> = {
  readonly entries: readonly Entry[];
  /** Whose entries they are. */
  readonly made: readonly Waiting[];
  readonly left: readonly Waiting[];
  /** As they leave it. */
  readonly portfolio: Portfolio;
};

/** What changes come to when each is decided on what those before it would leave. */
export function decided<Waiting extends { readonly change: Change<unknown> }>(
  from: Portfolio,
  waiting: readonly Waiting[],
): Decided<Waiting> {
  const [entries, made, left]: [Entry[], Waiting[], Waiting[]] = [[], [], []];
  const keys = new Set<string>();
  let portfolio = from;
  for (const each of waiting) {
    const { request } = each.change;
    // Of two with one key the second is a replay of the first, once the ledger has it.
    const next = request && keys.has(request.key) ? null : nextOf(each.change, portfolio);
    if (!next) {
      left.push(each);
      continue;
    }
    portfolio = next.portfolio;
    if (request) keys.add(request.key);
    entries.push(next.entry);
    made.push(each);
  }
  return { entries, made, left, portfolio };
}

type Next = { readonly entry: Entry; readonly portfolio: Portfolio };

/** Null for what is refused, and for a `decide` that throws: made alone, it throws again, to its own caller. */
function nextOf({ decide, request }: Change<unknown>, portfolio: Portfolio): Next | null {
  try {
    const draft = decide(portfolio).unwrapOr(null);
    if (!draft) return null;
    const entry = { ...draft, request };
    return { entry, portfolio: afterEntry(portfolio, entry) };
  } catch {
    return null;
  }
}
