import type { AccountId, App, ResetToken, SessionId } from "@bourse/core";
import type { ManualClock, ManualMarket } from "@bourse/testkit";
import * as fc from "fast-check";
import type { ResultAsync } from "neverthrow";
import { TICKERS, amount, email, few, key, limit, maybe, name, password, quantity, ticker } from "./values.ts";

/** Whoever was opened, signed in or written to in the course of a log, the newest last. */
export type Known = {
  /** Who may blacklist and reinstate. */
  readonly operator: AccountId;
  readonly accounts: AccountId[];
  readonly sessions: SessionId[];
  readonly letters: ResetToken[];
};

/** What one brokerage is played on. */
export type Played = { readonly app: App; readonly clock: ManualClock; readonly market: ManualMarket };

/** One thing that somebody asks for; those who have asked before are counted back from the newest. */
export type Command = { readonly text: string; readonly ask: (on: Played, known: Known, names: string) => Asked };

type Asked = ResultAsync<unknown, unknown> | null;

const NOBODY = "00000000-0000-4000-8000-000000000000";
/** A command whose `given` is all that its answer depends on; the text tells it. */
function command<Given extends object>(
  what: string,
  given: { readonly [Key in keyof Given]: fc.Arbitrary<Given[Key]> },
  ask: (given: Given, ...on: Parameters<Command["ask"]>) => Asked,
): fc.Arbitrary<Command> {
  return fc
    .record(given)
    .map((chosen) => ({ text: `${what} ${JSON.stringify(chosen)}`, ask: (...on) => ask(chosen, ...on) }));
}

const id = ({ accounts }: Known, back: number): AccountId => (accounts.at(-1 - back) ?? NOBODY) as AccountId;
const session = ({ sessions }: Known, back: number): SessionId => (sessions.at(-1 - back) ?? NOBODY) as SessionId;
/** Each log has people of its own. */
const of = (names: string, text: string): string => (text.includes("@") ? `${names}.${text}` : `${text}-${names}`);

const opening = command("open", { name, email, password }, (given, { app }, _known, names) =>
  app.openAccount({
    username: of(names, given.name),
    email: of(names, given.email),
    password: given.password,
    dateOfBirth: "1990-05-17",
  }),
);
const cash = command(
  "move",
  { who: few, amount, key, isIn: fc.constantFrom(true, true, true, false) },
  (given, { app }, known) => {
    const moved = { accountId: id(known, given.who), amount: given.amount, idempotencyKey: given.key };
    return given.isIn ? app.topUp(moved) : app.withdraw(moved);
  },
);
const trading = command(
  "trade",
  { who: few, ticker, quantity, key, isBuy: fc.constantFrom(true, true, false) },
  (given, { app }, known) => {
    const { quantity: shares, ticker: of_ } = given;
    const order = { accountId: id(known, given.who), ticker: of_, quantity: shares, idempotencyKey: given.key };
    return given.isBuy ? app.buyShares(order) : app.sellShares(order);
  },
);
const looking = command(
  "look",
  {
    who: few,
    at: fc.constantFrom("balance", "portfolio", "past", "cash", "trades", "entry", "history"),
    limit,
    before: maybe(fc.nat(8)),
  },
  ({ who, at, limit: most, before }, { app, clock }, known) => {
    const accountId = id(known, who);
    if (at === "balance") return app.viewBalance({ accountId });
    if (at === "portfolio") return app.viewPortfolio({ accountId });
    if (at === "past") {
      return app.viewPortfolio({ accountId, at: new Date(clock.now() - (before ?? 0) * 1000).toISOString() });
    }
    if (at === "cash") return app.listCashTransactions({ accountId, before, limit: most });
    if (at === "trades") return app.listTrades({ accountId, before, limit: most });
    if (at === "entry") return app.findCashTransaction({ accountId, seq: before ?? 1 });
    return app.portfolioHistory({ accountId, from: "2026-06-08", to: "2026-06-12" });
  },
);
const signingIn = command(
  "sign in",
  { name, email, password, byEmail: fc.boolean() },
  (given, { app }, _known, names) =>
    app.signIn({ login: of(names, given.byEmail ? given.email : given.name), password: given.password }),
);
const sessions = command(
  "sessions",
  { who: few, what: fc.constantFrom("resume", "list", "out", "end") },
  ({ who, what }, { app }, known) => {
    const sessionId = session(known, who);
    if (what === "resume") return app.resumeSession({ sessionId });
    if (what === "list") return app.listSessions({ accountId: id(known, who) });
    return what === "out" ? app.signOut({ sessionId }) : app.endSession({ accountId: id(known, who), sessionId });
  },
);
const person = command(
  "person",
  {
    who: few,
    what: fc.constantFrom(
      "amend",
      "amend",
      "amend",
      "amend",
      "password",
      "password",
      "password",
      "find",
      "find",
      "close",
    ),
    name: maybe(name),
    email: maybe(email),
    current: password,
    password,
  },
  ({ who, what, ...given }, { app }, known, names) => {
    const accountId = id(known, who);
    if (what === "amend") {
      const [username, mail] = [given.name && of(names, given.name), given.email && of(names, given.email)];
      return app.amendDetails({ accountId, username, email: mail, name: given.name ?? null });
    }
    if (what === "password") {
      const passwords = { currentPassword: given.current, newPassword: given.password };
      return app.changePassword({ accountId, ...passwords, sessionId: session(known, 0) });
    }
    return what === "find" ? app.findAccount({ askedBy: accountId, accountId }) : app.closeAccount({ accountId });
  },
);
const barring = command("bar", { who: few, by: maybe(few), isBarred: fc.boolean() }, (given, { app }, known) => {
  const { who, by, isBarred } = given;
  const asked = { askedBy: by === undefined ? known.operator : id(known, by), accountId: id(known, who) };
  return isBarred ? app.blacklist(asked) : app.reinstate(asked);
});
const resetting = command(
  "reset",
  { email, letter: maybe(few), password },
  ({ email: asked, letter, password: next }, { app }, { letters }, names) =>
    letter === undefined
      ? app.requestPasswordReset({ email: of(names, asked) })
      : app.resetPassword({ token: letters.at(-1 - letter) ?? "no token", newPassword: next }),
);
const waiting = command("wait", { seconds: fc.constantFrom(1, 20, 61, 3600, 90_000, -5) }, ({ seconds }, { clock }) => {
  clock.advance(seconds * 1000);
  return null;
});
const moving = command(
  "price",
  { ticker: fc.constantFrom(...TICKERS), price: fc.integer({ min: 1, max: 3_000_000 }) },
  (given, { market }) => {
    market.set(given.ticker, (given.price / 10_000).toFixed(4));
    return null;
  },
);

/** Somebody with cash: else most of what is asked would be refused. */
const rich = fc.tuple(
  command("open", { name: fc.constant("ann") }, (given, { app }, _known, names) =>
    app.openAccount({
      username: of(names, given.name),
      email: of(names, "ann@example.com"),
      password: "correct horse battery",
      dateOfBirth: "1990-05-17",
    }),
  ),
  command("top up", { amount: fc.constantFrom("1000.00", "100000.00") }, (given, { app }, known) =>
    app.topUp({ accountId: id(known, 0), amount: given.amount }),
  ),
);

/** What somebody may ask of a brokerage, one after the other. */
export function anyLog(): fc.Arbitrary<readonly Command[]> {
  const any = fc.oneof(
    { weight: 3, arbitrary: opening },
    { weight: 8, arbitrary: cash },
    { weight: 14, arbitrary: trading },
    { weight: 8, arbitrary: looking },
    { weight: 4, arbitrary: signingIn },
    { weight: 4, arbitrary: sessions },
    { weight: 5, arbitrary: person },
    { weight: 2, arbitrary: barring },
    { weight: 3, arbitrary: resetting },
    { weight: 3, arbitrary: waiting },
    { weight: 3, arbitrary: moving },
  );
  const rest = fc.array(any, { minLength: 5, maxLength: 20, size: "max" });
  return fc.tuple(rich, rest).map(([first, others]) => [...first, ...others]);
}
