import assert from "node:assert/strict";
import { MAX_MATCHES, parseTicker, type StockDirectory, type StockMatch, type Ticker } from "@bourse/core";
import { RACERS, racing, valueOf } from "../assertions.ts";
import { clause, type Contract, type PortSubject } from "../contract.ts";
import { shown } from "../shown.ts";
import { contractOf } from "./handles.ts";
import { assertToldWhen, errorIn, must, valueIn } from "./told.ts";

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

function assertSound(call: string, matches: readonly StockMatch[]): void {
  const tickers = matches.map(({ ticker }) => ticker);
  must(
    tickers.length <= MAX_MATCHES,
    `${call} must answer at most ${MAX_MATCHES} stocks; it answered ${tickers.length}`,
  );
  must(
    new Set(tickers).size === tickers.length,
    `${call} must answer each stock once; it answered ${tickers.join(", ")}`,
  );
  for (const { ticker, name, exchange } of matches) {
    const isTicker = parseTicker(ticker).unwrapOr(null) === ticker;
    must(isTicker, `${call}: a ticker must be as parseTicker writes it; it is ${shown(ticker)}`);
    must(name !== "" && exchange !== "", `${call}: ${ticker} must have a name and an exchange; one of them is empty`);
  }
}

function callOf(method: keyof StockDirectory, asked: string): string {
  return `${method}(${shown(asked)})`;
}

async function found(directory: StockDirectory, text: string): Promise<readonly Ticker[]> {
  const call = callOf("search", text);
  const matches = valueIn(call, await directory.search(text));
  assertSound(call, matches);
  return matches.map(({ ticker }) => ticker);
}

/** What programs have tripped over, and what would change a query that it is pasted into. */
const UGLY = ["%", "_", "\\", "'", '"', "*", "[", "(", "a&symbol=IBM", "a\u202Eb", "ß", "🂡", "a ".repeat(25)];

/** What every StockDirectory must fulfil; the numbers are the port's promises. */
export const stockDirectoryContract: Contract<StockDirectorySubject> = contractOf(
  "StockDirectory",
  { port: "object", known: "string", alsoKnown: "string", unknown: "string" },
  [
    clause("1. a profile is the asked ticker's", async ({ port, known, alsoKnown }) => {
      for (const ticker of [known, alsoKnown, known]) {
        const call = callOf("profile", ticker);
        const profile = valueIn(call, await port.profile(ticker));
        must(profile?.ticker === ticker, `${call} must answer ${ticker}'s profile; it answered ${shown(profile)}`);
        must(profile.name !== "", `${call}: name must not be empty`);
      }
    }),

    clause("1. profiles asked for at once do not get mixed up", async ({ port, known, alsoKnown }) => {
      const tickerAt = (index: number): Ticker => (index % 2 ? known : alsoKnown);
      const profiles = await racing(RACERS, (index) => port.profile(tickerAt(index)));
      for (const [index, profile] of profiles.entries()) assert.equal(valueOf(profile)?.ticker, tickerAt(index));
    }),

    clause("1. a ticker of which nothing is known is null", async ({ port, unknown }) => {
      const call = callOf("profile", unknown);
      const profile = valueIn(call, await port.profile(unknown));
      must(profile === null, `${call} must answer null; it answered ${shown(profile)}`);
    }),

    clause("1. a profile that cannot be learnt is ProfileUnavailable, with a time to try again", async (subject) => {
      for (const directory of subject.failing ?? []) {
        const call = callOf("profile", subject.known);
        const told = errorIn(call, await directory.profile(subject.known), "ProfileUnavailable");
        assert.equal(told.ticker, subject.known);
        assertToldWhen(call, told);
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
        if (matches.isOk()) assertSound(callOf("search", text), matches.value);
        else errorIn(callOf("search", text), matches, "SearchUnavailable");
      }
    }),

    clause("2. searches made at once do not get mixed up", async ({ port, known, alsoKnown }) => {
      const tickerAt = (index: number): Ticker => (index % 2 ? known : alsoKnown);
      const searches = await racing(RACERS, (index) => port.search(tickerAt(index)));
      for (const [index, matches] of searches.entries()) assert.equal(valueOf(matches)[0]?.ticker, tickerAt(index));
    }),

    clause("2. a search that cannot be made is SearchUnavailable, with a time to try again", async (subject) => {
      for (const directory of subject.failing ?? []) {
        const call = callOf("search", subject.known);
        assertToldWhen(call, errorIn(call, await directory.search(subject.known), "SearchUnavailable"));
      }
    }),
  ],
);
