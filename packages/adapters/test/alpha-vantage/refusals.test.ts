import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failureOf, globalQuote, IBM, json, KEY, startUpstream, unavailable, type Upstream } from "./upstream.ts";

const PREMIUM = "You may subscribe to any of the premium plans at https://www.alphavantage.co/premium/";
const SUBSCRIBE = "Please subscribe to any of the premium plans at https://www.alphavantage.co/premium/";
const SUPPORT = "https://www.alphavantage.co/support/#api-key";

const FAST = ["prices were asked for too fast", 2] as const;
const MINUTE = ["the price source's limit per minute is reached", 60] as const;
const DAY = ["the price source's quota for the day is spent", 3600] as const;
const PLAN = ["the price source's plan does not include this", 3600] as const;
const REFUSED = ["the price source refuses its key", 3600] as const;
const OTHER = ["the price source refused, for a reason it has not given before", 60] as const;

/** Each refusal as it is worded, and what it must come to. */
const REFUSALS = [
  [
    "too fast, free key",
    `Thank you for using Alpha Vantage! Please consider spreading out your free API requests more sparingly (1 request per second). ${PREMIUM} to lift the free key rate limit (25 requests per day), raise the per-second burst limit, and instantly unlock all premium endpoints`,
    FAST,
  ],
  [
    "too fast, paid key",
    "Burst pattern detected. Please consider spreading out your API requests more evenly across a 1-minute window and query no more than 5 requests per second.",
    FAST,
  ],
  [
    "the limit per minute",
    "Minute-level rate limit exceed. Please stay under the number of API requests per minute for your premium subscription plan.",
    MINUTE,
  ],
  [
    "volume",
    "Thank you for using Alpha Vantage! Please contact premium@alphavantage.co if you are targeting a higher API call volume.",
    MINUTE,
  ],
  [
    "the day's quota",
    `We have detected your API key as ${KEY} and our standard API rate limit is 25 requests per day. ${SUBSCRIBE} to instantly remove all daily rate limits.`,
    DAY,
  ],
  [
    "the day's quota, older",
    `Thank you for using Alpha Vantage! Our standard API rate limit is 25 requests per day. ${SUBSCRIBE} to instantly remove all daily rate limits.`,
    DAY,
  ],
  [
    "the old combined limit",
    `Thank you for using Alpha Vantage! Our standard API call frequency is 5 calls per minute and 500 calls per day. Please visit https://www.alphavantage.co/premium/ if you would like to target a higher API call frequency.`,
    MINUTE,
  ],
  ["the oldest limit", "Please consider optimizing your API call frequency.", MINUTE],
  [
    "a premium endpoint",
    `Thank you for using Alpha Vantage! This is a premium endpoint. ${PREMIUM} to instantly unlock all premium endpoints`,
    PLAN,
  ],
  [
    "a premium parameter",
    `Thank you for using Alpha Vantage! The outputsize=full parameter value is a premium feature for the TIME_SERIES_DAILY endpoint. ${PREMIUM} to instantly unlock all premium features`,
    PLAN,
  ],
  ["not entitled", "Your API key is not yet entitled to delayed US market data.", PLAN],
  [
    "the demo key",
    `The **demo** API key is for demo purposes only. Please claim your free API key at (${SUPPORT}) to explore our full API offerings. It takes fewer than 20 seconds.`,
    REFUSED,
  ],
  [
    "no key",
    `the parameter apikey is invalid or missing. Please claim your free API key on (${SUPPORT}). It should take less than 20 seconds.`,
    REFUSED,
  ],
  [
    "no such function",
    "This API function (BOGUS) does not exist.",
    ["the price source does not know what it was asked", 3600],
  ],
  ["a notice never seen before", "The exchange is on holiday on the moon.", OTHER],
] as const;

const INVALID_CALL =
  "Invalid API call. Please retry or visit the documentation (https://www.alphavantage.co/documentation/) for GLOBAL_QUOTE.";
const KEYS = ["Information", "Note", "Error Message"];

let upstream: Upstream;
beforeAll(async () => {
  upstream = await startUpstream();
});
afterAll(() => upstream.stop());

describe.each(KEYS)("a refusal under %s", (key) => {
  it.each(REFUSALS)("%s", async (_, text, [reason, retryAfter]) => {
    const expected = unavailable(reason, retryAfter);
    expect(await failureOf(upstream, json({ [key]: text }))).toStrictEqual(expected);
    // Other line breaks and letter case have been seen; the words are what counts.
    expect(await failureOf(upstream, json({ [key]: text.replaceAll(" ", "\n ").toUpperCase() }))).toStrictEqual(
      expected,
    );
  });

  it("a symbol that it does not know", async () => {
    expect(await failureOf(upstream, json({ [key]: INVALID_CALL }))).toStrictEqual({
      kind: "TickerNotFound",
      ticker: IBM,
    });
  });

  it("a notice that is no text", async () => {
    const [reason, retryAfter] = OTHER;
    const expected = unavailable(reason, retryAfter);
    expect(await failureOf(upstream, json({ [key]: null }))).toStrictEqual(expected);
    expect(await failureOf(upstream, json({ [key]: { text: INVALID_CALL } }))).toStrictEqual(expected);
  });

  it.each(REFUSALS.map(([name, ...refusal], place) => [name, place, ...refusal] as const))(
    "%s goes before each that follows",
    async (_, place, text, [reason, retryAfter]) => {
      for (const [, later] of REFUSALS.slice(place + 1)) {
        const failure = await failureOf(upstream, json({ [key]: `${later} ${text}` }));
        expect(failure).toStrictEqual(unavailable(reason, retryAfter));
      }
      expect(await failureOf(upstream, json({ [key]: `${INVALID_CALL} ${text}` }))).toMatchObject(
        reason === OTHER[0] ? { kind: "TickerNotFound" } : { kind: "QuoteUnavailable", reason },
      );
    },
  );

  it("beside a quote makes the quote unusable", async () => {
    expect(
      await failureOf(upstream, json({ ...globalQuote("IBM"), [key]: "This sample data is ARTIFICIAL." })),
    ).toMatchObject({
      kind: "QuoteUnavailable",
    });
  });
});
