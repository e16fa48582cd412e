import { err, ok, safeTry, type Result, type ResultAsync } from "neverthrow";
import type { StoreUnavailable, TooManyAttempts } from "../domain/errors.ts";
import { nextAttemptAt, recentFailures, type Failures, type ThrottleRule } from "../domain/throttle.ts";
import type { Instant } from "../domain/time.ts";
import type { Attempts } from "../ports/attempts.ts";
import type { Clock } from "../ports/clock.ts";

/** What an attempt counts under, and by which rule. */
export type Throttle = { readonly key: string; readonly rule: ThrottleRule };

export type ThrottleNeeds = { readonly attempts: Attempts; readonly clock: Clock };

/** How an attempt ended; one that broke off was not made. */
type Outcome = "broke-off" | "failed" | "succeeded";

/**
 * Makes an attempt, such as a password to be verified, unless too many have failed; it answers whether it succeeded.
 *
 * While failures are free, one is counted once it is known, so that many may sign in at the same time. Past that an
 * attempt is counted before it is made: whoever makes a hundred at once makes one.
 */
export function throttled<E>(
  { attempts, clock }: ThrottleNeeds,
  throttles: readonly Throttle[],
  attempt: () => ResultAsync<boolean, E>,
): ResultAsync<boolean, E | StoreUnavailable | TooManyAttempts> {
  const keys = throttles.map(({ key }) => key);

  return safeTry(async function* () {
    const begun = yield* attempts.change(keys, (found) => begin(throttles, found, clock.now()));
    const beforehand = yield* begun;
    const made = await attempt();
    const outcome = made.isErr() ? "broke-off" : made.value ? "succeeded" : "failed";
    yield* attempts.change(keys, (found) => ({
      answer: undefined,
      failures: throttles.map(({ rule }, index) => {
        const failures = recentFailures(found[index] ?? null, clock.now());
        return after(outcome, rule, failures, { isCounted: beforehand[index] === true, now: clock.now() });
      }),
    }));
    return made;
  });
}

/** Counts something that is always counted, such as a mail to be sent, unless there have been too many. */
export function counted(
  { attempts, clock }: ThrottleNeeds,
  throttles: readonly Throttle[],
): ResultAsync<void, StoreUnavailable | TooManyAttempts> {
  const keys = throttles.map(({ key }) => key);
  return attempts
    .change(keys, (found) => begin(throttles, found, clock.now(), "all"))
    .andThen((begun) => begun.map(() => undefined));
}

/** Forgets what failed under a key. */
export function forgiven({ attempts }: ThrottleNeeds, key: string): ResultAsync<void, StoreUnavailable> {
  return attempts.change([key], () => ({ answer: undefined, failures: [null] }));
}

type Begun = {
  /** Which of the throttles have counted the attempt beforehand. */
  readonly answer: Result<readonly boolean[], TooManyAttempts>;
  readonly failures: readonly (Failures | null)[];
};

function begin(
  throttles: readonly Throttle[],
  found: readonly (Failures | null)[],
  now: Instant,
  which: "all" | "past-free" = "past-free",
): Begun {
  const recent = throttles.map(({ rule }, index) => ({ rule, failures: recentFailures(found[index] ?? null, now) }));
  const wait = Math.max(...recent.map(({ rule, failures }) => (failures ? nextAttemptAt(failures, rule) - now : 0)));
  if (wait > 0) {
    const answer = err({ kind: "TooManyAttempts" as const, retryAfter: Math.ceil(wait / 1000) });
    return { answer, failures: recent.map(({ failures }) => failures) };
  }
  const isCounted = recent.map(({ rule, failures }) => which === "all" || (failures?.count ?? 0) >= rule.free);
  return {
    answer: ok(isCounted),
    failures: recent.map(({ failures }, index) => (isCounted[index] ? oneMore(failures, now) : failures)),
  };
}

function after(
  outcome: Outcome,
  { isClearedBySuccess }: ThrottleRule,
  failures: Failures | null,
  { isCounted, now }: { readonly isCounted: boolean; readonly now: Instant },
): Failures | null {
  if (outcome === "failed") return isCounted ? failures : oneMore(failures, now);
  if (outcome === "succeeded" && isClearedBySuccess) return null;
  return isCounted ? oneLess(failures) : failures;
}

function oneMore(failures: Failures | null, now: Instant): Failures {
  return { count: (failures?.count ?? 0) + 1, lastAt: now };
}

function oneLess(failures: Failures | null): Failures | null {
  return failures && failures.count > 1 ? { ...failures, count: failures.count - 1 } : null;
}
