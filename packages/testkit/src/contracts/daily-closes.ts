import assert from "node:assert/strict";
import { MAX_PRICE, type Closes, type DailyCloses, type LocalDate, type Ticker } from "@bourse/core";
import { RACERS, racing, valueOf } from "../assertions.ts";
import { clause, type Contract, type PortSubject } from "../contract.ts";
import { shown } from "../shown.ts";
import { contractOf } from "./handles.ts";
import { assertToldWhen, errorIn, valueIn } from "./told.ts";

/** Daily closes to be checked. */
export type DailyClosesSubject = PortSubject<DailyCloses> & {
  /** Two tickers that the source knows, which ended no day alike. */
  readonly known: Ticker;
  readonly alsoKnown: Ticker;
  /** One that it does not. */
  readonly unknown: Ticker;
  /** Three days or more that have a close, a day without a session, and last a session that is not over. */
  readonly window: { readonly from: LocalDate; readonly to: LocalDate };
  /** All that the ticker ended the window's days at. */
  readonly expected: (ticker: Ticker) => Closes;
  /** Lets time go on until the window's last session is over, and as much else happen as can; not where it cannot. */
  readonly later?: () => Promise<void> | void;
  /** Like ones, each with one more way of failing to learn, and nothing known before; none, where nothing can fail. */
  readonly failing?: readonly DailyCloses[];
};

function callOf(ticker: Ticker, from: LocalDate, to: LocalDate): string {
  return `closes(${[ticker, from, to].map(shown).join(", ")})`;
}

/** The windows between the first day with a close, one in the middle and the last. */
function windowsOf(closes: Closes): (readonly [LocalDate, LocalDate])[] {
  const all = [...closes.keys()].toSorted();
  const days = all.filter((_, index) => [0, Math.floor(all.length / 2), all.length - 1].includes(index));
  return days.flatMap((from, index) => days.slice(index).map((to) => [from, to] as const));
}

function within(closes: Closes, from: LocalDate, to: LocalDate): Closes {
  return new Map([...closes].filter(([day]) => day >= from && day <= to));
}

async function assertAll({ port, window, expected }: DailyClosesSubject, ticker: Ticker): Promise<void> {
  const call = callOf(ticker, window.from, window.to);
  assert.deepEqual(valueIn(call, await port.closes(ticker, window.from, window.to)), expected(ticker), call);
}

/** What every DailyCloses must fulfil; the numbers are the port's promises. */
export const dailyClosesContract: Contract<DailyClosesSubject> = contractOf(
  "DailyCloses",
  { port: "object", known: "string", alsoKnown: "string", unknown: "string", window: "object", expected: "function" },
  [
    clause("1. closes are the asked ticker's, of every day that has one and no other", async (subject) => {
      for (const ticker of [subject.known, subject.alsoKnown, subject.known]) {
        const closes = subject.expected(ticker);
        assert.ok(closes.size >= 3, `the subject knows ${closes.size} closes`);
        for (const close of closes.values()) assert.ok(close > 0n && close <= MAX_PRICE, `close ${close}`);
        await assertAll(subject, ticker);
      }
    }),

    clause("1. a window has the closes of its days alone, both ends included", async (subject) => {
      const { port, known, expected } = subject;
      for (const [from, to] of windowsOf(expected(known))) {
        const call = callOf(known, from, to);
        assert.deepEqual(valueIn(call, await port.closes(known, from, to)), within(expected(known), from, to), call);
      }
    }),

    clause("1. closes asked for at once do not get mixed up", async (subject) => {
      const { port, known, alsoKnown, window, expected } = subject;
      const tickerAt = (index: number): Ticker => (index % 2 ? known : alsoKnown);
      const found = await racing(RACERS, (index) => port.closes(tickerAt(index), window.from, window.to));
      for (const [index, closes] of found.entries()) {
        const call = `${callOf(tickerAt(index), window.from, window.to)}, one of ${RACERS} at once,`;
        assert.deepEqual(valueIn(call, closes), expected(tickerAt(index)), call);
      }
    }),

    clause("1. a session that is not over has no close", async ({ port, known, window, expected }) => {
      const { to } = window;
      const call = callOf(known, to, to);
      assert.deepEqual(valueIn(call, await port.closes(known, to, to)), new Map(), call);
      const last = [...expected(known).keys()].toSorted().at(-1) ?? to;
      assert.deepEqual([...valueOf(await port.closes(known, last, to)).keys()], [last]);
    }),

    clause("2. a close is the same in whichever order windows are asked", async (subject) => {
      const { port, known, expected } = subject;
      for (const [from, to] of windowsOf(expected(known)).toReversed()) {
        const call = callOf(known, from, to);
        assert.deepEqual(valueIn(call, await port.closes(known, from, to)), within(expected(known), from, to), call);
        await assertAll(subject, known);
      }
    }),

    clause("2. a close that was answered is the same later", async (subject) => {
      const { port, known, alsoKnown, window, later } = subject;
      const tickers = [known, alsoKnown];
      const closesNow = () => Promise.all(tickers.map((ticker) => port.closes(ticker, window.from, window.to)));
      const before = (await closesNow()).map(valueOf);
      await later?.();
      for (const [index, after] of (await closesNow()).map(valueOf).entries()) {
        const kept = [...after].filter(([day]) => before[index]?.has(day));
        assert.deepEqual(new Map(kept), before[index]);
      }
    }),

    clause("3. a ticker of which the source knows nothing is TickerNotFound", async ({ port, unknown, window }) => {
      for (let asked = 0; asked < 2; asked += 1) {
        const call = callOf(unknown, window.from, window.to);
        const error = errorIn(call, await port.closes(unknown, window.from, window.to), "TickerNotFound");
        assert.deepEqual(error, { kind: "TickerNotFound", ticker: unknown });
      }
    }),

    clause("3. every failure to learn is QuoteUnavailable, with a time to try again", async (subject) => {
      const { failing = [], known, window } = subject;
      for (const source of failing) {
        const call = callOf(known, window.from, window.to);
        const error = errorIn(call, await source.closes(known, window.from, window.to), "QuoteUnavailable");
        assert.equal(error.ticker, known);
        assertToldWhen(call, error);
      }
    }),
  ],
);
