import { inMemoryProfileStore, keptDirectory, type KeptDirectoryOptions } from "@bourse/adapters/kept-directory";
import {
  nameOnly,
  type ProfileUnavailable,
  type SearchUnavailable,
  type StockDirectory,
  type StockMatch,
  type StockProfile,
  type Ticker,
} from "@bourse/core";
import { dateOf, manualCalendar, manualMarket, moneyOf, tickerOf, type ManualMarket } from "@bourse/testkit";
import { err, ok, ResultAsync, type Result } from "neverthrow";
import { virtualTime, type VirtualTime } from "../virtual-time.ts";

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const DAY = 1440 * MINUTE;

export const AAPL: Ticker = tickerOf("AAPL");
/** What the source tells of Apple: a part of it all. */
export const APPLE: StockProfile = {
  ...nameOnly(AAPL, "Apple Inc.", "NASDAQ"),
  sector: "TECHNOLOGY",
  marketCapitalization: moneyOf("3400000000000.00"),
  dividendPerShare: moneyOf("0.00"),
  asOf: dateOf("2026-06-15"),
};

export type Profile = Result<StockProfile | null, ProfileUnavailable>;
export type Matches = Result<readonly StockMatch[], SearchUnavailable>;

/** How the source answers, until it is told to answer otherwise. */
type Answers = {
  profile: (ticker: Ticker) => Promise<Profile>;
  search: (text: string) => Promise<Matches>;
};

export type Stage = {
  readonly time: VirtualTime;
  /** What answers with less: it knows Apple's name. */
  readonly fallback: ManualMarket;
  readonly answers: Answers;
  /** What the source has been asked, in order. */
  readonly asked: string[];
  readonly directory: StockDirectory;
  /** Another directory over the same source, with no memory of its own. */
  readonly another: (options?: Partial<KeptDirectoryOptions>) => StockDirectory;
};

/** A directory over a source and in a time that a test controls. */
export function newStage(options: Partial<KeptDirectoryOptions> = {}): Stage {
  const time = virtualTime();
  const fallback = manualMarket(time.clock, manualCalendar());
  fallback.set("AAPL", "1.00");
  const asked: string[] = [];
  const answers: Answers = {
    profile: async (ticker) => ok({ ...APPLE, ticker }),
    search: async (text) => ok([{ ticker: AAPL, name: `found by ${text}`, exchange: null }]),
  };
  const source: StockDirectory = {
    profile: (ticker) => {
      asked.push(ticker);
      return new ResultAsync(answers.profile(ticker));
    },
    search: (text) => {
      asked.push(text);
      return new ResultAsync(answers.search(text));
    },
  };
  const store = inMemoryProfileStore();
  const another: Stage["another"] = (given = {}) =>
    keptDirectory({ source, fallback, store, clock: time.clock, wait: time.wait, ...options, ...given });
  return { time, fallback, answers, asked, directory: another(), another };
}

/** An answer of a source that cannot be asked now. */
export function refused(retryAfter: number): (ticker: Ticker) => Promise<Profile> {
  return async (ticker) => err({ kind: "ProfileUnavailable", ticker, reason: "told to fail", retryAfter });
}
