/** The last millisecond that a date of four digits has a name for. */
const LATEST = 253_402_300_799_999;
/** Sweden writes 2026-06-15 14:29:00. */
const SWEDISH = new Intl.DateTimeFormat("sv-SE", { timeZone: "UTC", dateStyle: "short", timeStyle: "medium" });

/** A value as it reads in a message. */
export function shown(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  return JSON.stringify(value, plain) ?? "undefined";
}

/** A field's value as it reads in a message. */
export function fieldShown(field: string, value: unknown): string {
  return TIMES.has(field) ? timeShown(value) : shown(value);
}

/** A time as people read it, to the millisecond; what is none, or of no year from 1970 to 9999, as it is. */
export function timeShown(value: unknown): string {
  const isTime = typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= LATEST;
  if (!isTime) return String(value);
  return `${SWEDISH.format(value).replace(" ", "T")}.${String(value % 1000).padStart(3, "0")}Z`;
}

/** What the core's values call a time. */
const TIMES = new Set(["at", "fetchedAt"]);

/** What JSON has no words for, and ports answer. */
function plain(field: string, value: unknown): unknown {
  if (TIMES.has(field) && typeof value === "number") return timeShown(value);
  if (value instanceof Map) return Object.fromEntries(value);
  return typeof value === "bigint" ? `${value}n` : value;
}
