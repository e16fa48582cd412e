import type { Clock, Instant } from "@bourse/core";
import { artificialQuotes, bulkQuotes } from "./bulk-quotes.ts";
import { marketStatus, overview, symbolSearch } from "./companies.ts";
import { limiter, PLAN_LIMITS, type FakeLimits, type FakePlan } from "./limits.ts";
import { fakeMarket, type FakePrices } from "./market.ts";
import { noticeBody, type Notice } from "./notices.ts";
import { globalQuote, timeSeriesDaily } from "./prices.ts";
import type { Answer, Question } from "./question.ts";
import { newYorkDay, weekdaySessions, type Sessions } from "./sessions.ts";

/** What an honest answer goes by. */
export type AnswerOptions = {
  readonly clock: Clock;
  /** A market of forty large companies when left out. */
  readonly prices?: FakePrices;
  /** Every key's plan: `free` when left out. `premium` has bulk quotes and entitlements. */
  readonly plan?: FakePlan;
  /** The plan's own when left out; null for none. A day begins at midnight in New York. */
  readonly limits?: FakeLimits | null | undefined;
  /** What a free key is answered to REALTIME_BULK_QUOTES: made-up rows, or the notice. Both have been seen. */
  readonly withoutBulk?: "artificial" | "notice";
  /** When the market trades; every Monday to Friday when left out. */
  readonly calendar?: Sessions;
};

/** One request that came in. `refusal` is the limit that it met, or the plan's or the key's. */
export type FakeRequest = {
  readonly function: string;
  readonly symbol: string | null;
  readonly at: Instant;
  readonly refusal: Notice | null;
  /** All that was sent but the key. */
  readonly parameters: Readonly<Record<string, string>>;
};

type Answering = (parameters: URLSearchParams) => { readonly seen: FakeRequest; readonly body: unknown };

/** What an honest answer to a request is: the key comes first, then the limits, then the question itself. */
export function answering(options: AnswerOptions): Answering {
  const { clock, plan = "free", limits = PLAN_LIMITS[plan], calendar = weekdaySessions } = options;
  const market = fakeMarket(options.prices);
  const limit = limits ? limiter(limits, plan, newYorkDay) : () => null;
  return (parameters) => {
    const at = clock.now();
    const name = parameters.get("function") ?? "";
    const apiKey = parameters.get("apikey") ?? "";
    const question: Question = { name, parameters, at, plan, market, sessions: calendar };
    const answer = keyRefusal(apiKey) ?? limit(at) ?? answerTo(question, options);
    const refusal = typeof answer === "string" ? answer : null;
    const sent = Object.fromEntries([...parameters].filter(([key]) => key !== "apikey"));
    const seen = { function: name, symbol: parameters.get("symbol"), at, refusal, parameters: sent };
    return { seen, body: refusal ? noticeBody(refusal, { apiKey, name }) : answer };
  };
}

/** Any other key works, made up or not. */
function keyRefusal(apiKey: string): Notice | null {
  if (apiKey === "") return "no-key";
  return apiKey === "demo" ? "demo-key" : null;
}

const FUNCTIONS = new Map<string, (question: Question) => Answer>([
  ["GLOBAL_QUOTE", globalQuote],
  ["MARKET_STATUS", marketStatus],
  ["OVERVIEW", overview],
  ["REALTIME_BULK_QUOTES", bulkQuotes],
  ["SYMBOL_SEARCH", symbolSearch],
  ["TIME_SERIES_DAILY", timeSeriesDaily],
]);

function answerTo(question: Question, { withoutBulk = "artificial" }: AnswerOptions): Answer {
  const { name, plan } = question;
  if (name === "REALTIME_BULK_QUOTES" && plan === "free") {
    return withoutBulk === "artificial" ? artificialQuotes() : "premium-endpoint";
  }
  return FUNCTIONS.get(name)?.(question) ?? "no-such-function";
}
