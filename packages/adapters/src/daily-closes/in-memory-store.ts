import type { LocalDate, Money, Ticker } from "@bourse/core";
import { okAsync } from "neverthrow";
import type { ClosesAsked, CloseStore } from "../price-stores/index.ts";

/** For tests, and for those who need no close to survive their process. It forgets nothing and has no bound. */
export function inMemoryCloseStore(): CloseStore {
  const kept = new Map<Ticker, Map<LocalDate, Money>>();
  const asked = new Map<Ticker, ClosesAsked>();
  return {
    find: (ticker, from, to) => {
      const closes = [...(kept.get(ticker) ?? [])].filter(([day]) => day >= from && day <= to);
      return okAsync({ closes: new Map(closes), asked: asked.get(ticker) ?? null });
    },
    keep: (ticker, learnt) => {
      kept.set(ticker, new Map([...learnt.closes, ...(kept.get(ticker) ?? [])]));
      if (learnt.asked) asked.set(ticker, learnt.asked);
      return okAsync();
    },
  };
}
