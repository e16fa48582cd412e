import { once } from "node:events";
import type { Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { LIMITS } from "../src/limits.ts";
import { ask, open } from "./support/people.ts";
import { testServer, type TestServer } from "./support/server.ts";
import { rawSocket, trickle } from "./support/sockets.ts";

/** As the server has them, only shorter: a tenth would do, and a slow machine is slow. */
const SHORT = { headersTimeout: 300, requestTimeout: 600, timeoutsChecked: 50 };

let bourse: TestServer;

afterEach(() => bourse.close());

const HEAD = "POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
/** What is well below every limit in bytes, and never ends. */
const SLOW: Readonly<Record<string, readonly [first: string, byte: string]>> = {
  "says nothing at all": ["", ""],
  "sends its first line a byte at a time": ["GET /", "x"],
  "sends its headers a byte at a time": [`${HEAD}X: `, "x"],
  "sends its body a byte at a time": [`${HEAD}Content-Length: 5000\r\n\r\n`, " "],
  "sends its body a chunk at a time": [`${HEAD}Transfer-Encoding: chunked\r\n\r\n`, "1\r\n \r\n"],
  "stops in the middle of its body": [`${HEAD}Content-Length: 5000\r\n\r\n{`, ""],
};

describe("the times", () => {
  it("close slow headers within 7 s and a slow body within 12 s", async () => {
    bourse = await testServer({ adapters: "fakes" });
    const { headersTimeout, requestTimeout, timeout } = bourse.server.server;
    expect({ headersTimeout, requestTimeout, timeout }).toStrictEqual({
      headersTimeout: 5000,
      requestTimeout: 10_000,
      timeout: 120_000,
    });
    expect(LIMITS.headersTimeout + LIMITS.timeoutsChecked).toBeLessThan(7000);
    expect(LIMITS.requestTimeout + LIMITS.timeoutsChecked).toBeLessThan(12_000);
  });

  it("leave room for 500 slow clients, and bound how many there can be", async () => {
    bourse = await testServer({ adapters: "fakes" });
    expect(bourse.server.server.maxConnections).toBe(LIMITS.connections);
    expect(LIMITS.connections).toBeGreaterThanOrEqual(1000);
    expect(LIMITS.connections).toBeLessThanOrEqual(10_000);
  });
});

describe("a client is closed that", () => {
  it.each(Object.entries(SLOW))("%s", async (_, [first, byte]) => {
    bourse = await testServer({ adapters: "fakes", limits: SHORT });
    const answer = await trickle(await rawSocket(await bourse.listen(), first), byte, 20);
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(answer).toContain('"code":"bad-request"');
  });

  it("is slow with the body of a request that has been answered already", async () => {
    bourse = await testServer({ adapters: "fakes", limits: SHORT });
    const head = "POST /buy-stock HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n";
    const answer = await trickle(await rawSocket(await bourse.listen(), head), " ", 20);
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  });

  it("asks and never reads", async () => {
    bourse = await testServer({ adapters: "fakes", limits: { idleTimeout: 300 } });
    const url = await bourse.listen();
    const connected = once(bourse.server.server, "connection") as Promise<[Socket]>;
    const { socket } = await rawSocket(url);
    socket.pause();
    // More than the buffers of both ends hold.
    socket.write("GET /docs/static/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n".repeat(40));
    const [theirs] = await connected;
    if (!theirs.closed) await once(theirs, "close");
    expect(theirs.bytesWritten).toBeGreaterThan(0);
    socket.destroy();
  });
});

it("500 slow clients leave the others alone", async () => {
  bourse = await testServer();
  bourse.market.set("AAPL", "112.00");
  const person = await open(bourse);
  await person.topUp("10000.00");
  const url = await bourse.listen();
  const kinds = Object.values(SLOW);
  const slow = await Promise.all(
    Array.from({ length: 500 }, (_, index) => rawSocket(url, kinds[index % kinds.length]?.[0])),
  );
  const orders = Array.from({ length: 50 }, () =>
    fetch(new URL("/buy-stock", url), {
      method: "POST",
      headers: { ...person.authorization, "content-type": "application/json" },
      body: JSON.stringify({ symbol: "AAPL", quantity: 1 }),
    }),
  );
  expect(new Set((await Promise.all(orders)).map(({ status }) => status))).toStrictEqual(new Set([200]));
  expect((await fetch(new URL("/healthcheck", url))).status).toBe(200);
  expect((await person.ask("GET", "/v1/accounts/me/balance")).body["cash"]).toBe("4400.00");
  for (const { socket } of slow) socket.destroy();
  await Promise.all(slow.map(({ closed }) => closed));
});

it("more clients than there may be are closed unheard, and heard once there is room", async () => {
  bourse = await testServer({ adapters: "fakes", limits: { connections: 3 } });
  const url = await bourse.listen();
  const first = await Promise.all([1, 2, 3].map(() => rawSocket(url)));
  const request = "GET /healthcheck HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  expect(await (await rawSocket(url, request)).closed).toBe("");
  for (const { socket } of first) socket.destroy();
  for (let answer = ""; answer === "";) answer = await (await rawSocket(url, request)).closed;
  expect((await ask(bourse, "GET", "/healthcheck")).status).toBe(200);
});

it("a server that closes waits no longer than it may for a client that has stalled", async () => {
  bourse = await testServer({ adapters: "fakes", limits: { closingTime: 50 } });
  const url = await bourse.listen();
  const came = once(bourse.server.server, "request");
  const { closed } = await rawSocket(url, `${HEAD}Content-Length: 5000\r\n\r\n{`);
  await came;
  await bourse.server.close();
  expect(await closed).toBe("");
});
