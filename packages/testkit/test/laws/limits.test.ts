import { emptyPortfolio, MAX_REALISED_GAIN, negate, type Money, type Portfolio } from "@bourse/core";
import { errorOf, moneyOf, quantityOf, quoteOf, tickerOf, valueOf, type Step } from "@bourse/testkit";
import { describe, expect, it } from "vitest";
import { ACCOUNT, decide } from "./play.ts";

const F = tickerOf("F");

/** An account of long standing, with one share that cost 2.00. */
function having(realisedGain: Money): Portfolio {
  const cost = moneyOf("2.00");
  return { ...emptyPortfolio(ACCOUNT), realisedGain, holdings: new Map([[F, { ticker: F, quantity: 1, cost }]]) };
}

function selling(price: string): Step {
  return { status: "SELLING-SHARES", quote: quoteOf(F, price), quantity: quantityOf(1) };
}

describe("realised gain", () => {
  it.each([
    { side: "gain", limit: MAX_REALISED_GAIN, before: "99999999999999.00", last: "3.00", tooMuch: "3.0001" },
    { side: "loss", limit: negate(MAX_REALISED_GAIN), before: "-99999999999999.00", last: "1.00", tooMuch: "0.9999" },
  ])("runs to its limit, and no further, on the side of $side", ({ limit, before, last, tooMuch }) => {
    const portfolio = having(moneyOf(before));
    expect(valueOf(decide(portfolio, selling(last))).realisedGainAfter).toBe(limit);
    const error = errorOf(decide(portfolio, selling(tooMuch)));
    expect(error).toEqual({ kind: "LimitExceeded", limit: "realised-gain", maximum: MAX_REALISED_GAIN });
  });
});
