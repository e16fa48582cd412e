import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { open, OPERATOR, PASSWORD, type Answer, type Person } from "./support/people.ts";
import { problemIn } from "./support/problems.ts";
import { testServer, type TestServer } from "./support/server.ts";

let bourse: TestServer;
let person: Person;

beforeAll(async () => {
  bourse = await testServer();
  person = await open(bourse, OPERATOR);
});

afterAll(() => bourse.close());

type From = { readonly path?: string; readonly from?: string };

/** A sign-in from an address of our choice. */
async function signing(
  username: string,
  password: string,
  { path = "/v1/sessions", from }: From = {},
): Promise<Answer> {
  const { statusCode, headers, payload } = await bourse.server.inject({
    method: "POST",
    url: path,
    payload: { username, password },
    ...(from !== undefined && { remoteAddress: from }),
  });
  return { status: statusCode, headers, text: payload, body: JSON.parse(payload) as Answer["body"] };
}

function expectThrottled(answer: Answer, seconds: number, says: string): void {
  const { code } = problemIn(answer, "throttled");
  expect([answer.status, code, answer.headers["retry-after"]]).toStrictEqual([
    429,
    "too-many-attempts",
    String(seconds),
  ]);
  expect(answer.body).toMatchObject({
    retryAfter: seconds,
    detail: `Too many attempts; nothing was tried. The next may be made in ${says}.`,
  });
}

describe("failed sign-ins", () => {
  it("to one account make it wait, by either name and at either route, longer each time, and a success ends it", async () => {
    const other = await open(bourse);
    for (let times = 0; times < 5; times += 1) {
      expect((await signing(other.username, "not the password", { from: `192.0.2.${times}` })).status).toBe(401);
    }
    expectThrottled(await signing(other.username, PASSWORD), 15, "15 seconds");
    expectThrottled(await signing(other.email.toUpperCase(), PASSWORD, { path: "/login" }), 15, "15 seconds");
    bourse.clock.advance(14_001);
    expectThrottled(await signing(other.username, PASSWORD), 1, "1 second");
    bourse.clock.advance(999);
    expect((await signing(other.username, "not the password")).status).toBe(401);
    expectThrottled(await signing(other.username, PASSWORD), 30, "30 seconds");
    bourse.clock.advance(30_000);
    expect((await signing(other.username, PASSWORD)).status).toBe(201);
    expect((await signing(other.username, "not the password")).status).toBe(401);
    expect((await signing(other.username, PASSWORD)).status).toBe(201);
  });

  it("to a name that nobody has make it wait alike", async () => {
    for (let times = 0; times < 5; times += 1) await signing("nobody-at-all", PASSWORD);
    expectThrottled(await signing("Nobody-At-All", PASSWORD), 15, "15 seconds");
  });

  it("do not keep those who are signed in from anything", async () => {
    for (let times = 0; times < 5; times += 1) await signing(person.username, "not the password");
    expect((await signing(person.username, PASSWORD)).status).toBe(429);
    expect((await person.ask("GET", "/v1/accounts/me")).status).toBe(200);
    const body = { currentPassword: PASSWORD, newPassword: PASSWORD };
    expect((await person.ask("PUT", "/v1/accounts/me/password", { body })).status).toBe(204);
  });

  it.each([
    ["an IPv6 network", (n: number) => `2001:db8:1:2:${n.toString(16)}::1`, "2001:db8:1:2:ffff::1", "2001:db8:1:3::1"],
    [
      "an IPv4 address",
      (n: number) => (n % 2 ? "198.51.100.7" : "::ffff:198.51.100.7"),
      "198.51.100.7",
      "198.51.100.8",
    ],
  ])("from one address make %s wait, whoever they were for, and no other", async (_, nth, same, next) => {
    for (let times = 0; times < 50; times += 1) {
      expect((await signing(`guess-${same}-${times}`, PASSWORD, { from: nth(times) })).status).toBe(401);
    }
    const { username } = await open(bourse);
    expectThrottled(await signing(username, PASSWORD, { from: same }), 15, "15 seconds");
    expectThrottled(await signing(username, PASSWORD, { from: same, path: "/login" }), 15, "15 seconds");
    expect((await signing(username, PASSWORD, { from: next })).status).toBe(201);
  });

  it.each(["127.0.0.1", "::1"])("from %s count at no address: everybody may come from a proxy there", async (from) => {
    for (let times = 0; times < 51; times += 1) {
      expect((await signing(`local-${from}-${times}`, PASSWORD, { from })).status).toBe(401);
    }
    const { username } = await open(bourse);
    expect((await signing(username, PASSWORD, { from })).status).toBe(201);
  });

  it("still count after a restart", async () => {
    const { username } = await open(bourse);
    for (let times = 0; times < 5; times += 1) await signing(username, "not the password", { from: "203.0.113.1" });
    bourse = await bourse.restart();
    expectThrottled(await signing(username, PASSWORD, { from: "203.0.113.2" }), 15, "15 seconds");
  });
});

describe("wrong current passwords", () => {
  it.each([
    ["/v1/accounts/me/password", "currentPassword", "newPassword"],
    ["/update-password", "old_password", "new_password"],
  ])("at %s make it wait, apart from signing in", async (path, current, next) => {
    const holder = await open(bourse);
    const change = (password: string): Promise<Answer> =>
      holder.ask("PUT", path, { body: { [current]: password, [next]: "another good one" } });
    for (let times = 0; times < 5; times += 1) expect((await change("not the password")).status).toBe(403);
    expectThrottled(await change(PASSWORD), 15, "15 seconds");
    expect((await signing(holder.username, PASSWORD)).status).toBe(201);
    bourse.clock.advance(15_000);
    expect((await change(PASSWORD)).status).toBe(204);
  });
});
