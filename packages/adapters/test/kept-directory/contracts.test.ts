import { keptDirectory } from "@bourse/adapters/kept-directory";
import type { StockDirectory } from "@bourse/core";
import { manualCalendar, manualClock, manualMarket, tickerOf, verifyContract } from "@bourse/testkit";
import { stockDirectoryContract } from "@bourse/testkit/contracts";
import { errAsync } from "neverthrow";
import { describe, it } from "vitest";
import { STORES } from "./stores.ts";

const DOWN = { reason: "told to fail", retryAfter: 25 };
/** Knows nothing, and cannot learn anything. */
const down: StockDirectory = {
  profile: (ticker) => errAsync({ kind: "ProfileUnavailable", ticker, ...DOWN }),
  search: () => errAsync({ kind: "SearchUnavailable", ...DOWN }),
};

describe.each(STORES)("over $name", ({ open }) => {
  verifyContract(
    stockDirectoryContract,
    async () => {
      const clock = manualClock();
      const market = manualMarket(clock, manualCalendar());
      const { store, dispose } = open();
      const [known, alsoKnown] = [market.set("AAPL", "1.00"), market.set("MSFT", "2.00")];
      const over = (source: StockDirectory, fallback: StockDirectory) =>
        keptDirectory({ source, fallback, store, clock });
      const port = over(market, manualMarket(clock, manualCalendar()));
      return { port, known, alsoKnown, unknown: tickerOf("NOPE"), failing: [over(down, down)], dispose };
    },
    { describe, it },
  );
});
