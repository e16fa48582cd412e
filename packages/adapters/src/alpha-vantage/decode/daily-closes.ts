import type { Closes, LocalDate, Money, Ticker } from "@bourse/core";
import { err, ok, type Result } from "neverthrow";
import type { Failure } from "../failure.ts";
import { decodeDay, decodePrice, decodeTicker, fieldsUnder, isFields, nonsense, type Fields } from "./fields.ts";

/**
 * A TIME_SERIES_DAILY answer for this ticker: its closes by day, without rows that are not usable and without one that
 * still moved when it was made. `{}` and a series of nothing usable are an outage's.
 */
export function decodeDailyCloses(body: Fields, ticker: Ticker): Result<Closes, Failure> {
  const meta = fieldsUnder(body, "Meta Data");
  const series = fieldsUnder(body, "Time Series (Daily)");
  if (!meta || !series) return err(nonsense("the price source's answer has no closes"));
  if (decodeTicker(meta["2. Symbol"]) !== ticker) return err(nonsense("the price source answered for another stock"));
  const lastDay = lastSettledDay(meta["3. Last Refreshed"]);
  if (!lastDay) return err(nonsense("the price source does not say how far its closes go"));
  const closes = Object.entries(series)
    .map(closeIn)
    .filter((close) => close !== null);
  if (closes.length === 0) return err(nonsense("the price source's closes are not usable"));
  return ok(new Map(closes.filter(([day]) => (lastDay.isOver ? day <= lastDay.day : day < lastDay.day))));
}

const REFRESHED = /^(\S{10})(?: (\d\d:\d\d:\d\d))?$/;
/** In New York, as all of the answer's times are. On a half day the close then waits for the next day's answer. */
const CLOSING_TIME = "16:00:00";

/** "3. Last Refreshed" is a day, or a day and a time: then that day's row is the price at that time. */
function lastSettledDay(refreshed: unknown): { readonly day: LocalDate; readonly isOver: boolean } | null {
  const [, date, time = CLOSING_TIME] = typeof refreshed === "string" ? (REFRESHED.exec(refreshed) ?? []) : [];
  const day = decodeDay(date);
  return day === null ? null : { day, isOver: time >= CLOSING_TIME };
}

function closeIn([text, row]: readonly [string, unknown]): readonly [LocalDate, Money] | null {
  const day = decodeDay(text);
  const close = isFields(row) ? decodePrice(row["4. close"]) : null;
  return day === null || close === null ? null : [day, close];
}
