import type { Entry } from "@bourse/core";

/** What happened, without any of the totals that an entry carries. */
export type Happened =
  | { readonly status: "TOP-UP" | "WITHDRAWAL"; readonly amount: bigint }
  | {
      readonly status: "BUYING-SHARES" | "SELLING-SHARES";
      readonly ticker: string;
      readonly price: bigint;
      readonly quantity: bigint;
    };

/** An account as a clerk with a pencil keeps it: sums of what happened, all in 1/10 000 dollar. */
export type Books = {
  readonly toppedUp: bigint;
  readonly withdrawn: bigint;
  readonly spent: bigint;
  readonly earned: bigint;
  /** What the shares that were sold had cost. */
  readonly costTaken: bigint;
  readonly realised: bigint;
  readonly holdings: ReadonlyMap<string, { readonly quantity: bigint; readonly cost: bigint }>;
};

export const NOTHING: Books = {
  toppedUp: 0n,
  withdrawn: 0n,
  spent: 0n,
  earned: 0n,
  costTaken: 0n,
  realised: 0n,
  holdings: new Map(),
};

/** Reads an entry as its bare fact. */
export function factOf(entry: Entry): Happened {
  if (!("trade" in entry)) {
    return { status: entry.status, amount: entry.status === "WITHDRAWAL" ? 0n - entry.amount : entry.amount };
  }
  const { quantity, quote } = entry.trade;
  return { status: entry.status, ticker: quote.ticker, price: quote.price, quantity: BigInt(quantity) };
}

export function booked(books: Books, fact: Happened): Books {
  if ("amount" in fact) {
    return fact.status === "TOP-UP"
      ? { ...books, toppedUp: books.toppedUp + fact.amount }
      : { ...books, withdrawn: books.withdrawn + fact.amount };
  }
  const { ticker, price, quantity } = fact;
  const held = books.holdings.get(ticker) ?? { quantity: 0n, cost: 0n };
  const worth = price * quantity;
  if (fact.status === "BUYING-SHARES") {
    const holdings = withHolding(books, ticker, held.quantity + quantity, held.cost + worth);
    return { ...books, spent: books.spent + worth, holdings };
  }
  const taken = nearest(held.cost * quantity, held.quantity);
  return {
    ...books,
    earned: books.earned + worth,
    costTaken: books.costTaken + taken,
    realised: books.realised + worth - taken,
    holdings: withHolding(books, ticker, held.quantity - quantity, held.cost - taken),
  };
}

export function cashOf({ toppedUp, withdrawn, spent, earned }: Books): bigint {
  return toppedUp - withdrawn - spent + earned;
}

export function costHeld({ holdings }: Books): bigint {
  return [...holdings.values()].reduce((sum, { cost }) => sum + cost, 0n);
}

function withHolding(books: Books, ticker: string, quantity: bigint, cost: bigint): Books["holdings"] {
  const others = [...books.holdings].filter(([name]) => name !== ticker);
  return new Map(quantity === 0n ? others : [...others, [ticker, { quantity, cost }]]);
}

/** Long division, as one learns it at school. */
function nearest(dividend: bigint, divisor: bigint): bigint {
  const [quotient, rest] = [dividend / divisor, dividend % divisor];
  return rest + rest >= divisor ? quotient + 1n : quotient;
}
