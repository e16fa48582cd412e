import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, open, PASSWORD, signIn, snapshot, type Answer, type Person } from "./support/people.ts";
import { problemIn } from "./support/problems.ts";
import { testServer, type TestServer } from "./support/server.ts";
import { claimsOf, FORGED, tokenOf, WAYS, type Claims } from "./support/tokens.ts";

let bourse: TestServer;
let person: Person;
let other: Person;

beforeAll(async () => {
  bourse = await testServer();
  bourse.market.set("AAPL", "112.00");
  [person, other] = [await open(bourse), await open(bourse)];
  await person.topUp("10000.00");
});

afterAll(() => bourse.close());

const ORDER = { symbol: "AAPL", quantity: 1 };
const NEW_PASSWORD = "another good battery";

function expectNotSignedIn(answer: Answer, what: string): void {
  const { code } = problemIn(answer, what);
  expect([answer.status, answer.headers["www-authenticate"]], what).toStrictEqual([401, 'Bearer realm="bourse"']);
  expect(["not-signed-in", "session-ended"], what).toContain(code);
}

/** Neither reads nor buys, by any route there is for it. */
async function expectUseless(headers: Record<string, string>, what: string): Promise<void> {
  expectNotSignedIn(await ask(bourse, "GET", "/v1/accounts/me", { headers }), what);
  expectNotSignedIn(await ask(bourse, "GET", "/view-portfolio", { headers }), what);
  expectNotSignedIn(await ask(bourse, "POST", "/buy-stock", { body: ORDER, headers }), what);
  const body = { action: "BUY", ticker: "AAPL", quantity: 1 };
  expectNotSignedIn(await ask(bourse, "POST", "/v1/accounts/me/trades", { body, headers }), what);
}

describe.each(Object.keys(WAYS))("a token that comes %s", (way) => {
  const headersOf = (token: string): Record<string, string> => WAYS[way]?.(token) ?? {};
  const reading = (token: string): Promise<Answer> =>
    ask(bourse, "GET", "/v1/accounts/me", { headers: headersOf(token) });

  it("says that it was made half a minute ago, so that a server whose clock is behind takes it", () => {
    const [, claims = ""] = person.token.split(".");
    const { iat } = JSON.parse(Buffer.from(claims, "base64url").toString()) as { readonly iat: number };
    expect(iat).toBeLessThanOrEqual(Date.now() / 1000 - 30);
  });

  it("is good, made by hand as we make it", async () => {
    expect((await reading(tokenOf(claimsOf(person)))).body["id"]).toBe(person.id);
  });

  it.each(Object.keys(FORGED))("signs nobody in: %s", async (which) => {
    const before = await snapshot(person);
    const token = FORGED[which]?.(claimsOf(person), claimsOf(other)) ?? "";
    await expectUseless(headersOf(token), which);
    expect(await snapshot(person)).toStrictEqual(before);
  });

  it.each<[string, (leaving: Person, claims: Claims) => Promise<Answer>]>([
    ["a signed-out session", (leaving) => leaving.ask("POST", "/logout")],
    [
      "a session from before the password change",
      async (leaving) => {
        const body = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
        return (await signIn(bourse, leaving)).ask("PUT", "/v1/accounts/me/password", { body });
      },
    ],
    [
      "a session ended from another one",
      async (leaving, { jti }) => (await signIn(bourse, leaving)).ask("DELETE", `/v1/sessions/${String(jti)}`),
    ],
    ["a closed account's", (leaving) => leaving.ask("DELETE", "/v1/accounts/me")],
  ])("signs nobody in any more: %s", async (what, end) => {
    const leaving = await open(bourse);
    expect((await reading(leaving.token)).status).toBe(200);
    expect((await end(leaving, claimsOf(leaving))).status).toBe(204);
    await expectUseless(headersOf(leaving.token), what);
  });
});
