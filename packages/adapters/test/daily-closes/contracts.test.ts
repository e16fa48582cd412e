import { keptCloses } from "@bourse/adapters/daily-closes";
import { simulatedMarket } from "@bourse/adapters/simulated-market";
import { instant, type Closes, type DailyCloses, type Ticker } from "@bourse/core";
import { dateOf, manualClock, tickerOf, valueOf, verifyContract } from "@bourse/testkit";
import { dailyClosesContract, type DailyClosesSubject } from "@bourse/testkit/contracts";
import { errAsync } from "neverthrow";
import { describe, it } from "vitest";
import { calendar, HOUR } from "./stage.ts";
import { STORES } from "./stores.ts";

const [known, alsoKnown, unknown] = ["AAPL", "MSFT", "NOPE"].map((name) => tickerOf(name)) as [Ticker, Ticker, Ticker];
/** From a Monday over a weekend to the session that is under way. */
const window = { from: dateOf("2026-06-08"), to: dateOf("2026-06-15") };
const START = instant(Date.UTC(2026, 5, 15, 14, 30));

const down: DailyCloses = {
  closes: (ticker) => errAsync({ kind: "QuoteUnavailable", ticker, reason: "down", retryAfter: 30 }),
};

describe.each(STORES)("closes that are kept in $name", ({ open }) => {
  verifyContract(
    dailyClosesContract,
    async (): Promise<DailyClosesSubject> => {
      const clock = manualClock(START);
      const market = simulatedMarket({ clock, calendar });
      const truth = new Map<Ticker, Closes>();
      for (const ticker of [known, alsoKnown]) {
        truth.set(ticker, valueOf(await market.closes(ticker, window.from, window.to)));
      }
      const [one, other] = [open(), open()];
      return {
        port: keptCloses({ source: market, store: one.store, calendar, clock }),
        failing: [keptCloses({ source: down, store: other.store, calendar, clock })],
        known,
        alsoKnown,
        unknown,
        window,
        expected: (ticker) => truth.get(ticker) ?? new Map(),
        later: () => clock.advance(24 * HOUR),
        dispose: async () => {
          await one.dispose();
          await other.dispose();
        },
      };
    },
    { describe, it },
  );
});
