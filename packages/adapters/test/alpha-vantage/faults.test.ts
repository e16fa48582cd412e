import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { unavailable } from "./known.ts";
import { failureOf, globalQuote, json, startUpstream, text, type Upstream } from "./upstream.ts";

let upstream: Upstream;
beforeAll(async () => {
  upstream = await startUpstream();
});
afterAll(() => upstream.stop());
beforeEach(() => {
  upstream.asked.length = 0;
  upstream.log.length = 0;
});

const outOfOrder = (retryAfter: number) => unavailable("the price source is out of order", retryAfter);
const saying = (after: string) => text("<html>", 503, "text/html", { "retry-after": after });

describe("a fault", () => {
  it.each([500, 502, 503, 404, 403, 204])("of status %i is no quote, whatever the body says", async (status) => {
    expect(await failureOf(upstream, json(globalQuote("IBM"), status))).toStrictEqual(outOfOrder(30));
    expect(upstream.log.map((line) => line.status)).toStrictEqual([status]);
  });

  it("may say when to try again, in seconds and within an hour", async () => {
    expect(await failureOf(upstream, saying("120"))).toStrictEqual(outOfOrder(120));
    expect(await failureOf(upstream, saying("0"))).toStrictEqual(outOfOrder(1));
    expect(await failureOf(upstream, saying("999999"))).toStrictEqual(outOfOrder(3600));
    expect(await failureOf(upstream, saying("-5"))).toStrictEqual(outOfOrder(30));
    expect(await failureOf(upstream, saying("Wed, 21 Oct 2026 07:28:00 GMT"))).toStrictEqual(outOfOrder(30));
  });

  it("of status 429 asks for patience", async () => {
    expect(await failureOf(upstream, text("", 429))).toStrictEqual(unavailable("prices were asked for too fast", 60));
  });

  it("is a redirect, which is not followed", async () => {
    const failure = await failureOf(upstream, text("", 302, "text/html", { location: "/elsewhere" }));
    expect(failure).toStrictEqual(unavailable("the price source cannot be reached", 30));
    expect(upstream.asked).toHaveLength(1);
  });

  it("is a connection reset before the answer", async () => {
    const failure = await failureOf(upstream, (response) => response.socket?.resetAndDestroy());
    expect(failure).toStrictEqual(unavailable("the price source cannot be reached", 30));
    expect(upstream.log).toMatchObject([{ status: null }]);
    expect(upstream.asked).toHaveLength(1);
  });

  it("is a connection reset within the answer", async () => {
    const failure = await failureOf(upstream, (response) => {
      response.writeHead(200, { "content-length": "500" });
      response.write('{"Global Quote": {', () => response.socket?.resetAndDestroy());
    });
    expect(failure).toStrictEqual(unavailable("the price source cannot be reached", 30));
  });

  it("is silence", async () => {
    const failure = await failureOf(upstream, () => {}, { timeout: 50 });
    expect(failure).toStrictEqual(unavailable("the price source did not answer in time", 30));
    expect(upstream.log).toMatchObject([{ function: "GLOBAL_QUOTE", ticker: "IBM", status: null }]);
  });

  it("is an answer that never ends", async () => {
    const failure = await failureOf(upstream, (response) => response.writeHead(200).write('{"Global Quote": {'), {
      timeout: 50,
    });
    expect(failure).toStrictEqual(unavailable("the price source did not answer in time", 30));
    expect(upstream.log).toMatchObject([{ status: 200 }]);
  });

  it("is an answer that never ends, also when the request has become garbage meanwhile", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const collecting = setInterval(collect, 10);
    const failure = await failureOf(upstream, (response) => response.writeHead(200).write("{"), { timeout: 300 });
    clearInterval(collecting);
    expect(failure).toStrictEqual(unavailable("the price source did not answer in time", 30));
  });

  it.each(["a length that says so", "no length"])("is an oversized answer, with %s", async (announced) => {
    const body = JSON.stringify({ ...globalQuote("IBM"), padding: "x".repeat(70_000) });
    const headers = announced === "no length" ? {} : { "content-length": String(body.length) };
    const failure = await failureOf(upstream, (response) => response.writeHead(200, headers).end(body));
    expect(failure).toStrictEqual(unavailable("the price source's answer is too long", 30));
  });

  it("is a port where nobody listens", async () => {
    const unused = createServer().listen(0, "127.0.0.1");
    await once(unused, "listening");
    const { port } = unused.address() as AddressInfo;
    unused.close();
    await once(unused, "close");
    const url = `http://127.0.0.1:${port}/query`;
    expect(await failureOf(upstream, upstream.answer, { url })).toStrictEqual(
      unavailable("the price source cannot be reached", 30),
    );
  });
});
