import { afterEach, describe, expect, it, vi } from "vitest";
import { ask, type Answer, type Ask } from "./support/people.ts";
import { problemIn } from "./support/problems.ts";
import { testServer, type TestServer, type TestServerOptions } from "./support/server.ts";
import { tokenOf } from "./support/tokens.ts";

let bourse: TestServer;

afterEach(async () => {
  vi.useRealTimers();
  await bourse.close();
});

async function allowing(requestsPerMinute: number, options: TestServerOptions = {}): Promise<void> {
  bourse = await testServer({
    adapters: "fakes",
    ...options,
    limits: { requestsPerMinute, ...options.limits },
  });
}

const HOME = "203.0.113.7";
const asking = (from: string, given: Ask = {}): Promise<Answer> =>
  ask(bourse, "GET", "/v1/accounts/me", { ...given, from });

const through = (forwarded: string): Ask => ({ headers: { "x-forwarded-for": forwarded } });

/** How many of some requests in a row are heard. */
async function heard(times: number, from: (index: number) => string, given: Ask = {}): Promise<number> {
  let count = 0;
  for (let index = 0; index < times; index += 1) {
    if ((await asking(from(index), given)).status !== 429) count += 1;
  }
  return count;
}

describe("an address", () => {
  it("is heard so many times a minute, and then told when to ask again", async () => {
    await allowing(3);
    expect(await heard(3, () => HOME)).toBe(3);
    const answer = await asking(HOME);
    expect([answer.status, problemIn(answer, "too many").code]).toStrictEqual([429, "too-many-requests"]);
    const seconds = Number(answer.headers["retry-after"]);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(answer.body["retryAfter"]).toBe(seconds);
  });

  it("is heard again once it has waited as long as it was told", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    await allowing(1);
    await asking(HOME);
    vi.setSystemTime(Date.now() + 20_500);
    const { headers } = await asking(HOME);
    expect(headers["retry-after"]).toBe("40");
    vi.setSystemTime(Date.now() + 40_000);
    expect(await heard(2, () => HOME)).toBe(1);
  });

  it("is heard again once a clock that was ahead for a moment is right", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const now = Date.now();
    await allowing(1);
    vi.setSystemTime(now + 10 * 365 * 86_400_000);
    await asking(HOME);
    vi.setSystemTime(now);
    expect(await heard(2, () => HOME)).toBe(1);
  });

  it("is refused whatever it asks: paths to nowhere, the docs, another account's sign-in", async () => {
    await allowing(1);
    await asking(HOME);
    for (const [method, url] of [
      ["GET", "/nowhere"],
      ["GET", "/%zz"],
      ["GET", "/docs/"],
      ["GET", "/healthcheck"],
      ["POST", "/v1/sessions"],
    ] as const) {
      expect((await ask(bourse, method, url, { from: HOME })).status, url).toBe(429);
    }
  });

  it("is refused before anybody looks up whose session it is", async () => {
    let lookups = 0;
    await allowing(1, {
      ports: ({ sessions }) => ({
        sessions: {
          ...sessions,
          find: (id) => {
            lookups += 1;
            return sessions.find(id);
          },
        },
      }),
    });
    const iat = Math.floor(Date.now() / 1000);
    const token = tokenOf({ sub: "a", jti: "b", iat, exp: iat + 60, iss: "bourse", aud: "bourse" });
    const headers = { authorization: `Bearer ${token}` };
    expect(await heard(5, () => HOME, { headers })).toBe(1);
    expect(lookups).toBe(1);
  });

  it("is counted also for what no route is looked for: paths that are no text, or too long", async () => {
    await allowing(2);
    const statuses = [];
    for (const url of ["/%zz", `/users/${"a".repeat(1000)}`, "/%zz"]) {
      statuses.push((await ask(bourse, "GET", url, { from: HOME })).status);
    }
    expect(statuses).toStrictEqual([400, 404, 429]);
  });

  it("does not use up what another one has", async () => {
    await allowing(2);
    expect(await heard(5, () => HOME)).toBe(2);
    expect(await heard(5, () => "203.0.113.8")).toBe(2);
  });
});

describe("who is one address", () => {
  it("of IPv6, everybody on one /64", async () => {
    await allowing(3);
    expect(await heard(9, (index) => `2001:db8:0:1::${index}`)).toBe(3);
    expect(await heard(9, (index) => `2001:db8:0:${index + 2}::1`)).toBe(9);
  });

  it("of IPv4, the same whether or not it comes by way of IPv6", async () => {
    await allowing(3);
    expect(await heard(4, (index) => (index % 2 === 0 ? HOME : `::ffff:${HOME}`))).toBe(3);
  });

  it("not the proxy that is trusted, but the last one it names: the client wrote the others", async () => {
    await allowing(2, { trustProxy: true });
    for (const forwarded of [HOME, `198.51.100.1, ${HOME}`]) {
      expect((await asking("127.0.0.1", through(forwarded))).status).toBe(401);
    }
    expect((await asking("127.0.0.1", through(`198.51.100.2, ${HOME}`))).status).toBe(429);
    expect((await asking("127.0.0.1", through("198.51.100.2"))).status).toBe(401);
  });

  it("not this machine's, when a proxy is trusted and names nobody: then it asks for anybody", async () => {
    // The first is the document's, which every test server is asked for.
    await allowing(3, { trustProxy: true });
    expect(await heard(5, () => "127.0.0.1")).toBe(2);
  });

  it("not what a client says of itself, when no proxy is trusted", async () => {
    await allowing(2);
    for (const [last, status] of [401, 401, 429].entries()) {
      const headers = { "x-forwarded-for": `198.51.100.${last}` };
      expect((await asking(HOME, { headers })).status).toBe(status);
    }
  });
});

describe("nobody is counted", () => {
  it.each(["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])("on this machine itself: %s", async (address) => {
    await allowing(1);
    expect(await heard(5, () => address)).toBe(5);
  });

  it("when the limit is 0", async () => {
    await allowing(0);
    expect(await heard(20, () => HOME)).toBe(20);
  });
});

it("remembers a bounded number of addresses, the latest", async () => {
  await allowing(1, { limits: { addressesCounted: 2 } });
  expect(await heard(3, (index) => `203.0.113.${index + 1}`)).toBe(3);
  expect((await asking("203.0.113.3")).status).toBe(429);
  expect((await asking("203.0.113.1")).status).toBe(401);
});
