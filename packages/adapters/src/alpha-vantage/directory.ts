import type { Clock, ProfileUnavailable, SearchUnavailable, StockDirectory, StockProfile, Ticker } from "@bourse/core";
import { err, ok, type Result } from "neverthrow";
import type { Ask } from "./ask.ts";
import { decodeTicker } from "./decode/fields.ts";
import { decodeOverview } from "./decode/overview.ts";
import { decodeSymbolSearch } from "./decode/symbol-search.ts";
import type { Failure } from "./failure.ts";
import { wireSymbol } from "./request.ts";

/**
 * Companies, an OVERVIEW request each, and searches, a SYMBOL_SEARCH request each. Nothing is kept: asking again is
 * another request. Funds have no overview, nor have symbols that it does not know, and so are null; a refusal, a fault
 * and an answer that makes no sense are ProfileUnavailable.
 */
export function directoryFrom({ ask, clock }: { readonly ask: Ask; readonly clock: Clock }): StockDirectory {
  return {
    profile: (ticker) =>
      ask({ function: "OVERVIEW", parameters: { symbol: wireSymbol(ticker) }, ticker }, "look")
        .andThen((body) => decodeOverview(body, ticker, clock.today()))
        .orElse((failure) => absence(ticker, failure)),
    search: (text) =>
      ask({ function: "SYMBOL_SEARCH", parameters: { keywords: keywordsOf(text) }, ticker: null }, "look")
        .andThen((body) => decodeSymbolSearch(body, text))
        .mapErr(searchFailure),
  };
}

/** Class shares are known by a hyphen. */
function keywordsOf(text: string): string {
  const ticker = decodeTicker(text);
  return ticker?.includes(".") ? wireSymbol(ticker) : text;
}

function absence(ticker: Ticker, failure: Failure): Result<StockProfile | null, ProfileUnavailable> {
  if (failure.kind === "Unknown") return ok(null);
  const { reason, retryAfter } = failure;
  return err({ kind: "ProfileUnavailable", ticker, reason, retryAfter });
}

const BAD_SEARCH = { reason: "the price source cannot search for this", retryAfter: 3600 };

function searchFailure(failure: Failure): SearchUnavailable {
  const { reason, retryAfter } = failure.kind === "Unknown" ? BAD_SEARCH : failure;
  return { kind: "SearchUnavailable", reason, retryAfter };
}
