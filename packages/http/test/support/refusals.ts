import type { Contended, PasswordsBusy, Ports, SearchUnavailable } from "@bourse/core";
import { faultyLedger, type FaultyLedger } from "@bourse/testkit";
import { errAsync } from "neverthrow";
import type { FailureKind } from "../../src/problems/failure.ts";
import type { Json } from "./document.ts";
import { ask, newNames, open, OPERATOR, PASSWORD, type Answer, type Person } from "./people.ts";
import { testServer, type TestServer } from "./server.ts";

/** A server of which everything may fail. */
export type Stage = {
  readonly bourse: TestServer;
  readonly ledger: FaultyLedger;
  readonly faults: Faults;
  readonly operator: Person;
};

/** Somebody with 8880.00 in cash and 10 shares of AAPL, where MSFT is for sale too. */
export type Scene = Stage & { readonly person: Person };

/** What goes wrong from now on, while it is set. */
type Faults = { passwordsBusy: boolean; contended: boolean; marketThrows: boolean; searchFails: boolean };

const NOTHING_WRONG: Faults = { passwordsBusy: false, contended: false, marketThrows: false, searchFails: false };

/** A refusal, and the least that brings it about. */
export type Refusal = {
  readonly kind: FailureKind;
  readonly when: string;
  readonly act: (scene: Scene) => Promise<Answer>;
  /** What the problem must tell besides, for a caller to act on. */
  readonly facts?: Json;
  readonly retryAfter?: string;
};

/** From any address but this machine's own, which is what everybody else asks from. */
export const REQUESTS_PER_MINUTE = 3;

export async function stageOf(): Promise<Stage> {
  const ledgers: FaultyLedger[] = [];
  const faults: Faults = { ...NOTHING_WRONG };
  const bourse = await testServer({
    limits: { requestsPerMinute: REQUESTS_PER_MINUTE },
    ledger: (real) => {
      const ledger = faultyLedger(real);
      ledgers.push(ledger);
      return ledger;
    },
    ports: (real) => faultyPorts(real, faults),
  });
  const [ledger] = ledgers;
  if (!ledger) throw new Error("a server makes its ledger");
  return { bourse, ledger, faults, operator: await open(bourse, OPERATOR) };
}

/** With nothing wrong yet, whatever went wrong before. */
export async function sceneOn(stage: Stage): Promise<Scene> {
  const { bourse, faults } = stage;
  Object.assign(faults, NOTHING_WRONG);
  bourse.market.set("AAPL", "112.00");
  bourse.market.set("MSFT", "50.00");
  const person = await open(bourse);
  await person.topUp("10000.00");
  await person.trade("BUY", "AAPL", 10);
  return { ...stage, person };
}

function faultyPorts({ passwords, portfolios, quotes, directory }: Ports, faults: Faults): Partial<Ports> {
  const busy: PasswordsBusy = { kind: "PasswordsBusy", retryAfter: 7 };
  const contended: Contended = { kind: "Contended" };
  const noSearch: SearchUnavailable = { kind: "SearchUnavailable", reason: "the directory is down", retryAfter: 25 };
  return {
    passwords: {
      ...passwords,
      hash: (password) => (faults.passwordsBusy ? errAsync(busy) : passwords.hash(password)),
      verify: (password, hash) => (faults.passwordsBusy ? errAsync(busy) : passwords.verify(password, hash)),
    },
    portfolios: {
      ...portfolios,
      change: (...change) => (faults.contended ? errAsync(contended) : portfolios.change(...change)),
    },
    directory: {
      ...directory,
      search: (text) => (faults.searchFails ? errAsync(noSearch) : directory.search(text)),
    },
    quotes: {
      ...quotes,
      latest: (ticker) => {
        if (faults.marketThrows) throw new Error("a bug in an adapter");
        return quotes.latest(ticker);
      },
    },
  };
}

export function withdraw(person: Person, amount: string): Promise<Answer> {
  return person.ask("POST", "/v1/accounts/me/cash-transactions", { body: { status: "WITHDRAWAL", amount } });
}

export function opening({ bourse }: Scene, given: Json): Promise<Answer> {
  const body = { ...newNames(), password: PASSWORD, dateOfBirth: "1990-05-17", ...given };
  return ask(bourse, "POST", "/v1/accounts", { body });
}

export function signing({ bourse }: Stage, username: string, password: string): Promise<Answer> {
  return ask(bourse, "POST", "/v1/sessions", { body: { username, password } });
}

/** An order as it stands. */
export function rawOrder(person: Person, raw: string, type = "application/json"): Promise<Answer> {
  return person.ask("POST", "/v1/accounts/me/trades", { raw, headers: { "content-type": type } });
}

/** The person of the scene, from the next request on. */
export async function blacklisted({ operator, person }: Scene): Promise<Person> {
  const answer = await operator.ask("PUT", `/v1/accounts/${person.id}/blacklisted`, { body: { blacklisted: true } });
  if (answer.status !== 200) throw new Error(`nobody was blacklisted: ${answer.text}`);
  return person;
}

/** The birthday of somebody who comes of that age in so many days. */
export function comesOfAge({ bourse }: Scene, age: number, inDays: number): string {
  const day = new Date(bourse.clock.now() + inDays * 86_400_000);
  return `${day.getUTCFullYear() - age}-${day.toISOString().slice(5, 10)}`;
}
