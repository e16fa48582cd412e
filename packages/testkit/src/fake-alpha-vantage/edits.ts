/** One value of an answer made into another; undefined leaves it out. */
type Edit = (value: unknown, key: string, place: number) => unknown;

/**
 * What is wrong in an answer that is otherwise in shape. `unpadded-price` (`121.5`), `long-price` (14 decimals, ten of
 * them zeros) and `missing-volume` are odd, but still tell the price; `missing-values` says of everything but who it is
 * about that it is not known, in each way of saying so.
 */
export type EditName =
  | "absurd-price"
  | "control-characters"
  | "decorated-key"
  | "empty-price"
  | "infinite-price"
  | "missing-keys"
  | "missing-values"
  | "missing-volume"
  | "nan-price"
  | "negative-price"
  | "numbers"
  | "odd-price"
  | "other-symbol"
  | "pence"
  | "percent-price"
  | "retyped"
  | "thousands-price"
  | "unpadded-price"
  | "long-price"
  | "zero-price";

const PRICE = /(?:open|high|low|price|close)$/i;
const SYMBOL = /symbol$/i;
const WHO = /(?:symbol|name|currency)$/i;
const MISSING = ["None", "-", "", "N/A"];
const DECORATION = " - DATA DELAYED BY 15 MINUTES";

const price =
  (edit: (text: string) => string): Edit =>
  (value, key) =>
    PRICE.test(key) && typeof value === "string" ? edit(value) : value;

const text =
  (edit: (value: string, key: string, place: number) => unknown): Edit =>
  (value, key, place) =>
    typeof value === "string" ? edit(value, key, place) : value;

/** The same price with 14 decimals, those that it has not filled up. */
const withDecimals = (filler: string): Edit =>
  price((value) => value.replace(/\..*/, (fraction) => fraction.padEnd(15, filler)));

const EDITS: Readonly<Record<EditName, Edit>> = {
  "absurd-price": price((value) => "9".repeat(40) + value),
  "control-characters": text((value) => `\u0000${value}\u001B[2J\u202E`),
  "decorated-key": (value, key) => (key === "" && typeof value === "object" ? decorated(value) : value),
  "empty-price": price(() => ""),
  "infinite-price": price(() => "Infinity"),
  "long-price": withDecimals("0"),
  "missing-keys": text((value, key) => (WHO.test(key) ? value : undefined)),
  "missing-values": text((value, key, place) => (WHO.test(key) ? value : MISSING[place % MISSING.length])),
  "missing-volume": (value, key) => (key.endsWith("volume") ? undefined : value),
  "nan-price": price(() => "NaN"),
  "negative-price": price((value) => `-${value}`),
  numbers: text((value) => (Number.isFinite(Number(value)) ? Number(value) : value)),
  "odd-price": withDecimals("7"),
  "other-symbol": text((value, key) => (SYMBOL.test(key) ? (value === "MSFT" ? "AAPL" : "MSFT") : value)),
  pence: text((value, key) => (/currency$/i.test(key) ? "GBX" : value)),
  "percent-price": price((value) => `${value}%`),
  retyped: (value) =>
    Array.isArray(value) ? Object.fromEntries(value.entries()) : typeof value === "object" ? [value] : value,
  "thousands-price": price((value) => `1,${value.padStart(8, "0")}`),
  "unpadded-price": price((value) => value.replace(/\.?0+$/, "")),
  "zero-price": price(() => "0.0000"),
};

export const EDIT_NAMES: readonly EditName[] = Object.keys(EDITS) as EditName[];

/** An answer with every value in it edited. */
export function edited(body: unknown, name: EditName): unknown {
  return editedWith(EDITS[name], body, "", 0);
}

/** The inner values first. */
function editedWith(edit: Edit, value: unknown, key: string, place: number): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item, index) => editedWith(edit, item, "item", index));
    return edit(items, key, place);
  }
  if (typeof value !== "object" || value === null) return edit(value, key, place);
  const entries = Object.entries(value).map(([name, inner], index) => [name, editedWith(edit, inner, name, index)]);
  return edit(Object.fromEntries(entries), key, place);
}

function decorated(body: object | null): unknown {
  return Object.fromEntries(Object.entries(body ?? {}).map(([key, value]) => [key + DECORATION, value]));
}
