/** A row of the plain data. `level` is in dollars: about what a share cost, for a market that must begin somewhere. */
export type PlainStock = {
  readonly ticker: string;
  readonly name: string;
  readonly exchange: "NASDAQ" | "NYSE";
  readonly level: number;
};
