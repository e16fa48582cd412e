import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { faultyLedger, type FaultyLedger } from "@bourse/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { open, snapshot, type Person } from "./support/people.ts";
import { testServer, type TestServer } from "./support/server.ts";

let bourse: TestServer;
let ledger: FaultyLedger;
let person: Person;
let url: URL;

beforeEach(async () => {
  bourse = await testServer({ ledger: (real) => (ledger = faultyLedger(real)) });
  bourse.market.set("AAPL", "112.00");
  person = await open(bourse);
  await person.topUp("10000.00");
  url = new URL(await bourse.listen());
});

afterEach(() => bourse.close());

const socketTo = ({ port }: URL): Socket => connect(Number(port), "127.0.0.1");

async function wire(bytes: string): Promise<string> {
  const socket = socketTo(url);
  socket.end(bytes);
  return text(socket);
}

describe("what is hardly HTTP", () => {
  it.each([
    ["no HTTP at all", "hello\r\n\r\n", 400],
    ["a header without a colon", "GET / HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n", 400],
    ["two lengths", "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400],
    [
      "a length and chunks",
      "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      400,
    ],
    ["17 KiB of headers", `GET / HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(17 * 1024)}\r\n\r\n`, 431],
    ["17 KiB of path", `GET /${"x".repeat(17 * 1024)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
  ])("is answered by a problem: %s", async (_, bytes, status) => {
    const answer = await wire(bytes);
    const [head = "", body = ""] = answer.split("\r\n\r\n");
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} [A-Z]`));
    expect(head).toMatch(/content-type: application\/problem\+json/i);
    expect(JSON.parse(body)).toMatchObject({ status, code: "bad-request", errors: [{ field: "request" }] });
  });

  it("with a status that the document tells of, though no operation does", async () => {
    const answer = await wire(`GET / HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(17 * 1024)}\r\n\r\n`);
    const [, status = ""] = /^HTTP\/1\.1 (\d+)/.exec(answer) ?? [];
    const document = await (await fetch(new URL("/openapi.json", url))).text();
    expect(document).toContain("answered as `bad-request`");
    expect(document).toContain(`${status} where its URL and headers are longer than 16 KiB`);
    expect(document).toContain("408 where it came too slowly");
  });

  it("and a body of 65 KiB that does not say how long it is, is too large too", async () => {
    const before = await snapshot(person);
    const head = `POST /v1/accounts/me/trades HTTP/1.1\r\nHost: x\r\nAuthorization: ${person.authorization.authorization}`;
    const chunk = `${(65 * 1024).toString(16)}\r\n${" ".repeat(65 * 1024)}\r\n0\r\n\r\n`;
    const answer = await wire(
      `${head}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toContain('"code":"body-too-large"');
    expect(await snapshot(person)).toStrictEqual(before);
  });
});

describe("a shutdown", () => {
  it("waits for the order under way, answers it, and takes no other", async () => {
    const [gate, arrived] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    ledger.onAppend(async () => {
      arrived.resolve();
      await gate.promise;
    });
    const order = fetch(new URL("/buy-stock", url), {
      method: "POST",
      headers: { ...person.authorization, "content-type": "application/json" },
      body: JSON.stringify({ symbol: "AAPL", quantity: 1 }),
    });
    await arrived.promise;
    const closed = bourse.server.close();
    while (bourse.server.server.listening) await new Promise((resolve) => setImmediate(resolve));
    const [error] = (await once(socketTo(url), "error")) as [NodeJS.ErrnoException];
    expect(error.code).toBe("ECONNREFUSED");
    gate.resolve();
    const answer = await order;
    expect([answer.status, ((await answer.json()) as { balance: string }).balance]).toStrictEqual([200, "9888.00"]);
    await closed;
  });
});
