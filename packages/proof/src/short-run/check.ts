import { isTrade, type AccountId, type Entry } from "@bourse/core";
import { sequentialIds, valueOf } from "@bourse/testkit";
import { isDeepStrictEqual } from "node:util";
import { auditFaults, entriesOf } from "../ledger-reading.ts";
import { brokerageAt, type Brokerage } from "./brokerage.ts";
import { send, type Fact, type Request } from "./facts.ts";

type Of<Name extends Fact["fact"]> = Extract<Fact, { readonly fact: Name }>;

/** What is wrong with a file; and how many of its entries nobody was told of. */
export type Checked = { readonly faults: readonly string[]; readonly unacknowledged: number };

/**
 * Opens what a run has left behind and holds it against what the run's client knows: all that was acknowledged or shown
 * is there, once and unchanged; besides only what was under way, whole or not at all; and that is settled by its key.
 */
export async function check(file: string, facts: readonly Fact[]): Promise<Checked> {
  let brokerage: Brokerage;
  try {
    brokerage = brokerageAt(file, sequentialIds(1));
  } catch (error) {
    return { faults: [`the file does not open: ${String(error)}`], unacknowledged: 0 };
  }
  try {
    const inFlight = requestsInFlight(facts);
    const strangers: Entry[] = [];
    const faults = [
      ...(await peopleFaults(brokerage, facts)),
      ...(await entryFaults(brokerage, facts, inFlight, strangers)),
      ...(await settlingFaults(brokerage, inFlight, strangers)),
      ...auditFaults(file),
    ];
    return { faults, unacknowledged: strangers.length };
  } catch (error) {
    return { faults: [`the file cannot be read: ${String(error)}`], unacknowledged: 0 };
  } finally {
    brokerage.database.close();
  }
}

export function of<Name extends Fact["fact"]>(facts: readonly Fact[], name: Name): readonly Of<Name>[] {
  return facts.filter((fact): fact is Of<Name> => fact.fact === name);
}

export function requestsInFlight(facts: readonly Fact[]): readonly Request[] {
  const settled = new Set([...of(facts, "done"), ...of(facts, "refused")].map(({ number }) => number));
  return of(facts, "asked")
    .filter(({ number }) => !settled.has(number))
    .map(({ request }) => request);
}

async function peopleFaults({ ports }: Brokerage, facts: readonly Fact[]): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const { accountId } of of(facts, "opened")) {
    if (valueOf(await ports.accounts.find(accountId)) === null) faults.push(`account ${accountId} is lost`);
  }
  const mayBeGone = new Set(of(facts, "signing-out").map(({ sessionId }) => sessionId));
  const gone = new Set(of(facts, "signed-out").map(({ sessionId }) => sessionId));
  for (const { sessionId } of of(facts, "signed-in")) {
    const isThere = valueOf(await ports.sessions.find(sessionId)) !== null;
    if (isThere && gone.has(sessionId)) faults.push(`session ${sessionId} is there again`);
    if (!isThere && !mayBeGone.has(sessionId)) faults.push(`session ${sessionId} is lost`);
  }
  return faults;
}

const holders = (facts: readonly Fact[]): readonly AccountId[] => of(facts, "opened").map(({ accountId }) => accountId);

/** Also fills in the entries that nobody was told of. */
async function entryFaults(
  { ports }: Brokerage,
  facts: readonly Fact[],
  inFlight: readonly Request[],
  strangers: Entry[],
): Promise<readonly string[]> {
  const faults: string[] = [];
  const acknowledged = of(facts, "done").map(({ entry }) => entry);
  for (const accountId of holders(facts)) {
    const entries = await entriesOf(ports.ledger, accountId);
    const told = new Map(
      acknowledged.filter((entry) => entry.accountId === accountId).map((entry) => [entry.seq, entry]),
    );
    for (const entry of told.values()) {
      const there = entries.find(({ seq }) => seq === entry.seq);
      if (!there) faults.push(`account ${accountId}: acknowledged entry ${entry.seq} is lost`);
      else if (!isSame(there, entry)) faults.push(`account ${accountId}: entry ${entry.seq} is not as acknowledged`);
    }
    strangers.push(...entries.filter(({ seq }) => !told.has(seq)));
    const shown = of(facts, "seen").filter((fact) => fact.accountId === accountId);
    const most = Math.max(0, ...shown.map(({ seq }) => seq));
    if (most > entries.length) faults.push(`account ${accountId}: entry ${most} was shown, and is lost`);
  }
  const open = [...inFlight];
  for (const entry of strangers) {
    const match = open.findIndex((request) => fits(request, entry));
    if (match === -1) faults.push(`account ${entry.accountId}: nobody asked for entry ${entry.seq}`);
    else open.splice(match, 1);
  }
  return faults;
}

function isSame(one: Entry, other: Entry): boolean {
  return isDeepStrictEqual(kept(one), kept(other));
}

/** What the ledger keeps of an entry: an answer says more of its quote. */
function kept(entry: Entry): unknown {
  const { accountId, seq, at, amount, balance, realisedGainAfter, request, status } = entry;
  const common = { accountId, seq, at, amount, balance, realisedGainAfter, status, ...request };
  if (!isTrade(entry)) return common;
  const { quantity, quote, realisedGain, quantityAfter, costAfter } = entry.trade;
  const { ticker, price, tradingDay, fetchedAt, source } = quote;
  const leg = { quantity, ticker, price, tradingDay, fetchedAt, source, realisedGain, quantityAfter, costAfter };
  return { ...common, ...leg };
}

function fits(request: Request, entry: Entry): boolean {
  const isKeysOwn = (entry.request?.key ?? undefined) === request.key;
  if (request.accountId !== entry.accountId || request.status !== entry.status || !isKeysOwn) return false;
  if (!("ticker" in request)) return true;
  return isTrade(entry) && entry.trade.quote.ticker === request.ticker && entry.trade.quantity === request.quantity;
}

/** Asks again, twice, for everything that was under way and has a key: it is done once, or refused. */
async function settlingFaults(
  { app }: Brokerage,
  inFlight: readonly Request[],
  strangers: readonly Entry[],
): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const request of inFlight) {
    if (request.key === undefined) continue;
    const wasThere = strangers.some((entry) => entry.request?.key === request.key);
    const first = await send(app, request);
    const again = await send(app, request);
    if (wasThere && !(first.isOk() && first.value.replayed)) faults.push(`${request.key} is there, and was done again`);
    if (first.isOk() !== again.isOk()) faults.push(`${request.key} was settled two ways`);
    if (first.isOk() && again.isOk() && !isSame(again.value.entry, first.value.entry)) {
      faults.push(`${request.key} was done twice`);
    }
    if (first.isErr() && first.error.kind === "StoreUnavailable") faults.push(`${request.key} could not be settled`);
  }
  return faults;
}
