import { instant, type Instant, type LocalDate, type TradingSession } from "@bourse/core";
import type { FakePlan } from "./limits.ts";
import type { FakeMarket } from "./market.ts";
import type { Notice } from "./notices.ts";
import { newYorkTime, type Sessions } from "./sessions.ts";

/** One request, and the world that it is answered from. */
export type Question = {
  readonly name: string;
  readonly parameters: URLSearchParams;
  readonly at: Instant;
  readonly plan: FakePlan;
  readonly market: FakeMarket;
  readonly sessions: Sessions;
};

/** What a function answers: a body in the documented shape, or the notice that refuses. */
export type Answer = Notice | Readonly<Record<string, unknown>>;

/** The session that prices are of: the last that is over, or with an entitlement the last that has opened. */
export function pricedSession(
  { at, sessions }: Question,
  isEntitled: boolean,
): TradingSession & { readonly isOver: boolean } {
  const latest = sessions.latest(at);
  const isOver = latest.closesAt <= at;
  return isOver || isEntitled
    ? { ...latest, isOver }
    : { ...sessions.latest(instant(latest.opensAt - 1)), isOver: true };
}

/** The days up to the session's, newest first. */
export function daysUpTo(
  { sessions }: Question,
  session: TradingSession,
  count: number,
): readonly [LocalDate, ...LocalDate[]] {
  const days: [LocalDate, ...LocalDate[]] = [session.day];
  let { opensAt } = session;
  while (days.length < count) {
    const before = sessions.latest(instant(opensAt - 1));
    days.push(before.day);
    ({ opensAt } = before);
  }
  return days;
}

/** When in New York the session's price was made. */
export function timeOf({ at }: Question, { isOver }: { readonly isOver: boolean }): string {
  return isOver ? "16:00:00" : newYorkTime(at);
}
