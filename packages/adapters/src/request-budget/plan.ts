/** What a key allows. */
export type BudgetPlan = {
  /** The least time between two requests, in milliseconds. */
  readonly spacing: number;
  /**
   * Whether the spacing begins when a request is over, and not when it is let go. Only then do no two arrive within it,
   * however long each is on its way; but no two are on their way at once either, which would slow a fast key down.
   */
  readonly oneAtATime: boolean;
  /** How many requests any 60 seconds may have; null when that is not limited. */
  readonly perMinute: number | null;
  /** How many requests a day may have, at most 10 000; null when that is not limited. */
  readonly perDay: number | null;
  /** How many of `perDay` only a trade may have. */
  readonly keptForTrades: number;
  /** When a day begins: an hour, 0 to 23, on the clocks of an IANA time zone. */
  readonly dayStartsAt: { readonly hour: number; readonly zone: string };
};

/**
 * Alpha Vantage's free key: 25 requests a day (https://www.alphavantage.co/premium/) and, since about December 2025, one
 * a second, as its refusals say; one every two seconds has been seen to be safe. The hour at which its day begins is
 * published nowhere; midnight in New York is a guess, which is why a refusal is probed and not waited out by the clock.
 */
export const FREE_PLAN: BudgetPlan = {
  spacing: 2000,
  oneAtATime: true,
  perMinute: null,
  perDay: 25,
  keptForTrades: 5,
  dayStartsAt: { hour: 0, zone: "America/New_York" },
};

/** How long a request may take, in milliseconds. One that nobody said is over holds the others up for no longer. */
export const LONGEST_REQUEST = 10_000;

const CALM_SPACING = 250;

/**
 * A paid key of 75, 150, 300, 600 or 1200 requests a minute, without a limit to its day. Its refusals name a limit for
 * each second too, 5 and more: requests are spread a tenth wider than the minute's limit needs, and four a second do.
 * They leave so far apart; when the way brings a few closer together, that tenth is there for it.
 */
export function paidPlan(perMinute: number): BudgetPlan {
  const spacing = Math.ceil(Math.min(CALM_SPACING, 66_000 / perMinute));
  return { ...FREE_PLAN, spacing, oneAtATime: false, perMinute, perDay: null, keptForTrades: 0 };
}
