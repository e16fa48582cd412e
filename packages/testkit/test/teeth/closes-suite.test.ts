import { listClosesSuite } from "@bourse/testkit/suites";
import { describe } from "vitest";
import { catchesBrokerages } from "./wrong-brokerages.ts";

describe("the suite of a stock's closes", () => {
  catchesBrokerages([
    [
      "makes a close up",
      listClosesSuite,
      ({ closes, calendar }) => ({
        closes: {
          closes: (ticker, from, to) =>
            closes.closes(ticker, from, to).map((known) => {
              const [close] = known.values();
              return new Map(
                calendar.between(from, to).map(({ day }) => [day, known.get(day) ?? close ?? 1n] as never),
              );
            }),
        },
      }),
      "answers what each trading day ended at, oldest first, however the ticker is written",
    ],
    [
      "tells of a session before it is over",
      listClosesSuite,
      ({ calendar }) => ({
        calendar: {
          ...calendar,
          between: (from, to) =>
            calendar.between(from, to).map((session) => ({ ...session, closesAt: session.opensAt })),
        },
      }),
      "a session has no close until a minute after it",
    ],
    [
      "lists the newest first",
      listClosesSuite,
      ({ calendar }) => ({ calendar: { ...calendar, between: (from, to) => calendar.between(from, to).toReversed() } }),
      "answers what each trading day ended at, oldest first, however the ticker is written",
    ],
  ]);
});
