const NUMBERS: ReadonlySet<string> = new Set([
  "amount",
  "balance_after",
  "blacklisted",
  "cost_after",
  "count",
  "creation_date",
  "fetched_at",
  "last_at",
  "opened_at",
  "price",
  "quantity",
  "quantity_after",
  "realised_gain",
  "realised_gain_after",
  "seq",
]);

/** Rows that are given to a statement column by column: the parameters from `first` on are arrays, one for each. */
export function rowsOf(columns: readonly string[], first: number): string {
  const arrays = columns.map((column, index) => `$${first + index}::${NUMBERS.has(column) ? "bigint" : "text"}[]`);
  return `unnest(${arrays.join(", ")}) AS given (${columns.join(", ")})`;
}
