import assert from "node:assert/strict";
import type { StockDirectory, Ticker } from "@bourse/core";
import { RACERS, racing } from "../assertions.ts";
import { clause, type Contract, type PortSubject } from "../contract.ts";

/** A directory to be checked. */
export type StockDirectorySubject = PortSubject<StockDirectory> & {
  /** Two tickers whose companies it knows. */
  readonly known: Ticker;
  readonly alsoKnown: Ticker;
  /** One of which it knows nothing. */
  readonly unknown: Ticker;
  /** Like directories that cannot learn anything; none, where nothing can fail. */
  readonly failing?: readonly StockDirectory[];
};

/** What every StockDirectory must fulfil; the numbers are the port's promises. */
export const stockDirectoryContract: Contract<StockDirectorySubject> = {
  name: "StockDirectory",
  clauses: [
    clause("1. a profile is the asked ticker's", async ({ port, known, alsoKnown }) => {
      for (const ticker of [known, alsoKnown, known]) {
        const profile = await port.profile(ticker);
        assert.equal(profile?.ticker, ticker);
        assert.notEqual(profile.name, "");
      }
    }),

    clause("1. profiles asked for at once do not get mixed up", async ({ port, known, alsoKnown }) => {
      const tickerAt = (index: number): Ticker => (index % 2 ? known : alsoKnown);
      const profiles = await racing(RACERS, (index) => port.profile(tickerAt(index)));
      for (const [index, profile] of profiles.entries()) assert.equal(profile?.ticker, tickerAt(index));
    }),

    clause("1. a ticker of which nothing is known is null", async ({ port, unknown }) => {
      assert.equal(await port.profile(unknown), null);
    }),

    clause("1. what cannot be learnt is null too, and nothing throws", async ({ failing = [], known }) => {
      for (const directory of failing) assert.equal(await directory.profile(known), null);
    }),
  ],
};
