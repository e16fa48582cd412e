import type { PostgresPrices } from "@bourse/adapters/postgres";
import type { AccountId, App, Ledger, SessionId, StoreUnavailable } from "@bourse/core";
import { moneyOf, quoteOf, START, tickerOf, type FakeMail } from "@bourse/testkit";
import type { ResultAsync } from "neverthrow";

/** Whom a story is told of, and where. */
export type Teller = {
  readonly app: App;
  readonly ledger: Ledger;
  readonly prices: PostgresPrices;
  readonly mail: FakeMail;
  /** Nobody else's name. */
  readonly name: (name: string) => string;
};

/** Who has come up so far. */
export type Cast = { ada: AccountId; operator: AccountId; session: SessionId };

/** A thing that somebody does; what it answers is the same whenever the story is told. */
export type Deed = {
  readonly what: string;
  readonly ask: (teller: Teller, cast: Cast) => ResultAsync<unknown, { readonly kind: string } | StoreUnavailable>;
};

const PASSWORD = "correct horse battery";
const [AAPL, PRICE] = [tickerOf("AAPL"), moneyOf("10.00")];
const DAY = { now: START, day: "2026-06-15", recent: 1 };

const person = ({ name }: Teller, who: string) => ({
  username: name(who),
  email: `${name(who)}@example.com`,
  password: PASSWORD,
  dateOfBirth: "1990-05-17",
});

const key = (what: string) => ({ idempotencyKey: what });

/** All that writes, and what reads it, in an order in which each can be done. */
export const STORY: readonly Deed[] = [
  {
    what: "open",
    ask: (on, cast) =>
      on.app.openAccount(person(on, "ada")).map(({ id }) => {
        cast.ada = id;
      }),
  },
  {
    what: "open the operator",
    ask: (on, cast) =>
      on.app.openAccount(person(on, "operator")).map(({ id }) => {
        cast.operator = id;
      }),
  },
  { what: "a name that is taken", ask: (on) => on.app.openAccount(person(on, "ada")) },
  {
    what: "sign in",
    ask: ({ app, name }, cast) =>
      app.signIn({ login: name("ada"), password: PASSWORD }).map(({ id }) => {
        cast.session = id;
      }),
  },
  { what: "guess", ask: ({ app, name }) => app.signIn({ login: name("ada"), password: "a wrong password" }) },
  { what: "resume", ask: ({ app }, { session }) => app.resumeSession({ sessionId: session }).map(() => null) },
  {
    what: "top up",
    ask: ({ app }, { ada }) =>
      app.topUp({ accountId: ada, amount: "100.00", ...key("t") }).map(({ entry }) => [entry.seq, entry.balance]),
  },
  {
    what: "buy",
    ask: ({ app }, { ada }) =>
      app
        .buyShares({ accountId: ada, ticker: "AAPL", quantity: 4, ...key("b") })
        .map(({ entry }) => [entry.seq, entry.balance, entry.trade.quantityAfter]),
  },
  {
    what: "sell",
    ask: ({ app }, { ada }) =>
      app
        .sellShares({ accountId: ada, ticker: "AAPL", quantity: 1, ...key("s") })
        .map(({ entry }) => [entry.seq, entry.balance, entry.trade.quantityAfter]),
  },
  { what: "withdraw too much", ask: ({ app }, { ada }) => app.withdraw({ accountId: ada, amount: "99.00" }) },
  { what: "balance", ask: ({ app }, { ada }) => app.viewBalance({ accountId: ada }).map(({ cash }) => cash) },
  { what: "history", ask: ({ app }, { ada }) => app.listTrades({ accountId: ada }).map(({ items }) => items.length) },
  {
    what: "amend",
    ask: ({ app }, { ada }) => app.amendDetails({ accountId: ada, name: "Ada" }).map(({ name }) => name),
  },
  {
    what: "blacklist",
    ask: ({ app }, { ada, operator }) =>
      app.blacklist({ askedBy: operator, accountId: ada }).map(({ blacklisted }) => blacklisted),
  },
  {
    what: "reinstate",
    ask: ({ app }, { ada, operator }) =>
      app.reinstate({ askedBy: operator, accountId: ada }).map(({ blacklisted }) => blacklisted),
  },
  {
    what: "change password",
    ask: ({ app }, { ada, session }) =>
      app.changePassword({
        accountId: ada,
        currentPassword: PASSWORD,
        newPassword: `${PASSWORD}!`,
        sessionId: session,
      }),
  },
  {
    what: "ask for a reset",
    ask: ({ app, name }) => app.requestPasswordReset({ email: `${name("ada")}@example.com` }),
  },
  {
    what: "reset",
    ask: ({ app, mail }) =>
      app.resetPassword({ token: mail.outbox().at(-1)?.token ?? "", newPassword: `${PASSWORD}?` }),
  },
  {
    what: "amend the e-mail",
    ask: ({ app, name }, { ada }) =>
      app.amendDetails({ accountId: ada, email: `${name("ada")}@example.org` }).map(() => null),
  },
  { what: "sign out", ask: ({ app }, { session }) => app.signOut({ sessionId: session }) },
  {
    what: "keep a quote",
    ask: ({ prices }) =>
      prices.quotes.keep(AAPL, { quote: { ...quoteOf("AAPL", "10.00"), previousClose: PRICE }, unknownSince: null }),
  },
  { what: "find a quote", ask: ({ prices }) => prices.quotes.find(AAPL).map((kept) => kept?.quote?.price) },
  {
    what: "count a request",
    ask: ({ prices }) =>
      prices.budget.change(DAY, () => ({ answer: "counted", request: { need: "look", isUnderWay: false } })),
  },
  { what: "close", ask: ({ app }, { ada }) => app.closeAccount({ accountId: ada }) },
  { what: "gone", ask: ({ app }, { ada }) => app.topUp({ accountId: ada, amount: "1.00" }) },
];

export function newCast(): Cast {
  const nobody = "00000000-0000-4000-8000-000000000000";
  return { ada: nobody as AccountId, operator: nobody as AccountId, session: nobody as SessionId };
}

/** Its answer, or the kind of its refusal. */
export type Told = { readonly answer: unknown } | { readonly refusal: string; readonly reason: unknown };

/** What a deed came to. */
export async function toldOf(deed: Deed, on: Teller, who: Cast): Promise<Told> {
  return deed.ask(on, who).match<Told>(
    (answer) => ({ answer: answer ?? null }),
    ({ kind, ...more }) => ({ refusal: kind, reason: "reason" in more ? more.reason : undefined }),
  );
}
