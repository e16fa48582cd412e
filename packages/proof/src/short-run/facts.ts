import type { AccountId, App, Entry, SessionId } from "@bourse/core";

/** One thing that an account is asked to do. */
export type Request = {
  readonly accountId: AccountId;
  readonly key: string | undefined;
} & (
  | { readonly status: "TOP-UP" | "WITHDRAWAL"; readonly amount: string }
  | { readonly status: "BUYING-SHARES" | "SELLING-SHARES"; readonly ticker: string; readonly quantity: number }
);

/**
 * What whoever asked knows, in the order in which it was learnt. A request is `asked` before it is sent, and later
 * `done` or `refused`; of one that is neither nobody knows what became of it.
 */
export type Fact =
  | { readonly fact: "asked"; readonly number: number; readonly request: Request }
  | { readonly fact: "done"; readonly number: number; readonly entry: Entry }
  | { readonly fact: "refused"; readonly number: number }
  | { readonly fact: "opened"; readonly accountId: AccountId }
  | { readonly fact: "signed-in"; readonly sessionId: SessionId }
  | { readonly fact: "signing-out"; readonly sessionId: SessionId }
  | { readonly fact: "signed-out"; readonly sessionId: SessionId }
  /** A reader was shown the account with so many entries. */
  | { readonly fact: "seen"; readonly accountId: AccountId; readonly seq: number }
  | { readonly fact: "finished" };

/** A line. An amount of money is a bigint, which JSON does not know. */
export function lineOf(fact: Fact): string {
  return `${JSON.stringify(fact, (_, value: unknown) => (typeof value === "bigint" ? { bigint: String(value) } : value))}\n`;
}

/** The facts of a text; a line that a kill has cut off was never said. */
export function factsIn(text: string): readonly Fact[] {
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  return whole.split("\n").filter(Boolean).map(factIn);
}

function factIn(line: string): Fact {
  return JSON.parse(line, (_, value: unknown) =>
    typeof value === "object" && value !== null && "bigint" in value ? BigInt(String(value.bigint)) : value,
  ) as Fact;
}

type Outcome = Awaited<ReturnType<App["buyShares" | "sellShares" | "topUp" | "withdraw"]>>;

export async function send(app: App, request: Request): Promise<Outcome> {
  const { accountId, key: idempotencyKey } = request;
  switch (request.status) {
    case "TOP-UP":
      return app.topUp({ accountId, amount: request.amount, idempotencyKey });
    case "WITHDRAWAL":
      return app.withdraw({ accountId, amount: request.amount, idempotencyKey });
    case "BUYING-SHARES":
      return app.buyShares({ accountId, ticker: request.ticker, quantity: request.quantity, idempotencyKey });
    default:
      return app.sellShares({ accountId, ticker: request.ticker, quantity: request.quantity, idempotencyKey });
  }
}
