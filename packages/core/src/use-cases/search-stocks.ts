import { errAsync, type ResultAsync } from "neverthrow";
import type { SearchUnavailable } from "../domain/errors.ts";
import { invalid, type InvalidInput } from "../domain/invalid.ts";
import type { StockMatch } from "../domain/stock-profile.ts";
import type { StockDirectory } from "../ports/stock-directory.ts";

/** A part of a ticker or of a company's name. */
export type SearchStocks = { readonly text: string };

export type SearchStocksError = InvalidInput | SearchUnavailable;

const SEARCH_TEXT = /^[^\p{C}]{1,50}$/u;

/** Finds the ticker of a company that is known by name. */
export function searchStocks(
  { directory }: { readonly directory: StockDirectory },
  { text }: SearchStocks,
): ResultAsync<readonly StockMatch[], SearchStocksError> {
  const words = text.trim();
  if (SEARCH_TEXT.test(words)) return directory.search(words);
  return errAsync(invalid("search", "search", "search must be 1 to 50 printable characters."));
}
