import { instant, type Clock, type LocalDate } from "@bourse/core";

/** The machine's clock. Its days are UTC's, so that every replica, wherever it runs, has the same day. */
export function systemClock(): Clock {
  return {
    now: () => instant(Date.now()),
    today: () => new Date().toISOString().slice(0, 10) as LocalDate,
  };
}
