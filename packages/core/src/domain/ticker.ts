import { err, ok, type Result } from "neverthrow";
import type { Brand } from "./brand.ts";
import type { InvalidTicker } from "./invalid.ts";
import { parseText } from "./text.ts";

/** The official US market symbol in upper case, a share class after a dot: `AAPL`, `BRK.B`. */
export type Ticker = Brand<string, "Ticker">;

/** Up to six letters, and up to three for a class or series, as NYSE and Nasdaq write them; a hyphen may stand for the dot. */
const TICKER_TEXT = /^[A-Za-z]{1,6}(?:[.-][A-Za-z]{1,3})?$/;

/** `brk-b`, `BRK-B` and `BRK.B` are the same ticker. */
export function parseTicker(text: string, field = "ticker"): Result<Ticker, InvalidTicker> {
  const written = parseText(text, field);
  if (written.isErr()) return err({ ...written.error, kind: "InvalidTicker" });
  if (TICKER_TEXT.test(written.value)) return ok(written.value.toUpperCase().replace("-", ".") as Ticker);
  const message = `${field} must be a US market symbol, such as AAPL or BRK.B.`;
  return err({ kind: "InvalidTicker", problems: [{ field, rule: "ticker", message }] });
}
