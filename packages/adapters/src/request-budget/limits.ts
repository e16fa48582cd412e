import { instant, type Instant, type Need } from "@bourse/core";
import type { LimitReached, Spent } from "../price-stores/index.ts";
import type { BudgetDay } from "./days.ts";
import type { Ending } from "./leave.ts";
import { LONGEST_REQUEST, type BudgetPlan } from "./plan.ts";

/** Why a request may not be made, and from when it may be. */
export type Held = { readonly reason: string; readonly until: Instant };

/** What holds a request back for longer. */
export function later(one: Held, other: Held | null): Held {
  return other && other.until > one.until ? other : one;
}

const SECOND = 1000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

/**
 * How long a released look is kept for the tickers that are wanted most, before any may have it. Whoever is wanted most
 * is, by that, asked for again soon; if not, nothing is lost.
 */
const HEAD_START = 30 * MINUTE;

/** When the next request of any need may be made, and what it waits for. */
export function nextRequest(
  plan: BudgetPlan,
  { recent, underWay, reached }: Spent,
  day: BudgetDay,
  now: Instant,
): Held {
  const after = (at: Instant | undefined, wait: number): Instant => (at === undefined ? now : instant(at + wait));
  const holds: Held[] = [
    { reason: "another request has just been made", until: after(recent[0], plan.spacing) },
    ...(underWay === null ? [] : [{ reason: "another request is under way", until: ended(underWay, plan, now) }]),
    ...(plan.perMinute === null
      ? []
      : [{ reason: "the minute's requests are spent", until: after(recent[plan.perMinute - 1], MINUTE) }]),
    ...(reached ? [waitedOut(reached, recent[0], day)] : []),
    // It might arrive on the next day, which has all of its own requests besides.
    ...(plan.perDay !== null && now > day.end - LONGEST_REQUEST
      ? [{ reason: "the day is about to end", until: day.end }]
      : []),
  ];
  const latest = holds.reduce(later);
  return latest.until > now ? latest : { ...latest, until: now };
}

/** What is under way is over by now, or had to be: that it is still there is told by the time never coming nearer. */
function ended(underWay: Instant, { spacing }: BudgetPlan, now: Instant): Instant {
  return instant(Math.min(now, underWay + LONGEST_REQUEST) + spacing);
}

/**
 * A day's quota that is spent is probed once an hour until a probe is answered, or the plan's next day: nobody knows at
 * which hour the other side's day begins.
 */
function waitedOut({ limit, since, day: onDay, wait }: LimitReached, last: Instant | undefined, day: BudgetDay): Held {
  if (limit === "second") return { reason: "requests came too fast", until: instant(since + wait) };
  if (limit === "minute") return { reason: "the limit per minute was reached", until: instant(since + wait) };
  const probe = Math.min(Math.max(since, last ?? since) + wait, day.end);
  const until = onDay === day.name ? instant(probe) : since;
  return { reason: "the day's quota was said to be spent", until };
}

/** The least that a limit is waited out, in milliseconds, and the most: then the next request is the probe. */
const LEAST_WAIT: Readonly<Record<LimitReached["limit"], number>> = { second: 2 * SECOND, minute: SECOND, day: HOUR };
const MOST_WAIT = HOUR;

/**
 * The limit to wait out after a request that was let go in spite of another: null for none any more, undefined for what
 * there was. An answer tells only of the limit that stood when its request was made; the count of the day stands either
 * way, since an answer to another who has the key says nothing about this plan.
 */
export function limitAfter(
  ending: Ending,
  standing: LimitReached | null,
  inSpiteOf: LimitReached | null,
  day: BudgetDay,
  now: Instant,
): LimitReached | null | undefined {
  const isDisproved = ending.kind === "Answered" && standing !== null && standing.since === inSpiteOf?.since;
  if (ending.kind !== "LimitReached") return isDisproved ? null : undefined;
  const { limit, retryAfter } = ending;
  const wait = Math.min(Math.max(retryAfter * SECOND, LEAST_WAIT[limit]), MOST_WAIT);
  return laterLimit(standing, { limit, since: now, day: day.name, wait });
}

/** Of the limit that is being waited out and the one just reached, the one that takes longer. */
function laterLimit(before: LimitReached | null, reached: LimitReached): LimitReached {
  // Whatever a probe meets, the day's quota remains the longer wait.
  if (before?.limit === "day" && before.day === reached.day) return { ...before, since: reached.since };
  return before && before.since + before.wait > reached.since + reached.wait ? before : reached;
}

/** What a day has left for a need: as much as a trade may have, or that less what is kept for trades. */
export function leftToday({ perDay, keptForTrades }: BudgetPlan, today: Spent["today"], need: Need): number {
  if (perDay === null) return Infinity;
  const kept = need === "trade" ? 0 : Math.max(keptForTrades - today.trade, 0);
  return Math.max(perDay - (today.look + today.valuation + today.trade) - kept, 0);
}

/** Why the day has no request for a need; null when it has. `today` counts those that come first, too. */
export function heldByDay(plan: BudgetPlan, today: Spent["today"], need: Need, day: BudgetDay): Held | null {
  if (leftToday(plan, today, need) > 0) return null;
  const reason =
    leftToday(plan, today, "trade") > 0
      ? "what is left of the day's requests is kept for trades"
      : "the day's requests are spent";
  return { reason, until: day.end };
}

/** A look that wants to be made: how many come before it, and how many tickers are wanted more than its own. */
export type Look = { readonly ahead: number; readonly wantedMore: () => number };

/**
 * Looks would use up a day in its first minutes. Half of what is not kept for trades may be had at once; the rest is
 * released evenly over the day, each first to the tickers that are wanted most. A valuation waits for nothing of this.
 */
export function heldByPace(
  plan: BudgetPlan,
  today: Spent["today"],
  { ahead, wantedMore }: Look,
  day: BudgetDay,
  now: Instant,
): Held | null {
  if (plan.perDay === null) return null;
  const share = plan.perDay - plan.keptForTrades;
  const atOnce = Math.ceil(share / 2);
  const interval = (day.end - day.start) / (share - atOnce + 1);
  const releasedAt = (look: number): Instant =>
    instant(Math.ceil(day.start + Math.max(look - atOnce + 1, 0) * interval));

  const released = releasedAt(today.look + ahead);
  if (now < released) return { reason: "looks are spread over the day", until: released };
  const unused = atOnce + Math.floor((now - day.start) / interval) - today.look;
  const forAll = instant(releasedAt(today.look) + HEAD_START);
  if (now >= forAll || wantedMore() < unused) return null;
  return { reason: "stocks that are wanted more come first", until: forAll };
}
