const PREMIUM = "You may subscribe to any of the premium plans at https://www.alphavantage.co/premium/";
const SUBSCRIBE = "Please subscribe to any of the premium plans at https://www.alphavantage.co/premium/";
const SUPPORT = "https://www.alphavantage.co/support/#api-key";
const THANKS = "Thank you for using Alpha Vantage!";

/**
 * Every refusal that Alpha Vantage is known to word, as recorded, in the order in which they must be told apart; each
 * comes with status 200. `<KEY>` and `<FUNCTION>` stand for the request's.
 */
const NOTICES = {
  "too-fast": `${THANKS} Please consider spreading out your free API requests more sparingly (1 request per second). ${PREMIUM} to lift the free key rate limit (25 requests per day), raise the per-second burst limit, and instantly unlock all premium endpoints`,
  "too-fast-paid":
    "Burst pattern detected. Please consider spreading out your API requests more evenly across a 1-minute window and query no more than 5 requests per second.",
  "minute-limit":
    "Minute-level rate limit exceed. Please stay under the number of API requests per minute for your premium subscription plan.",
  volume: `${THANKS} Please contact premium@alphavantage.co if you are targeting a higher API call volume.`,
  "day-quota": `We have detected your API key as <KEY> and our standard API rate limit is 25 requests per day. ${SUBSCRIBE} to instantly remove all daily rate limits.`,
  "day-quota-older": `${THANKS} Our standard API rate limit is 25 requests per day. ${SUBSCRIBE} to instantly remove all daily rate limits.`,
  "combined-limit": `${THANKS} Our standard API call frequency is 5 calls per minute and 500 calls per day. Please visit https://www.alphavantage.co/premium/ if you would like to target a higher API call frequency.`,
  "call-frequency": "Please consider optimizing your API call frequency.",
  "premium-endpoint": `${THANKS} This is a premium endpoint. ${PREMIUM} to instantly unlock all premium endpoints`,
  "premium-parameter": `${THANKS} The outputsize=full parameter value is a premium feature for the <FUNCTION> endpoint. ${PREMIUM} to instantly unlock all premium features`,
  "not-entitled": "Your API key is not yet entitled to realtime or delayed US market data.",
  "demo-key": `The **demo** API key is for demo purposes only. Please claim your free API key at (${SUPPORT}) to explore our full API offerings. It takes fewer than 20 seconds.`,
  "no-key": `the parameter apikey is invalid or missing. Please claim your free API key on (${SUPPORT}). It should take less than 20 seconds.`,
  "no-such-function": "This API function (<FUNCTION>) does not exist.",
  "invalid-call":
    "Invalid API call. Please retry or visit the documentation (https://www.alphavantage.co/documentation/) for <FUNCTION>.",
  /** One that nobody has seen before. */
  "unknown-notice": "The exchange is on holiday on the moon, <KEY>.",
};

export type Notice = keyof typeof NOTICES;

/** The names of all notices, in the order in which they must be told apart. */
export const NOTICE_NAMES: readonly Notice[] = Object.keys(NOTICES) as Notice[];

/** What a notice may be under; which of them proves nothing. */
export type NoticeKey = "Error Message" | "Information" | "Note";

const ERRORS: ReadonlySet<Notice> = new Set(["invalid-call", "no-such-function"]);

/** The body that a notice comes as, under its usual key unless told otherwise. */
export function noticeBody(
  notice: Notice,
  { apiKey, name }: { readonly apiKey: string; readonly name: string },
  under: NoticeKey = ERRORS.has(notice) ? "Error Message" : "Information",
): Readonly<Record<string, string>> {
  return { [under]: NOTICES[notice].replace("<KEY>", () => apiKey).replace("<FUNCTION>", () => name) };
}
