import assert from "node:assert/strict";
import { instant, type LocalDate, type MarketCalendar, type TradingSession } from "@bourse/core";
import { clause, type Contract, type PortSubject } from "../contract.ts";
import { shown } from "../shown.ts";
import { contractOf } from "./handles.ts";
import { must } from "./told.ts";

/** A calendar to be checked. */
export type MarketCalendarSubject = PortSubject<MarketCalendar> & {
  /** A window of days, both included, with sessions and days without; a few years of them where it can. */
  readonly window: { readonly from: LocalDate; readonly to: LocalDate };
  /** Every day of the window, oldest first. */
  readonly days: readonly LocalDate[];
  /** The day in the market's own zone, told apart from the calendar. */
  readonly dayOf: (at: number) => string;
};

function sessionsOf({ port, window }: MarketCalendarSubject): readonly TradingSession[] {
  const sessions = port.between(window.from, window.to);
  assert.ok(sessions.length >= 3, `${sessions.length} sessions are too few to tell anything`);
  return sessions;
}

/** Each session with the one after it. */
function pairsOf(sessions: readonly TradingSession[]): (readonly [TradingSession, TradingSession])[] {
  return sessions.flatMap((session, index) => {
    const next = sessions[index + 1];
    return next ? [[session, next] as const] : [];
  });
}

/** What every MarketCalendar must fulfil; the numbers are the port's promises. */
export const marketCalendarContract: Contract<MarketCalendarSubject> = contractOf(
  "MarketCalendar",
  { port: "object", window: "object", days: "object", dayOf: "function" },
  [
    clause("1. each session opens before it closes, at whole milliseconds", async (subject) => {
      for (const session of sessionsOf(subject)) {
        const { opensAt, closesAt } = session;
        must(opensAt < closesAt, `opensAt must be before closesAt; the session is ${shown(session)}`);
        const areWhole = Number.isSafeInteger(opensAt) && Number.isSafeInteger(closesAt);
        must(areWhole, `opensAt and closesAt must be whole milliseconds; the session is ${shown(session)}`);
      }
    }),

    clause("1. sessions do not overlap, and come in the order of their days", async (subject) => {
      for (const [session, next] of pairsOf(sessionsOf(subject))) {
        const isNext = session.closesAt <= next.opensAt && session.day < next.day;
        must(isNext, `between must answer one session after the other; it answered ${shown([session, next])}`);
      }
    }),

    clause("1. a session bears the day on which it opens where the market is", async (subject) => {
      for (const { day, opensAt } of sessionsOf(subject)) {
        const due = subject.dayOf(opensAt);
        must(day === due, `the session that opens at ${opensAt} must bear the day ${due}; it bears ${day}`);
      }
    }),

    clause("2. latest answers the session that opened last, from its opening until the next one's", async (subject) => {
      const { port } = subject;
      for (const [session, next] of pairsOf(sessionsOf(subject))) {
        const { opensAt, closesAt } = session;
        for (const at of [opensAt, opensAt + 1, closesAt - 1, closesAt, next.opensAt - 1]) {
          assert.deepEqual(port.latest(instant(at)), session, `latest(${at})`);
        }
      }
    }),

    clause("2. next answers the session that opens first after the instant", async (subject) => {
      const { port } = subject;
      for (const [session, next] of pairsOf(sessionsOf(subject))) {
        for (const at of [session.opensAt, session.closesAt, next.opensAt - 1]) {
          assert.deepEqual(port.next(instant(at)), next, `next(${at})`);
        }
        assert.deepEqual(port.next(instant(session.opensAt - 1)), session);
      }
    }),

    clause("2. what is answered does not hang on what was asked before", async (subject) => {
      const { port } = subject;
      const asked = sessionsOf(subject).flatMap(({ opensAt, closesAt }) => [opensAt, closesAt].map(instant));
      const forwards = asked.map((at) => [port.latest(at), port.next(at)]);
      const backwards = asked.toReversed().map((at) => [port.latest(at), port.next(at)]);
      assert.deepEqual(backwards.toReversed(), forwards);
    }),

    clause("3. onOrBefore answers the day's session, or else the last one before it", async (subject) => {
      const { port, days } = subject;
      const sessions = sessionsOf(subject);
      const first = sessions[0]?.day ?? "";
      for (const day of days.filter((each) => each >= first)) {
        assert.deepEqual(
          port.onOrBefore(day),
          sessions.findLast((session) => session.day <= day),
          `onOrBefore(${shown(day)})`,
        );
      }
    }),

    clause("3. some day of the window has no session, and onOrBefore looks back over it", async (subject) => {
      const { port, days } = subject;
      const trading = new Set(sessionsOf(subject).map(({ day }) => day));
      const quiet = days.filter((day) => !trading.has(day));
      assert.ok(quiet.length > 0, "the window has no day without a session");
      for (const day of quiet) {
        const found = port.onOrBefore(day).day;
        must(
          found < day,
          `onOrBefore(${shown(day)}) must answer a session before ${day}; it answered that of ${found}`,
        );
      }
    }),

    clause("4. between answers what latest and next walk through", async (subject) => {
      const { port } = subject;
      const sessions = sessionsOf(subject);
      let walked = port.latest(sessions[0]?.opensAt ?? instant(0));
      for (const session of sessions) {
        assert.deepEqual(walked, session, "next, from one session to the other, must answer what between does");
        walked = port.next(walked.opensAt);
      }
      const { to } = subject.window;
      must(
        walked.day > to,
        `between must answer the session of ${walked.day} too: next leads to it, before ${to} is over`,
      );
    }),

    clause("4. between answers the sessions of its days alone, both ends included", async (subject) => {
      const { port, days } = subject;
      const sessions = sessionsOf(subject);
      for (const [index, from] of days.entries()) {
        const to = days[index + 5] ?? from;
        const expected = sessions.filter(({ day }) => day >= from && day <= to);
        assert.deepEqual(port.between(from, to), expected, `between(${shown(from)}, ${shown(to)})`);
      }
    }),

    clause("4. between answers nothing when the days are the wrong way round", async ({ port, window }) => {
      assert.deepEqual(port.between(window.to, window.from), []);
    }),
  ],
);
