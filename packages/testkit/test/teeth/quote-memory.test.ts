import {
  DEFAULT_POLICY,
  type Clock,
  type LatestQuote,
  type Need,
  type QuoteOutcome,
  type QuoteSource,
  type Ticker,
} from "@bourse/core";
import { brokenClauses } from "@bourse/testkit";
import { quoteSourceContract } from "@bourse/testkit/contracts";
import { ok, ResultAsync } from "neverthrow";
import { describe, expect, it } from "vitest";
import { marketSubject } from "../subjects.ts";
import { hasTeeth, type Wrong } from "./bites.ts";

type Changed = (right: QuoteSource, clock: Clock) => Partial<QuoteSource>;
/** What a memory answers: what it kept, for this need; null where it asks anew. */
type Recall = (kept: LatestQuote, need: Need, clock: Clock) => LatestQuote | null;

const EARLIER = "4. what was learnt earlier is answered with the time at which it was learnt, or not at all";
const CUT_OFF = "4. for a trade nothing is answered that is too old, when nothing newer can be learnt";
const RENEWED = "4. for a trade nothing is answered that is too old, when something newer can be learnt";

/** A source that remembers what it learnt, and recalls it as it is told: at once, or only when it can learn nothing. */
function remembering(recall: Recall, when: "at once" | "in need"): Changed {
  return (right, clock) => {
    const kept = new Map<Ticker, LatestQuote>();
    const latest = async (ticker: Ticker, need: Need = "look"): Promise<QuoteOutcome> => {
      const quote = kept.get(ticker);
      const recalled = quote ? recall(quote, need, clock) : null;
      if (recalled && when === "at once") return ok(recalled);
      const learnt = await right.latest(ticker, need);
      if (learnt.isOk()) kept.set(ticker, learnt.value);
      return learnt.isErr() && recalled ? ok(recalled) : learnt;
    };
    return {
      latest: (ticker, need) => new ResultAsync(latest(ticker, need)),
      latestOf: async (tickers, need) =>
        new Map(await Promise.all(tickers.map(async (ticker) => [ticker, await latest(ticker, need)] as const))),
    };
  };
}

function isOld({ fetchedAt }: LatestQuote, clock: Clock): boolean {
  return clock.now() - fetchedAt > DEFAULT_POLICY.maxQuoteAge * 1000;
}

const always: Recall = (kept) => kept;
const rightly: Recall = (kept, need, clock) => (need === "trade" && isOld(kept, clock) ? null : kept);

const wrongs: readonly Wrong<Changed>[] = [
  [
    "says that it has just learnt what it remembers",
    () => remembering((kept, _, clock) => ({ ...kept, fetchedAt: clock.now() }), "in need"),
    EARLIER,
  ],
  [
    "remembers another price than it learnt",
    () => remembering((kept) => ({ ...kept, previousClose: kept.price }), "in need"),
    EARLIER,
  ],
  [
    "lets trades fill on whatever it remembers when it can learn nothing",
    () => remembering(always, "in need"),
    CUT_OFF,
  ],
  ["lets trades fill on whatever it remembers", () => remembering(always, "at once"), RENEWED],
  [
    "knows nothing for a trade",
    () => (right) => ({ latest: (ticker, need) => right.latest(need === "trade" ? ("ZZZ" as Ticker) : ticker) }),
    "4. every need is met with a quote of the asked ticker",
  ],
];

describe("the quote source's contract about what is remembered", () => {
  hasTeeth(quoteSourceContract, marketSubject, wrongs);

  it.each(["at once", "in need"] as const)("finds nothing wrong with one that recalls rightly, %s", async (when) => {
    const broken = await brokenClauses(quoteSourceContract, () => marketSubject(remembering(rightly, when)));
    expect(broken).toEqual([]);
  });
});
