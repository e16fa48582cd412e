import { err, ok, ResultAsync, safeTry, type Result } from "neverthrow";
import type { PasswordsBusy, StoreUnavailable, TooManyAttempts } from "../domain/errors.ts";
import { nextAttemptAt, recentFailures, type Failures, type ThrottleRule } from "../domain/throttle.ts";
import type { Instant } from "../domain/time.ts";
import type { InTurn } from "../in-turn.ts";
import type { Attempts, AttemptsChange } from "../ports/attempts.ts";
import type { Clock } from "../ports/clock.ts";

/** What an attempt counts under, and by which rule. */
export type Throttle = { readonly key: string; readonly rule: ThrottleRule };

export type ThrottleNeeds = {
  readonly attempts: Attempts;
  readonly clock: Clock;
  /** By the key that they count under. */
  readonly attemptsInTurn: InTurn<string>;
};

/** How an attempt ended; one that broke off was not made. */
type Outcome = "broke-off" | "failed" | "succeeded";

/** How many attempts under one key are made or wait for their turn: a class that shares an account fits. */
const MOST_UNDER_WAY = 32;

/** About what an attempt takes, rounded up to a whole second. */
const SECONDS_EACH = 1;

/**
 * Makes a password's attempt, unless too many have failed; it answers whether it succeeded.
 *
 * While failures are free, those under the first key are made in turn, each once it is known how the one before ended:
 * however many guesses come at once, only the free ones are made, and nobody who knows the password is refused. Past
 * that an attempt is counted before it is made: whoever makes a hundred at once makes one.
 */
export function throttled<E>(
  { attempts, clock, attemptsInTurn }: ThrottleNeeds,
  throttles: readonly [Throttle, ...Throttle[]],
  attempt: () => ResultAsync<boolean, E>,
): ResultAsync<boolean, E | PasswordsBusy | StoreUnavailable | TooManyAttempts> {
  const keys = throttles.map(({ key }) => key);
  const [{ key }] = throttles;

  const make = (beforehand: Beforehand): ResultAsync<boolean, E | StoreUnavailable> =>
    safeTry(async function* () {
      const made = await attempt();
      const outcome = made.isErr() ? "broke-off" : made.value ? "succeeded" : "failed";
      yield* await attempts.change(keys, (found) => ({
        answer: undefined,
        failures: throttles.map(({ rule }, index) => {
          const failures = recentFailures(found[index] ?? null, clock.now());
          return after(outcome, rule, failures, { beforehand: beforehand[index] ?? null, now: clock.now() });
        }),
      }));
      return made;
    });

  return safeTry(async function* () {
    const begun = yield* await attempts.change(keys, (found) =>
      unlessFree(begin(throttles, found, clock.now()), found),
    );
    const beforehand = yield* begun;
    if (beforehand) return make(beforehand);
    if (attemptsInTurn.underWay(key) >= MOST_UNDER_WAY) {
      return err({ kind: "PasswordsBusy" as const, retryAfter: MOST_UNDER_WAY * SECONDS_EACH });
    }
    // Looked at again, since those before it may have failed.
    const inItsTurn = async (): Promise<Result<boolean, E | StoreUnavailable | TooManyAttempts>> =>
      attempts.change(keys, (found) => begin(throttles, found, clock.now())).andThen((now) => now.asyncAndThen(make));
    return new ResultAsync(attemptsInTurn.run(key, inItsTurn));
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

/** null for each of the throttles that have not counted the attempt. */
type Beforehand = readonly (Counted | null)[];

/** What a throttle knew before it counted an attempt beforehand, and what it has known since. */
type Counted = { readonly before: Failures | null; readonly since: Failures };

type Begun = AttemptsChange<Result<Beforehand, TooManyAttempts>>;

/** null, with nothing counted anywhere, for an attempt that is free under the first key: its turn is yet to come. */
function unlessFree(
  { answer, failures }: Begun,
  found: readonly (Failures | null)[],
): AttemptsChange<Result<Beforehand | null, TooManyAttempts>> {
  const isFree = answer.isOk() && answer.value[0] === null;
  return isFree ? { answer: ok(null), failures: found } : { answer, failures };
}

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
  const beforehand = recent.map(({ rule, failures }) =>
    which === "all" || (failures?.count ?? 0) >= rule.free ? { before: failures, since: oneMore(failures, now) } : null,
  );
  return {
    answer: ok(beforehand),
    failures: recent.map(({ failures }, index) => beforehand[index]?.since ?? failures),
  };
}

function after(
  outcome: Outcome,
  { isClearedBySuccess }: ThrottleRule,
  failures: Failures | null,
  { beforehand, now }: { readonly beforehand: Counted | null; readonly now: Instant },
): Failures | null {
  if (outcome === "failed") return beforehand ? failures : oneMore(failures, now);
  if (outcome === "succeeded" && isClearedBySuccess) return null;
  return beforehand ? uncounted(failures, beforehand) : failures;
}

/** As if the attempt had not been made: nobody is to wait for one that broke off, or that another's success was. */
function uncounted(failures: Failures | null, { before, since }: Counted): Failures | null {
  const isUntouched = failures?.count === since.count && failures.lastAt === since.lastAt;
  return isUntouched ? before : oneLess(failures);
}

function oneMore(failures: Failures | null, now: Instant): Failures {
  return { count: (failures?.count ?? 0) + 1, lastAt: now };
}

function oneLess(failures: Failures | null): Failures | null {
  return failures && failures.count > 1 ? { ...failures, count: failures.count - 1 } : null;
}
