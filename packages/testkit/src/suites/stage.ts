import assert from "node:assert/strict";
import {
  createApp,
  type Account,
  type AccountId,
  type App,
  type AppError,
  type Policy,
  type Ports,
  type ResetToken,
  type Session,
  type SignIn,
  type StoreUnavailable,
} from "@bourse/core";
import { errAsync, type ResultAsync } from "neverthrow";
import { errorOf, only, valueOf } from "../assertions.ts";
import { moneyOf } from "../builders.ts";
import { TEST_POLICY, type World } from "../fakes/world.ts";
import type { Contract } from "../contract.ts";

/** What a use case must do, over any adapters. */
export type Suite = Contract<World>;

export const PASSWORD: string = "correct horse battery";

/** Opens an account as a person does; `name` makes its username and e-mail. */
export async function opened({ app }: World, name = "ada"): Promise<AccountId> {
  const details = { username: name, email: `${name}@example.com`, password: PASSWORD, dateOfBirth: "1990-05-17" };
  return valueOf(await app.openAccount(details)).id;
}

/** An account that holds so much cash; none is topped up for "0.00". */
export async function funded(world: World, cash: string, name = "ada"): Promise<AccountId> {
  const accountId = await opened(world, name);
  if (moneyOf(cash) > 0n) valueOf(await world.app.topUp({ accountId, amount: cash }));
  return accountId;
}

/** An account that holds no cash, and `quantity` shares bought at 1.00. */
export async function shareholder(world: World, ticker: string, quantity: number, name = "ada"): Promise<AccountId> {
  const accountId = await funded(world, `${quantity}.00`, name);
  world.market.set(ticker, "1.00");
  valueOf(await world.app.buyShares({ accountId, ticker, quantity }));
  return accountId;
}

/** An account that was blacklisted while it held 100.00 and three shares of AAPL, bought at 1.00 each. */
export async function blacklisted(world: World, name = "mallory"): Promise<Account> {
  const accountId = await funded(world, "103.00", name);
  world.market.set("AAPL", "1.00");
  valueOf(await world.app.buyShares({ accountId, ticker: "AAPL", quantity: 3 }));
  return valueOf(await world.ports.accounts.setBlacklisted(accountId, true));
}

/** Opens the account that the test policy makes an operator. */
export function operator(world: World): Promise<AccountId> {
  return opened(world, "operator");
}

export async function signedIn({ app }: World, login = "ada", password: string = PASSWORD): Promise<Session> {
  return valueOf(await app.signIn({ login, password }));
}

/** So many sign-ins with a wrong password; each must fail as one. */
export async function failing({ app }: World, times: number, given: Partial<SignIn> = {}): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const error = errorOf(await app.signIn({ login: "ada", password: "a wrong password", ...given }));
    assert.deepEqual(error, { kind: "WrongCredentials" }, `failure ${time + 1}`);
  }
}

/** Asks for a reset, and answers the token that the mail carries. */
export async function resetToken({ app, mail }: World, email = "ada@example.com"): Promise<ResetToken> {
  const before = mail.outbox().length;
  valueOf(await app.requestPasswordReset({ email }));
  return only(mail.outbox().slice(before)).token;
}

/** Whether the session is still going. */
export async function goesOn({ app }: World, { id }: Session): Promise<boolean> {
  return (await app.resumeSession({ sessionId: id })).isOk();
}

/** The same brokerage after a restart, where it can be restarted. The world before is then over. */
export async function restarted(world: World): Promise<World> {
  return (await world.restart?.()) ?? world;
}

/** Proves something of the brokerage, and again once it has been restarted. The world before is then over. */
export async function alsoRestarted(world: World, prove: (world: World) => Promise<void>): Promise<void> {
  await prove(world);
  await prove(await restarted(world));
}

/** The same brokerage with some of its ports or house rules changed. */
export function appWith({ ports }: World, changed: Partial<Ports>, policy: Partial<Policy> = {}): App {
  return createApp({ ...ports, ...changed }, { ...TEST_POLICY, ...policy });
}

function fails(): ResultAsync<never, StoreUnavailable> {
  return errAsync({ kind: "StoreUnavailable", cause: new Error("the store was told to fail") });
}

type AnyStore = Ports["accounts"] &
  Ports["attempts"] &
  Ports["ledger"] &
  Ports["portfolios"] &
  Ports["resets"] &
  Ports["sessions"];

/** A store, whichever is wanted, whose every operation fails. */
export const BROKEN_STORE: AnyStore = new Proxy({}, { get: () => fails }) as AnyStore;

/** Everything that an account is and has. */
async function stateOf({ ports }: World, accountId: AccountId): Promise<unknown> {
  return {
    credentials: valueOf(await ports.accounts.credentialsOf(accountId)),
    entries: valueOf(await ports.ledger.entries({ accountId, limit: 10_000 })),
    portfolio: valueOf(await ports.ledger.portfolio(accountId)),
    found: valueOf(await ports.portfolios.find(accountId)),
  };
}

/** The error of a call that must be refused, once it is clear that the refusal has changed nothing of the account. */
export async function refused<Failure extends AppError>(
  world: World,
  accountId: AccountId,
  call: () => ResultAsync<unknown, Failure>,
): Promise<Failure> {
  const before = await stateOf(world, accountId);
  const error = errorOf(await call());
  assert.deepEqual(await stateOf(world, accountId), before, `${error.kind} changed something`);
  return error;
}

/** Which fields break which rules: `["amount whole-cents"]`. */
export function rulesOf(error: AppError): string[] {
  assert.ok("problems" in error, `${error.kind} is not about input`);
  return error.problems.map(({ field, rule }) => `${field} ${rule}`);
}
