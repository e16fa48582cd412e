import type { AccountId, Ids, SessionId } from "@bourse/core";
import { randomFrom, valueOf } from "@bourse/testkit";
import { brokerageAt, TICKERS, type Brokerage } from "./brokerage.ts";
import { send, type Fact, type Request } from "./facts.ts";

const PASSWORD = "correct horse battery staple";
const ACCOUNTS = 3;
/** In each of the three stretches of the run. */
const ROUNDS = 7;
/** So many pages in the log and it is folded into the file: by default a short run never comes to that. */
const LOG_PAGES = 40;
/** How often a reader looks while requests are under way. */
const LOOKS = 4;

export type StoryOptions = {
  readonly seed: number;
  readonly ids: Ids;
  readonly tell: (fact: Fact) => void;
  /** Called with each file once it is open. */
  readonly onOpen?: (brokerage: Brokerage) => void;
};

type Teller = StoryOptions & { readonly random: () => number; readonly accounts: AccountId[]; asked: number };

/**
 * A short life of a brokerage file: made, written, closed, opened again and written again, with accounts, sessions, a new
 * password, which empties the log, and requests one at a time and several at once.
 */
export async function liveShortly(file: string, options: StoryOptions): Promise<void> {
  const teller: Teller = { ...options, random: randomFrom(options.seed), accounts: [], asked: 0 };
  const first = open(file, teller);
  const sessions = await openAccounts(first, teller);
  await rounds(first, teller);
  first.database.close();
  const second = open(file, teller);
  await rounds(second, teller);
  await shutOut(second, teller, sessions);
  await rounds(second, teller);
  second.database.close();
  teller.tell({ fact: "finished" });
}

function open(file: string, { ids, onOpen }: Teller): Brokerage {
  const brokerage = brokerageAt(file, ids);
  brokerage.database.db.pragma(`wal_autocheckpoint = ${LOG_PAGES}`);
  onOpen?.(brokerage);
  return brokerage;
}

async function openAccounts({ app }: Brokerage, { accounts, tell }: Teller): Promise<readonly SessionId[]> {
  const sessions: SessionId[] = [];
  for (let number = 0; number < ACCOUNTS; number += 1) {
    const username = `holder-${number}`;
    const person = { username, email: `${username}@example.com`, dateOfBirth: "1990-05-17" };
    const { id } = valueOf(await app.openAccount({ ...person, password: PASSWORD }));
    tell({ fact: "opened", accountId: id });
    accounts.push(id);
    const session = valueOf(await app.signIn({ login: username, password: PASSWORD }));
    tell({ fact: "signed-in", sessionId: session.id });
    sessions.push(session.id);
  }
  return sessions;
}

async function shutOut({ app }: Brokerage, { accounts, tell }: Teller, sessions: readonly SessionId[]): Promise<void> {
  const [accountId, [sessionId]] = [accounts[0], sessions];
  if (accountId === undefined || sessionId === undefined) throw new Error("there is no account to shut out");
  tell({ fact: "signing-out", sessionId });
  const changed = await app.changePassword({ accountId, currentPassword: PASSWORD, newPassword: `${PASSWORD}, new` });
  valueOf(changed);
  tell({ fact: "signed-out", sessionId });
}

async function rounds(brokerage: Brokerage, teller: Teller): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const atOnce = teller.random() < 0.6 ? 1 : 4;
    await Promise.all([...Array.from({ length: atOnce }, () => ask(brokerage, teller)), look(brokerage, teller)]);
  }
}

async function ask({ app }: Brokerage, teller: Teller): Promise<void> {
  const number = teller.asked;
  teller.asked += 1;
  const request = anyRequest(teller, number);
  teller.tell({ fact: "asked", number, request });
  const outcome = await send(app, request);
  if (outcome.isOk()) teller.tell({ fact: "done", number, entry: outcome.value.entry });
  else if (outcome.error.kind !== "StoreUnavailable") teller.tell({ fact: "refused", number });
}

/** Looks while the requests are decided and committed: what is shown must survive as well. */
async function look({ ports }: Brokerage, { accounts, tell }: Teller): Promise<void> {
  const shown = new Map<AccountId, number>();
  for (let looks = 0; looks < LOOKS; looks += 1) {
    for (const accountId of accounts) {
      const { seq } = valueOf(await ports.portfolios.find(accountId));
      if (shown.get(accountId) !== seq) tell({ fact: "seen", accountId, seq });
      shown.set(accountId, seq);
    }
  }
}

function anyRequest({ accounts, random }: Teller, number: number): Request {
  const accountId = accounts[Math.floor(random() * accounts.length)];
  if (accountId === undefined) throw new Error("there is no account to ask for");
  const common = { accountId, key: random() < 0.7 ? `request-${number}` : undefined };
  const kind = random();
  const amount = `${1 + Math.floor(random() * 1000)}.${10 + Math.floor(random() * 90)}`;
  if (kind < 0.4 || number < ACCOUNTS) return { ...common, status: "TOP-UP", amount };
  if (kind < 0.5) return { ...common, status: "WITHDRAWAL", amount: "0.37" };
  const ticker = TICKERS[Math.floor(random() * TICKERS.length)] ?? "AAPL";
  return { ...common, status: kind < 0.8 ? "BUYING-SHARES" : "SELLING-SHARES", ticker, quantity: 1 };
}
