/** What one of the clients does. `who`, `session`, `letter` and `wish` count back from the newest that there is. */
export type Step =
  | { readonly do: "open"; readonly username: number; readonly email: number }
  | { readonly do: "sign in"; readonly who: number; readonly right: boolean; readonly byEmail: boolean }
  | { readonly do: "guess"; readonly who: number; readonly times: number; readonly at: "change" | "sign-in" }
  | { readonly do: "sign out"; readonly session: number; readonly listed: boolean }
  | { readonly do: "resume"; readonly session: number }
  | { readonly do: "amend"; readonly who: number; readonly username: number | null; readonly email: number | null }
  | { readonly do: "change password"; readonly who: number; readonly right: boolean; readonly keep: number | null }
  | { readonly do: "ask for reset"; readonly who: number; readonly times: number }
  | { readonly do: "reset password"; readonly letter: number }
  | { readonly do: "close"; readonly who: number }
  | { readonly do: "blacklist" | "reinstate"; readonly who: number; readonly byOperator: boolean }
  | MoneyStep
  | { readonly do: "again"; readonly wish: number }
  | { readonly do: "look"; readonly who: number; readonly at: Look; readonly times: number }
  | { readonly do: "wait"; readonly milliseconds: number }
  | { readonly do: "wait for bell"; readonly bell: "close" | "open" }
  | { readonly do: "market"; readonly ticker: number; readonly mood: Mood };

export type MoneyStep = CashStep | TradeStep;

type CashStep = {
  readonly do: "TOP-UP" | "WITHDRAWAL";
  readonly who: number;
  readonly cents: number;
  readonly key: number | null;
};

type TradeStep = {
  readonly do: "BUY" | "SELL";
  readonly who: number;
  readonly ticker: number;
  readonly quantity: number;
  readonly key: number | null;
};

export type Look = "balance" | "cash" | "portfolio" | "trades" | "value";

/** How the market answers for a ticker. */
export type Mood = "old day" | "open" | "stale" | "unavailable" | "unknown";

/**
 * What goes wrong, from the `call`th call of the round on, at the first one to which it can happen: a write, if one is
 * named. One that meets none waits for the rounds to come. `late` tells of a failure at once, and takes effect at some
 * later time. A rival is another process over the same store, which goes first: with an entry of its own, or with the very
 * wish, as the same client has asked there too.
 */
export type Trouble = {
  readonly call: number;
  readonly write: Write | null;
  readonly kind: "after" | "before" | "crash after" | "crash before" | "late" | "rival" | "rival repeats";
};

type Write = (typeof WRITES)[number];

export const WRITES = [
  "accounts.add",
  "accounts.amend",
  "accounts.close",
  "accounts.replacePassword",
  "accounts.setBlacklisted",
  "attempts.change",
  "ledger.append",
  "mail.forget",
  "mail.send",
  "resets.add",
  "resets.drop",
  "resets.take",
  "sessions.end",
  "sessions.endAll",
  "sessions.start",
] as const;

/** Steps that are asked for at once, and the troubles they meet. */
export type Round = { readonly steps: readonly Step[]; readonly troubles: readonly Trouble[] };

export type Plan = {
  readonly disk: "memory" | "sqlite";
  /** Whether quotes are asked for each time, or kept by the quote cache. */
  readonly quotes: "asked" | "kept";
  readonly rounds: readonly Round[];
};
