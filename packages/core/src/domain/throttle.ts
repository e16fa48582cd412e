import { instant, type Instant } from "./time.ts";

/** What has failed under one key, such as the sign-ins to an account, and when the last of it did. */
export type Failures = { readonly count: number; readonly lastAt: Instant };

/** How many failures are free, and how the waits grow after them. Times are in seconds. */
export type ThrottleRule = {
  readonly free: number;
  readonly firstWait: number;
  readonly longestWait: number;
  /** Whether a success wipes the failures out. Where anyone can bring a success about, it must not. */
  readonly isClearedBySuccess: boolean;
};

/** Failures are forgotten a day after the last one. */
export const FAILURES_KEPT = 86_400;

const MINUTES = 60;

export const ACCOUNT_RULE: ThrottleRule = {
  free: 5,
  firstWait: 15,
  longestWait: 15 * MINUTES,
  isClearedBySuccess: true,
};

/** A classroom shares one address, so that it is allowed more; and whoever guesses may have an account of his own. */
export const ADDRESS_RULE: ThrottleRule = { ...ACCOUNT_RULE, free: 50, isClearedBySuccess: false };

/** Each mail asked for counts as a failure does: nobody's mailbox is to be flooded. */
export const MAIL_RULE: ThrottleRule = { ...ADDRESS_RULE, free: 3, firstWait: 5 * MINUTES, longestWait: 60 * MINUTES };

/** The failures that still count. A time to come is of a clock that has been set back, and is taken to be now. */
export function recentFailures(failures: Failures | null, now: Instant): Failures | null {
  if (failures === null || now >= failures.lastAt + FAILURES_KEPT * 1000) return null;
  return failures.lastAt > now ? { ...failures, lastAt: now } : failures;
}

/** From when another attempt may be made. */
export function nextAttemptAt({ count, lastAt }: Failures, { free, firstWait, longestWait }: ThrottleRule): Instant {
  if (count < free) return lastAt;
  return instant(lastAt + Math.min(firstWait * 2 ** (count - free), longestWait) * 1000);
}
