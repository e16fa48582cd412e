import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SESSION_COOKIE } from "../src/auth.ts";
import { ask, newNames, open, PASSWORD, signIn, type Answer, type Ask, type Person } from "./support/people.ts";
import { problemIn } from "./support/problems.ts";
import { testServer, type TestServer } from "./support/server.ts";

let bourse: TestServer;

beforeAll(async () => {
  bourse = await testServer();
  bourse.market.set("AAPL", "112.00");
});

afterAll(() => bourse.close());

const coded = (answer: Answer): unknown[] => [answer.status, problemIn(answer, "refused").code];

describe("the journey by the routes' given names", () => {
  it.each(["token", "cookie"])("works from opening to signing out, by %s", async (by) => {
    const names = newNames();
    const body = { ...names, password: PASSWORD, date_of_birth: "1990-05-17", name: "Ada" };
    const opened = await ask(bourse, "POST", "/create-account", { body });
    expect([opened.status, opened.headers.location]).toStrictEqual([201, `/users/${String(opened.body["id"])}`]);
    expect(opened.body).toMatchObject({ ...names, name: "Ada", dateOfBirth: "1990-05-17", blacklisted: false });

    const login = await ask(bourse, "POST", "/login", { body: { username: names.email, password: PASSWORD } });
    expect([login.status, login.body["accountId"]]).toStrictEqual([200, opened.body["id"]]);
    const [cookie = ""] = String(login.headers["set-cookie"]).split(";");
    const headers: Record<string, string> =
      by === "token"
        ? { authorization: `Bearer ${String(login.body["token"])}` }
        : { cookie, "sec-fetch-site": "same-origin" };
    const named = (method: "GET" | "POST" | "PUT", url: string, given: Ask = {}): Promise<Answer> =>
      ask(bourse, method, url, { ...given, headers });

    const topUp = { account_id: login.body["accountId"], status: "TOP-UP", amount: "10000.00" };
    expect(await named("POST", "/account_cash_transactions", { body: topUp })).toMatchObject({
      status: 201,
      body: { seq: 1, balance: "10000.00" },
    });
    expect(await named("GET", "/lookup-stock?symbol=aapl")).toMatchObject({
      status: 200,
      body: { ticker: "AAPL", price: "112.00", name: "AAPL Inc.", freshness: "fresh" },
    });
    expect(await named("POST", "/buy-stock", { body: { symbol: "AAPL", quantity: 10 } })).toMatchObject({
      status: 200,
      body: { seq: 2, action: "BUY", ticker: "AAPL", quantity: 10, price: "112.00", amount: "-1120.00" },
    });
    expect(await named("POST", "/sell-stock", { body: { symbol: "AAPL", quantity: 4 } })).toMatchObject({
      status: 200,
      body: { seq: 3, action: "SELL", quantity: 4, amount: "448.00", balance: "9328.00", realisedGain: "0.00" },
    });
    expect(await named("GET", "/view-portfolio")).toMatchObject({
      status: 200,
      body: { cash: "9328.00", complete: true, holdings: [{ ticker: "AAPL", quantity: 6, marketValue: "672.00" }] },
    });
    expect(await named("GET", "/calculate-portfolio-value")).toMatchObject({
      status: 200,
      body: { portfolio_value: "10000.00", totalValue: "10000.00" },
    });

    const wrong = { old_password: "not the password", new_password: "another good one" };
    expect(coded(await named("PUT", "/update-password", { body: wrong }))).toStrictEqual([403, "wrong-password"]);
    const right = { old_password: PASSWORD, new_password: "another good one" };
    expect((await named("PUT", "/update-password", { body: right })).status).toBe(204);

    const logout = await named("POST", "/logout");
    expect([logout.status, logout.text]).toStrictEqual([204, ""]);
    expect(String(logout.headers["set-cookie"])).toMatch(new RegExp(`^${SESSION_COOKIE}=; .*Expires=Thu, 01 Jan 1970`));
    for (const path of ["/buy-stock", "/sell-stock"]) {
      const answer = await named("POST", path, { body: { symbol: "AAPL", quantity: 1 } });
      expect(coded(answer)).toStrictEqual([401, "session-ended"]);
      expect(answer.headers["www-authenticate"]).toBe('Bearer realm="bourse"');
    }
    expect((await named("GET", "/view-portfolio")).status).toBe(401);
  });
});

describe("changing the password", () => {
  it.each([
    ["/update-password", "old_password", "new_password"],
    ["/v1/accounts/me/password", "currentPassword", "newPassword"],
  ])("by %s ends every other session and none of anybody else's", async (path, old, next) => {
    const [person, other] = [await open(bourse), await open(bourse)];
    const second = await signIn(bourse, person);
    const change = (body: object): Promise<Answer> => person.ask("PUT", path, { body });
    const wrong = await change({ [old]: "not the password", [next]: "another good one" });
    expect(coded(wrong)).toStrictEqual([403, "wrong-password"]);
    expect((await second.ask("GET", "/users/me")).status).toBe(200);
    const short = await change({ [old]: PASSWORD, [next]: "short" });
    expect(problemIn(short, "short").errors).toMatchObject([{ field: next, rule: "length" }]);
    expect((await change({ [old]: PASSWORD, [next]: "another good one" })).status).toBe(204);
    expect((await person.ask("GET", "/users/me")).status).toBe(200);
    expect(coded(await second.ask("GET", "/users/me"))).toStrictEqual([401, "session-ended"]);
    expect((await other.ask("GET", "/users/me")).status).toBe(200);
    const signing = (password: string): Promise<Answer> =>
      ask(bourse, "POST", "/login", { body: { username: person.username, password } });
    expect(coded(await signing(PASSWORD))).toStrictEqual([401, "wrong-credentials"]);
    expect((await signing("another good one")).status).toBe(200);
  });
});

describe("a user", () => {
  it("is opened, read, found, amended and closed at /users", async () => {
    const names = newNames();
    const body = { ...names, password: PASSWORD, date_of_birth: "1990-05-17" };
    const opened = await ask(bourse, "POST", "/users", { body });
    const path = `/users/${String(opened.body["id"])}`;
    expect([opened.status, opened.headers.location]).toStrictEqual([201, path]);
    const person: Person = await signIn(bourse, names);
    expect((await person.ask("GET", path)).body).toStrictEqual(opened.body);
    const found = await person.ask("GET", `/users?email=${names.email.toUpperCase()}`);
    expect(found.body).toStrictEqual(opened.body);
    const amended = await person.ask("PATCH", path, { body: { name: "Ada", date_of_birth: "1980-01-02" } });
    expect(amended).toMatchObject({
      status: 200,
      body: { ...names, id: person.id, name: "Ada", dateOfBirth: "1980-01-02" },
    });
    const closed = await person.ask("DELETE", path);
    expect([closed.status, closed.text]).toStrictEqual([204, ""]);
    expect(coded(await person.ask("GET", path))).toStrictEqual([401, "session-ended"]);
    const signing = await ask(bourse, "POST", "/login", { body: { username: names.username, password: PASSWORD } });
    expect(coded(signing)).toStrictEqual([401, "wrong-credentials"]);
    expect((await ask(bourse, "POST", "/users", { body })).status).toBe(201);
  });

  it.each([
    ["/create-account", "date_of_birth"],
    ["/users", "date_of_birth"],
    ["/v1/accounts", "dateOfBirth"],
  ])("is refused at %s by the names of its own fields", async (path, birth) => {
    const body = { ...newNames(), password: PASSWORD, [birth]: "2025-02-30" };
    const answer = await ask(bourse, "POST", path, { body });
    expect(problemIn(answer, path).errors).toStrictEqual([
      { field: birth, rule: "date", message: `${birth} must be a calendar day as YYYY-MM-DD.` },
    ]);
  });
});
