import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { uuidOf } from "@bourse/testkit";
import { emailQueries, ownedRoutes, type OwnedRoute } from "./support/owned-routes.ts";
import {
  ask,
  newNames,
  open,
  OPERATOR,
  PASSWORD,
  signIn,
  snapshot,
  type Answer,
  type Person,
} from "./support/people.ts";
import { problemIn } from "./support/problems.ts";
import { testServer, type TestServer } from "./support/server.ts";

let bourse: TestServer;
let person: Person;
let other: Person;

beforeAll(async () => {
  bourse = await testServer();
  bourse.market.set("AAPL", "112.00");
  [person, other] = [await holder(), await holder()];
});

afterAll(() => bourse.close());

/** The routes that the document tells of: one that appears in it tomorrow is tried here tomorrow. */
const routes = () => ownedRoutes(bourse.document);

const OPERATORS_ROUTE = "PUT /v1/accounts/{id}/blacklisted";
const LOOK_UPS = ["GET /users/{id}", "GET /v1/accounts/{id}"];

const CODES = { account: "account-not-found", session: "session-not-found" };

type Ids = { readonly account: string; readonly session: string };

async function idsOf(someone: Person): Promise<Ids> {
  const [session] = (await someone.ask("GET", "/v1/sessions")).body["items"] as [{ id: string }];
  return { account: someone.id, session: session.id };
}

function asking(someone: Person, { method, asked }: OwnedRoute, ids: Ids): Promise<Answer> {
  const { url, ...given } = asked(ids);
  return someone.ask(method, url, given);
}

async function expectNone(someone: Person, route: OwnedRoute, ids: Ids): Promise<void> {
  const answer = await asking(someone, route, ids);
  const { code } = problemIn(answer, route.name);
  expect([answer.status, code], route.name).toStrictEqual([404, CODES[route.owned]]);
}

/** Somebody who holds cash and shares. */
async function holder(): Promise<Person> {
  const someone = await open(bourse);
  await someone.topUp("10000.00");
  await someone.trade("BUY", "AAPL", 10);
  return someone;
}

describe("what is another's", () => {
  it.each(["somebody else's id", "an id in capitals", "nobody's id", "no id", "a way up"])(
    "is as good as none on every route that takes an id, and nothing changes: %s",
    async (which) => {
      const own = await idsOf(person);
      const ids: Record<string, Ids> = {
        "somebody else's id": await idsOf(other),
        "an id in capitals": { account: own.account.toUpperCase(), session: own.session.toUpperCase() },
        "nobody's id": { account: uuidOf(4711), session: uuidOf(4711) },
        "no id": { account: "ME", session: "CURRENT" },
        "a way up": { account: "..%2Fme", session: "..%2Fcurrent" },
      };
      const before = [await snapshot(person), await snapshot(other)];
      expect(routes().length).toBeGreaterThan(20);
      for (const route of routes()) await expectNone(person, route, ids[which] ?? own);
      expect([await snapshot(person), await snapshot(other)]).toStrictEqual(before);
      expect((await signIn(bourse, other)).id).toBe(other.id);
    },
  );

  it("while each of those routes knows one's own, but for the operators'", async () => {
    const unknown: string[] = [];
    for (const route of routes()) {
      const someone = await holder();
      const { status } = await asking(someone, route, await idsOf(someone));
      if (status === 404) unknown.push(route.name);
      // The examples' own username and e-mail are free again.
      await someone.ask("DELETE", "/v1/accounts/me");
    }
    expect(unknown).toStrictEqual([OPERATORS_ROUTE]);
  });

  it("cannot be found by its e-mail", async () => {
    const paths = emailQueries(bourse.document);
    expect(paths.toSorted()).toStrictEqual(["/users", "/v1/accounts"]);
    for (const path of paths) {
      const theirs = await person.ask("GET", `${path}?email=${other.email}`);
      const nobodys = await person.ask("GET", `${path}?email=nobody@example.com`);
      expect([theirs.status, theirs.body]).toStrictEqual([404, nobodys.body]);
    }
  });

  it("is closed without a trace in anybody else's", async () => {
    const leaving = await open(bourse);
    const before = await snapshot(person);
    expect((await leaving.ask("DELETE", "/v1/accounts/me")).status).toBe(204);
    expect((await person.ask("GET", `/v1/accounts/${leaving.id}`)).status).toBe(404);
    expect(await snapshot(person)).toStrictEqual(before);
  });
});

describe("an operator", () => {
  let operator: Person;

  beforeAll(async () => {
    operator = await open(bourse, OPERATOR);
  });

  it("may look any account up and blacklist it, and is anybody else on every other route", async () => {
    const someone = await holder();
    const ids = await idsOf(someone);
    const before = await snapshot(someone);
    const done: string[] = [];
    for (const route of routes()) {
      if (![...LOOK_UPS, OPERATORS_ROUTE].includes(route.name)) {
        await expectNone(operator, route, ids);
        continue;
      }
      const answer = await asking(operator, route, ids);
      expect([answer.status, answer.body["id"]], route.name).toStrictEqual([200, someone.id]);
      done.push(route.name);
    }
    expect(done.toSorted()).toStrictEqual([...LOOK_UPS, OPERATORS_ROUTE].toSorted());
    expect(await snapshot(someone)).toStrictEqual({
      ...before,
      account: { ...(before["account"] as object), blacklisted: true },
    });
    for (const path of emailQueries(bourse.document)) {
      const found = await operator.ask("GET", `${path}?email=${someone.email.toUpperCase()}`);
      expect([found.status, found.body["id"]]).toStrictEqual([200, someone.id]);
    }
  });

  it("finds no account where there is none", async () => {
    const nobody = { account: uuidOf(4711), session: uuidOf(4711) };
    for (const route of routes()) await expectNone(operator, route, nobody);
    for (const path of emailQueries(bourse.document)) {
      expect((await operator.ask("GET", `${path}?email=nobody@example.com`)).status).toBe(404);
    }
  });

  it("is one no more once blacklisted", async () => {
    const second = await testServer({ policy: { operators: ["operator", "OPERATOR-2"] } });
    const [first, next] = [
      await open(second, OPERATOR),
      await open(second, { username: "operator-2", email: "o@x.org" }),
    ];
    const blacklisting = { body: { blacklisted: true } };
    expect((await first.ask("PUT", `/v1/accounts/${next.id}/blacklisted`, blacklisting)).status).toBe(200);
    expect((await next.ask("PUT", `/v1/accounts/${first.id}/blacklisted`, blacklisting)).status).toBe(404);
    expect((await next.ask("GET", `/v1/accounts/${first.id}`)).status).toBe(404);
    await second.close();
  });
});

describe("a name that somebody has", () => {
  it.each([
    ["username", "username-taken"],
    ["email", "email-taken"],
  ] as const)("%s, in any case, opens and amends nothing", async (field, code) => {
    const before = [await snapshot(person), await snapshot(other)];
    const taken = { [field]: other[field].toUpperCase() };
    for (const [path, birth] of [
      ["/v1/accounts", "dateOfBirth"],
      ["/users", "date_of_birth"],
    ] as const) {
      const body = { ...newNames(), password: PASSWORD, [birth]: "1990-05-17", ...taken };
      const opening = await ask(bourse, "POST", path, { body });
      expect([opening.status, problemIn(opening, path).code]).toStrictEqual([409, code]);
      const amending = await person.ask("PATCH", `${path}/me`, { body: { name: "Mallory", ...taken } });
      expect([amending.status, problemIn(amending, path).code]).toStrictEqual([409, code]);
    }
    expect([await snapshot(person), await snapshot(other)]).toStrictEqual(before);
  });
});
