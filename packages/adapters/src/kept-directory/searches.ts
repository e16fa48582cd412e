import {
  secondsAfter,
  type Clock,
  type Instant,
  type SearchUnavailable,
  type StockDirectory,
  type StockMatch,
} from "@bourse/core";
import { LRUCache } from "lru-cache";
import { err, type Result } from "neverthrow";
import { sharedFlights, type FlightsOptions } from "./flights.ts";

export type SearchesOptions = FlightsOptions & {
  readonly source: StockDirectory;
  readonly clock: Clock;
  /** Whether a request can be spared for a search. */
  readonly isToSpare: () => Promise<boolean>;
  /** How many texts' answers are kept. */
  readonly capacity: number;
  /** How long an answer is good for, in seconds. */
  readonly keptFor: number;
};

type Outcome = Result<readonly StockMatch[], SearchUnavailable>;

/** `from` tells a clock that has been set back, which must not make it last. */
type Kept = { readonly outcome: Outcome; readonly from: Instant; readonly until: Instant };

const STILL_ASKING: Outcome = err({
  kind: "SearchUnavailable",
  reason: "the search has been asked for, and its answer is not there yet",
  retryAfter: 5,
});

/** How soon it is looked again whether a request can be spared, in seconds. */
const SPARE_RETRY = 60;
const NONE_TO_SPARE: Outcome = err({
  kind: "SearchUnavailable",
  reason: "no request can be spared for a search now",
  retryAfter: SPARE_RETRY,
});

/** Searches that are made once for all who want the same; a refused one is not made again until its time to try again. */
export function keptSearches(options: SearchesOptions): (text: string) => Promise<Outcome> {
  const { source, clock, isToSpare, capacity, keptFor } = options;
  const kept = new LRUCache<string, Kept>({ max: capacity });
  const flights = sharedFlights<string, Outcome>(options);

  async function search(text: string): Promise<Outcome> {
    const outcome = (await isToSpare()) ? await source.search(text) : NONE_TO_SPARE;
    const from = clock.now();
    const seconds = outcome.isOk() ? keptFor : Math.max(outcome.error.retryAfter, 1);
    kept.set(keyOf(text), { outcome, from, until: secondsAfter(from, seconds) });
    return outcome;
  }

  return async (text) => {
    const known = kept.get(keyOf(text));
    const now = clock.now();
    if (known && known.from <= now && now < known.until) return known.outcome;
    return (await flights(keyOf(text), () => search(text))) ?? STILL_ASKING;
  };
}

/** Neither case nor width of spaces makes another search; nothing finds a company by them. */
function keyOf(text: string): string {
  return text.normalize("NFC").trim().replaceAll(/\s+/g, " ").toLowerCase();
}
