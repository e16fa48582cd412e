import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ask,
  newNames,
  open,
  OPERATOR,
  PASSWORD,
  signIn,
  snapshot,
  type Answer,
  type Ask,
  type Person,
} from "./support/people.ts";
import { problemIn } from "./support/problems.ts";
import { mailedToken, resetBy } from "./support/resets.ts";
import { testServer, type TestServer } from "./support/server.ts";

let bourse: TestServer;
let operator: Person;

beforeAll(async () => {
  bourse = await testServer();
  bourse.market.set("AAPL", "112.00");
  operator = await open(bourse, OPERATOR);
});

afterAll(() => bourse.close());

const setBlacklisted = ({ id }: Person, blacklisted: boolean): Promise<Answer> =>
  operator.ask("PUT", `/v1/accounts/${id}/blacklisted`, { body: { blacklisted } });

async function holder(): Promise<Person> {
  const person = await open(bourse);
  await person.topUp("10000.00");
  await person.trade("BUY", "AAPL", 10);
  return person;
}

/** Everything that moves cash or shares. */
const MOVES: readonly (readonly [path: string, body: object])[] = [
  ["/v1/accounts/me/cash-transactions", { status: "TOP-UP", amount: "5.00" }],
  ["/v1/accounts/me/cash-transactions", { status: "WITHDRAWAL", amount: "5.00" }],
  ["/account_cash_transactions", { account_id: "me", status: "TOP-UP", amount: "5.00" }],
  ["/account_cash_transactions", { account_id: "me", status: "WITHDRAWAL", amount: "5.00" }],
  ["/v1/accounts/me/trades", { action: "BUY", ticker: "AAPL", quantity: 1 }],
  ["/v1/accounts/me/trades", { action: "SELL", ticker: "AAPL", quantity: 1 }],
  ["/buy-stock", { symbol: "AAPL", quantity: 1 }],
  ["/sell-stock", { symbol: "AAPL", quantity: 1 }],
  ["/stock", { account_id: "me", action: "buy", ticker: "AAPL", quantity: 1 }],
  ["/stock", { account_id: "me", action: "sell", ticker: "AAPL", quantity: 1 }],
];

/** What the route would refuse, before or after it has read it, were anybody there. */
const UNREADABLE: readonly (readonly [what: string, given: Ask])[] = [
  ["no body", {}],
  ["an unknown field", { body: { blacklisted: true, x: 1 } }],
  ["a wrong type", { body: { blacklisted: "yes" } }],
  ["no JSON", { raw: "{", headers: { "content-type": "application/json" } }],
  ["an empty body of JSON", { raw: "", headers: { "content-type": "application/json" } }],
  ["another type", { raw: "blacklisted=true", headers: { "content-type": "application/x-www-form-urlencoded" } }],
  ["a body over the limit", { body: { blacklisted: "x".repeat(65 * 1024) } }],
];

describe("to whoever is no operator the route is not there", () => {
  it.each(UNREADABLE)("with %s", async (what, given) => {
    const [person, other] = [await open(bourse), await open(bourse)];
    for (const id of ["me", person.id, other.id, operator.id, "nobody"]) {
      const path = `/v1/accounts/${id}/blacklisted`;
      const answer = await person.ask("PUT", path, given);
      expect([answer.status, problemIn(answer, what).code], id).toStrictEqual([404, "account-not-found"]);
      expect((await ask(bourse, "PUT", path, given)).status, id).toBe(401);
    }
    expect((await operator.ask("PUT", `/v1/accounts/${other.id}/blacklisted`, given)).status).not.toBe(404);
  });
});

describe("a blacklisted account", () => {
  it("may look but move nothing, from the next request on, until the one after it is reinstated", async () => {
    const person = await holder();
    const other = await holder();
    const before = await snapshot(person);
    const done = await setBlacklisted(person, true);
    expect([done.status, done.body]).toMatchObject([200, { id: person.id, blacklisted: true }]);
    for (const [path, body] of MOVES) {
      const answer = await person.ask("POST", path, { body });
      expect([answer.status, problemIn(answer, path).code], path).toStrictEqual([403, "account-blacklisted"]);
      expect((await other.ask("POST", path, { body })).status, path).toBeLessThan(300);
    }
    expect(await snapshot(person)).toStrictEqual({ ...before, account: { status: 200, ...done.body } });
    expect((await person.ask("GET", "/v1/stocks/AAPL")).status).toBe(200);

    expect((await setBlacklisted(person, false)).body["blacklisted"]).toBe(false);
    expect(await snapshot(person)).toStrictEqual(before);
    for (const [path, body] of MOVES) {
      expect((await person.ask("POST", path, { body })).status, path).toBeLessThan(300);
    }
  });

  it("stays so when told twice, and for whoever signs in again", async () => {
    const person = await holder();
    await setBlacklisted(person, true);
    expect((await setBlacklisted(person, true)).body["blacklisted"]).toBe(true);
    const again = await signIn(bourse, person);
    expect((await again.topUp("5.00")).status).toBe(403);
    await resetBy(bourse, await mailedToken(bourse, person), "a much better one");
    expect((await (await signIn(bourse, person, "a much better one")).topUp("5.00")).status).toBe(403);
  });

  it.each([
    ["/v1/accounts", "dateOfBirth"],
    ["/users", "date_of_birth"],
    ["/create-account", "date_of_birth"],
  ])("lets nobody open another with its e-mail at %s, even once closed", async (path, birth) => {
    const person = await open(bourse);
    await setBlacklisted(person, true);
    const moved = newNames().email;
    expect((await person.ask("PATCH", "/v1/accounts/me", { body: { email: moved } })).status).toBe(200);
    const opening = (email: string): Promise<Answer> => {
      const body = { ...newNames(), email, password: PASSWORD, [birth]: "1990-05-17" };
      return ask(bourse, "POST", path, { body });
    };
    expect((await person.ask("DELETE", "/v1/accounts/me")).status).toBe(204);
    const answer = await opening(person.email.toUpperCase());
    expect([answer.status, problemIn(answer, path).code]).toStrictEqual([403, "email-blacklisted"]);
    expect((await opening(newNames().email)).status).toBe(201);
  });
});
