import type { Clock, DailyCloses, MarketCalendar, QuoteSource, StockDirectory } from "@bourse/core";
import { asking } from "./ask.ts";
import type { RequestBudget } from "./budget.ts";
import { closesFrom } from "./closes.ts";
import { directoryFrom } from "./directory.ts";
import { quotesFrom, type Entitlement } from "./quotes.ts";
import type { AlphaVantageRequest } from "./request.ts";

export type AlphaVantageOptions = {
  readonly apiKey: string;
  /** Where the API answers; Alpha Vantage's own address when left out. */
  readonly url?: string;
  readonly clock: Clock;
  /** How long one answer may take, in ms; 5000 when left out. Over a `request-budget` less than its ten seconds. */
  readonly timeout?: number;
  /** What every request asks first; without one, nothing holds requests back. */
  readonly budget?: RequestBudget | undefined;
  /** Sent with GLOBAL_QUOTE, for a plan that has it; given up once the key turns out to have none. */
  readonly entitlement?: Entitlement | undefined;
  /** Whether the plan may have REALTIME_BULK_QUOTES, so that finding out is worth a request; false when left out. */
  readonly bulk?: boolean;
  /**
   * Tells which days have begun to trade and which are over; without one, those up to today in UTC, and those before
   * today in New York.
   */
  readonly calendar?: MarketCalendar | undefined;
  /** Called once for each outbound request, for the log. */
  readonly onRequest?: (request: AlphaVantageRequest) => void;
};

export type AlphaVantage = {
  readonly quotes: QuoteSource;
  readonly closes: DailyCloses;
  readonly directory: StockDirectory;
};

const ADDRESS = "https://www.alphavantage.co/query";

/** Prices, closes and companies from Alpha Vantage (https://www.alphavantage.co/documentation/), by one key. */
export function alphaVantage(options: AlphaVantageOptions): AlphaVantage {
  const {
    apiKey,
    url = ADDRESS,
    clock,
    timeout = 5000,
    budget,
    entitlement,
    bulk = false,
    calendar,
    onRequest,
  } = options;
  const ask = asking({ apiKey, url, timeout, budget, onRequest });
  return {
    quotes: quotesFrom({ ask, clock, calendar, entitlement, bulk }),
    closes: closesFrom({ ask, clock, calendar }),
    directory: directoryFrom({ ask, clock }),
  };
}
