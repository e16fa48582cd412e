import type { AlphaVantage } from "@bourse/adapters/alpha-vantage";
import { dateOf, moneyOf, verifyContract } from "@bourse/testkit";
import {
  dailyClosesContract,
  quoteSourceContract,
  stockDirectoryContract,
  type DailyClosesSubject,
  type QuoteSourceSubject,
  type StockDirectorySubject,
} from "@bourse/testkit/contracts";
import type { Misbehaviour } from "@bourse/testkit/fake-alpha-vantage";
import { describe, it } from "vitest";
import { fakeBacked, type Backed, type BackedOptions } from "./fake-backed.ts";
import { BERKSHIRE, IBM, NOPE } from "./known.ts";

const tickers = { known: IBM, alsoKnown: BERKSHIRE, unknown: NOPE };
const runner = { describe, it };

/** Ways of failing to learn anything, whatever is asked. */
const FAILURES: readonly Misbehaviour[] = [
  "too-fast-paid",
  "day-quota",
  "no-key",
  "unknown-notice",
  "outage-empty-object",
  "html-503",
  "html",
  "empty",
  "truncated",
  "reset",
  "hang",
  "other-symbol",
  "zero-price",
];

/** Those that still tell of a company: another search's matches, an overview without its prices, or that it has none. */
const TELLING: ReadonlySet<Misbehaviour> = new Set(["other-symbol", "zero-price", "outage-empty-object"]);

/** Like adapters, each over a fake of its own that fails in one way. */
async function failing(options: BackedOptions, dispose: (() => Promise<void>)[]): Promise<AlphaVantage[]> {
  const hasty = { ...options, adapter: { ...options.adapter, timeout: 50 } };
  const worlds = await Promise.all(FAILURES.map(() => fakeBacked(hasty)));
  for (const [index, { fake }] of worlds.entries()) fake.misbehave(FAILURES[index] ?? "hang");
  dispose.push(...worlds.map((world) => world.dispose));
  return worlds;
}

type Made = Pick<Backed, "clock" | "closes" | "directory" | "quotes"> & {
  readonly failing: readonly AlphaVantage[];
  readonly dispose: () => Promise<void>;
};

async function made(options: BackedOptions = {}): Promise<Made> {
  const world = await fakeBacked(options);
  const all = [world.dispose];
  return {
    ...world,
    failing: await failing(options, all),
    dispose: async () => void (await Promise.all(all.map((dispose) => dispose()))),
  };
}

/** Which day's price is answered depends on the plan. */
function sameEachDay(ticker: string): string | null {
  return { [IBM]: "100.2000", [BERKSHIRE]: "480.0625" }[ticker] ?? null;
}

async function quotes(bulk: boolean): Promise<QuoteSourceSubject> {
  const world = await made({ fake: { plan: bulk ? "premium" : "free", prices: sameEachDay }, adapter: { bulk } });
  const answer: QuoteSourceSubject["answer"] = (ticker) => {
    return { price: moneyOf(sameEachDay(ticker) ?? "0"), fetchedAt: world.clock.now(), source: "alpha-vantage" };
  };
  return { ...tickers, ...world, port: world.quotes, failing: world.failing.map((source) => source.quotes), answer };
}

describe("by single requests", () => {
  verifyContract(quoteSourceContract, () => quotes(false), runner);
});
describe("in bulk", () => {
  verifyContract(quoteSourceContract, () => quotes(true), runner);
});

async function directory(): Promise<StockDirectorySubject> {
  const world = await made();
  const unable = world.failing.filter((_, index) => !TELLING.has(FAILURES[index] ?? "hang"));
  return { ...tickers, ...world, port: world.directory, failing: unable.map((source) => source.directory) };
}

verifyContract(stockDirectoryContract, directory, runner);

/** From Friday to Friday: five sessions that are over, a weekend, and one that is under way. */
const DAYS = ["2026-11-13", "2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19"];
const window = { from: dateOf("2026-11-13"), to: dateOf("2026-11-20") };

function closeOf(ticker: string, day: string): string {
  return `${ticker === "IBM" ? 100 : 400}.${day.slice(-2)}00`;
}

function priceOf(ticker: string, day: string): string | null {
  return ticker === NOPE ? null : closeOf(ticker, day);
}

async function closes(): Promise<DailyClosesSubject> {
  const world = await made({ fake: { plan: "premium", prices: priceOf } });
  return {
    ...tickers,
    ...world,
    port: world.closes,
    failing: world.failing.map((source) => source.closes),
    window,
    expected: (ticker) => new Map(DAYS.map((day) => [dateOf(day), moneyOf(closeOf(ticker, day))])),
    later: () => world.clock.advance(24 * 3_600_000),
  };
}

verifyContract(dailyClosesContract, closes, runner);
