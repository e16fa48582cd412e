import assert from "node:assert/strict";
import { MAX_MATCHES, parseTicker, type StockDirectory, type StockMatch, type Ticker } from "@bourse/core";
import { RACERS, racing, refusal, valueOf } from "../assertions.ts";
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

function assertSound(matches: readonly StockMatch[]): void {
  assert.ok(matches.length <= MAX_MATCHES, `${matches.length} matches`);
  assert.equal(new Set(matches.map(({ ticker }) => ticker)).size, matches.length, "a stock is there twice");
  for (const { ticker, name, exchange } of matches) {
    assert.equal(valueOf(parseTicker(ticker)), ticker);
    assert.notEqual(name, "");
    assert.notEqual(exchange, "");
  }
}

function assertToldWhen({ reason, retryAfter }: { readonly reason: string; readonly retryAfter: number }): void {
  assert.notEqual(reason, "");
  assert.ok(Number.isSafeInteger(retryAfter) && retryAfter >= 1, `retryAfter ${retryAfter}`);
}

async function found(directory: StockDirectory, text: string): Promise<readonly Ticker[]> {
  const matches = valueOf(await directory.search(text));
  assertSound(matches);
  return matches.map(({ ticker }) => ticker);
}

/** What programs have tripped over, and what would change a query that it is pasted into. */
const UGLY = ["%", "_", "\\", "'", '"', "*", "[", "(", "a&symbol=IBM", "a\u202Eb", "ß", "🂡", "a ".repeat(25)];

/** What every StockDirectory must fulfil; the numbers are the port's promises. */
export const stockDirectoryContract: Contract<StockDirectorySubject> = {
  name: "StockDirectory",
  clauses: [
    clause("1. a profile is the asked ticker's", async ({ port, known, alsoKnown }) => {
      for (const ticker of [known, alsoKnown, known]) {
        const profile = valueOf(await port.profile(ticker));
        assert.equal(profile?.ticker, ticker);
        assert.notEqual(profile.name, "");
      }
    }),

    clause("1. profiles asked for at once do not get mixed up", async ({ port, known, alsoKnown }) => {
      const tickerAt = (index: number): Ticker => (index % 2 ? known : alsoKnown);
      const profiles = await racing(RACERS, (index) => port.profile(tickerAt(index)));
      for (const [index, profile] of profiles.entries()) assert.equal(valueOf(profile)?.ticker, tickerAt(index));
    }),

    clause("1. a ticker of which nothing is known is null", async ({ port, unknown }) => {
      assert.equal(valueOf(await port.profile(unknown)), null);
    }),

    clause("1. a profile that cannot be learnt is ProfileUnavailable, with a time to try again", async (subject) => {
      for (const directory of subject.failing ?? []) {
        const told = refusal(await directory.profile(subject.known), "ProfileUnavailable");
        assert.equal(told.ticker, subject.known);
        assertToldWhen(told);
      }
    }),

    clause("2. a search for an exact ticker, however it is written, answers it first", async (subject) => {
      for (const ticker of [subject.known, subject.alsoKnown]) {
        for (const text of [ticker, ticker.toLowerCase(), ticker.replace(".", "-")]) {
          assert.equal((await found(subject.port, text))[0], ticker, text);
        }
      }
    }),

    clause("2. a search for a company's name answers its stock", async ({ port, known, alsoKnown }) => {
      for (const ticker of [known, alsoKnown]) {
        const name = valueOf(await port.profile(ticker))?.name ?? "";
        for (const text of [name, name.toUpperCase()]) {
          assert.ok((await found(port, text)).includes(ticker), text);
        }
      }
    }),

    clause("2. a search answers each stock once, and no more than there may be", async ({ port, known }) => {
      for (const text of ["a", "e", "inc", known.slice(0, 1)]) await found(port, text);
      assert.ok((await found(port, known.slice(0, 1))).length > 0);
    }),

    clause("2. a search makes up no stock", async ({ port, unknown }) => {
      assert.ok(!(await found(port, unknown)).includes(unknown));
    }),

    clause("2. a search for whatever text is answered or refused, and nothing throws", async ({ port }) => {
      for (const text of UGLY) {
        const matches = await port.search(text);
        if (matches.isOk()) assertSound(matches.value);
        else refusal(matches, "SearchUnavailable");
      }
    }),

    clause("2. searches made at once do not get mixed up", async ({ port, known, alsoKnown }) => {
      const tickerAt = (index: number): Ticker => (index % 2 ? known : alsoKnown);
      const searches = await racing(RACERS, (index) => port.search(tickerAt(index)));
      for (const [index, matches] of searches.entries()) assert.equal(valueOf(matches)[0]?.ticker, tickerAt(index));
    }),

    clause("2. a search that cannot be made is SearchUnavailable, with a time to try again", async (subject) => {
      for (const directory of subject.failing ?? []) {
        assertToldWhen(refusal(await directory.search(subject.known), "SearchUnavailable"));
      }
    }),
  ],
};
