import { MAX_MATCHES, nameOnly, type StockDirectory, type StockMatch } from "@bourse/core";
import { tickerOf } from "@bourse/testkit";
import { stockDirectoryContract } from "@bourse/testkit/contracts";
import { errAsync, okAsync } from "neverthrow";
import { describe } from "vitest";
import { marketSubject } from "../subjects.ts";
import { hasTeeth, type Wrong } from "./bites.ts";

type Changed = (right: StockDirectory) => Partial<StockDirectory>;

const EXACT = "2. a search for an exact ticker, however it is written, answers it first";
const ONCE = "2. a search answers each stock once, and no more than there may be";
const NOT_LEARNT = "1. a profile that cannot be learnt is ProfileUnavailable, with a time to try again";
const UNAVAILABLE = "2. a search that cannot be made is SearchUnavailable, with a time to try again";

function wrong(fault: string, changed: Changed, title: string): Wrong<Changed> {
  return [fault, () => changed, title];
}

const profiles: readonly Wrong<Changed>[] = [
  wrong(
    "answers another's profile",
    (right) => ({ profile: () => right.profile(tickerOf("AAPL")) }),
    "1. a profile is the asked ticker's",
  ),
  wrong(
    "mixes up what was asked at once",
    (right) => {
      let last = tickerOf("AAPL");
      return {
        profile: (ticker) => {
          last = ticker;
          return okAsync(null).andThen(() => right.profile(last));
        },
      };
    },
    "1. profiles asked for at once do not get mixed up",
  ),
  wrong(
    "makes up a profile",
    () => ({ profile: (ticker) => okAsync(nameOnly(ticker, ticker, "NYSE")) }),
    "1. a ticker of which nothing is known is null",
  ),
  wrong(
    "takes what cannot be learnt for what is not there",
    (right) => ({ profile: (ticker) => right.profile(ticker).orElse(() => okAsync(null)) }),
    NOT_LEARNT,
  ),
  wrong(
    "says of another stock that nothing can be learnt of it",
    (right) => ({
      profile: (ticker) => right.profile(ticker).mapErr((error) => ({ ...error, ticker: tickerOf("NVDA") })),
    }),
    NOT_LEARNT,
  ),
  wrong(
    "names no time to ask again for a profile",
    (right) => ({ profile: (ticker) => right.profile(ticker).mapErr((error) => ({ ...error, retryAfter: 0 })) }),
    NOT_LEARNT,
  ),
];

/** Searches as the right one does, once `change` has had its way with the matches. */
function searching(change: (matches: readonly StockMatch[], text: string) => readonly StockMatch[]): Changed {
  return (right) => ({ search: (text) => right.search(text).map((matches) => change(matches, text)) });
}

const NVDA: StockMatch = { ticker: tickerOf("NVDA"), name: "NVIDIA Corporation", exchange: null };

const searches: readonly Wrong<Changed>[] = [
  wrong(
    "puts another stock first",
    searching((matches) => [NVDA, ...matches]),
    EXACT,
  ),
  wrong(
    "compares tickers with case",
    (right) => ({ search: (text) => (text === text.toUpperCase() ? right.search(text) : okAsync([])) }),
    EXACT,
  ),
  wrong(
    "does not know a share class by its hyphen",
    (right) => ({ search: (text) => (text.includes("-") ? okAsync([]) : right.search(text)) }),
    EXACT,
  ),
  wrong(
    "looks at tickers alone",
    searching((matches, text) => matches.filter(({ ticker }) => ticker.includes(text))),
    "2. a search for a company's name answers its stock",
  ),
  wrong(
    "answers a stock twice",
    searching((matches) => [...matches, ...matches]),
    ONCE,
  ),
  wrong(
    "answers all that it has",
    searching((matches) => [
      ...matches,
      ...Array.from({ length: MAX_MATCHES }, (_, index) => ({
        ...NVDA,
        ticker: tickerOf(`N${String.fromCharCode(65 + index)}`),
      })),
    ]),
    ONCE,
  ),
  wrong(
    "answers a stock without a name",
    searching((matches) => matches.map((match) => ({ ...match, name: "" }))),
    ONCE,
  ),
  wrong(
    "makes up what it is asked for",
    (right) => ({
      search: (text) =>
        right.search(text).map((found) => (found.length > 0 ? found : [{ ...NVDA, ticker: tickerOf(text) }])),
    }),
    "2. a search makes up no stock",
  ),
  wrong(
    "throws at what is no pattern",
    (right) => ({ search: (text) => right.search(new RegExp(text).source) }),
    "2. a search for whatever text is answered or refused, and nothing throws",
  ),
  wrong(
    "mixes up what was asked at once",
    (right) => {
      let last = "";
      return {
        search: (text) => {
          last = text;
          return okAsync(null).andThen(() => right.search(last));
        },
      };
    },
    "2. searches made at once do not get mixed up",
  ),
  wrong(
    "takes a failure for a search without matches",
    (right) => ({ search: (text) => right.search(text).orElse(() => okAsync([])) }),
    UNAVAILABLE,
  ),
  wrong(
    "names no time to try again",
    (right) => ({
      search: (text) => right.search(text).orElse((error) => errAsync({ ...error, retryAfter: 0 })),
    }),
    UNAVAILABLE,
  ),
];

describe("the stock directory's contract", () => {
  hasTeeth(stockDirectoryContract, marketSubject, [...profiles, ...searches]);
});
