import type {
  Clock,
  Instant,
  ProfileUnavailable,
  StockDirectory,
  StockProfile,
  StoreUnavailable,
  Ticker,
} from "@bourse/core";
import { err, ok, ResultAsync, type Result } from "neverthrow";
import { timer } from "../event-loop/index.ts";
import type { KeptProfile, ProfileStore } from "../price-stores/index.ts";
import { requestsToSpare, type BudgetNow } from "../spare-requests/index.ts";
import { profileAttempts, unavailable } from "./attempts.ts";
import { sharedFlights } from "./flights.ts";
import { knownProfiles } from "./known-profiles.ts";
import { keptSearches } from "./searches.ts";

export type KeptDirectoryOptions = {
  /** Where details are learnt, each at the cost of a request. */
  readonly source: StockDirectory;
  /** What answers at once, with less: names, say. */
  readonly fallback: StockDirectory;
  /** What survives a restart. One store must not serve two different sources. */
  readonly store: ProfileStore;
  /** Whether others keep what they learn in the same store: then it is asked before the source is. Not, when left out. */
  readonly isShared?: boolean;
  readonly clock: Clock;
  /** Where the budget stands that prices are paid from too, and null when nobody knows; no limit when left out. */
  readonly budget?: () => Promise<BudgetNow | null>;
  /** How many companies are kept in memory, and how many searches; the least recently used go first. 1000 when left out. */
  readonly capacity?: number;
  /** How long details are good for, in seconds; 30 days when left out. */
  readonly keptFor?: number;
  /** How long a company of which the source has no details is not asked about again, in seconds; a day when left out. */
  readonly unknownFor?: number;
  /** How long the answer to a search is good for, in seconds; a day when left out. */
  readonly searchesKeptFor?: number;
  /** How long a look-up waits for details before the fallback answers, in milliseconds; 2000 when left out. */
  readonly patience?: number;
  /** Resolves after so many milliseconds; by a timer, when left out. */
  readonly wait?: (milliseconds: number) => Promise<void>;
  /** Told when the store fails, which no caller ever is; it must not throw. */
  readonly onStoreFailure?: (failure: StoreUnavailable) => void;
};

type Learnt = Result<KeptProfile, ProfileUnavailable>;

const DAY = 86_400;
const STILL_ASKING = "the details have been asked for, and are not there yet";

/**
 * Companies' details, learnt once and kept for a month, since they hardly change; searches, kept for a day. Both are
 * paid from what prices leave. However many want the same, one request is made for it. That the source has no details is believed for a day; that it cannot
 * be asked is no answer, and is tried again. A slow or refused source holds nobody up: what was learnt before answers,
 * or else the fallback, the details come in the background, and the next look-up has them.
 */
export function keptDirectory(options: KeptDirectoryOptions): StockDirectory {
  const { source, fallback, store, clock, capacity = 1000, patience = 2000, wait = timer, onStoreFailure } = options;
  const { budget, keptFor = 30 * DAY, unknownFor = DAY, searchesKeptFor = DAY, isShared = false } = options;
  const known = knownProfiles({ store, capacity, isShared, onStoreFailure });
  const attempts = profileAttempts({ source, clock, isToSpare });
  const flights = sharedFlights<Ticker, Learnt>({ patience, wait });
  const searches = { isToSpare: async () => (await toSpare()) >= 1, keptFor: searchesKeptFor };
  const searchFor = keptSearches({ source, clock, capacity, patience, wait, ...searches });

  /** A company of which at least the name is known wants details least: the last request to spare is not for it. */
  async function isToSpare(ticker: Ticker): Promise<boolean> {
    const named = (await fallback.profile(ticker)).unwrapOr(null);
    return (await toSpare()) >= (named ? 2 : 1);
  }

  async function toSpare(): Promise<number> {
    return budget ? requestsToSpare(await budget(), clock.now()) : Infinity;
  }

  function isGood({ askedAt, found }: KeptProfile, now: Instant): boolean {
    // A time to come is of a clock that was wrong.
    return askedAt <= now && now < askedAt + (found ? keptFor : unknownFor) * 1000;
  }

  async function learn(ticker: Ticker, before: KeptProfile | null): Promise<Learnt> {
    const learnt = await attempts.make(ticker, before);
    if (learnt.isOk()) await known.keep(ticker, learnt.value);
    return learnt;
  }

  async function learntOf(ticker: Ticker, before: KeptProfile | null): Promise<Learnt> {
    if (before && isGood(before, clock.now())) return ok(before);
    const held = attempts.heldBack(ticker);
    if (held) return err(held);
    return (await flights(ticker, () => learn(ticker, before))) ?? err(unavailable(ticker, STILL_ASKING, 5));
  }

  async function foundOf(ticker: Ticker): Promise<KeptProfile | null> {
    const found = await known.find(ticker);
    const isEnough = !isShared || (found && isGood(found, clock.now()));
    return isEnough ? found : known.renewed(ticker);
  }

  async function profileOf(ticker: Ticker): Promise<Result<StockProfile | null, ProfileUnavailable>> {
    const before = await foundOf(ticker);
    const learnt = await learntOf(ticker, before);
    const { profile = null } = learnt.unwrapOr(before) ?? {};
    if (profile) return ok(profile);
    const named = await fallback.profile(ticker);
    return named.unwrapOr(null) === null && learnt.isErr() ? err(learnt.error) : named;
  }

  return {
    profile: (ticker) => new ResultAsync(profileOf(ticker)),
    search: (text) => new ResultAsync(searchFor(text)).orElse(() => fallback.search(text)),
  };
}
