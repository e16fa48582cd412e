import { MISBEHAVIOURS, NOTICE_NAMES, noticeBody } from "@bourse/testkit/fake-alpha-vantage";
import { describe, expect, it } from "vitest";
import { KEY, stand } from "./fake.ts";

const QUOTE = "function=GLOBAL_QUOTE&symbol=IBM";
const PRICES = { IBM: "121.5000" };

describe("misbehaviour", () => {
  it("ends after the times that were told, and when told to behave", async () => {
    const { ask, misbehave, behave } = await stand();
    misbehave("html-503", { times: 2 });
    misbehave("empty", { only: "OVERVIEW" });
    const statuses = [await ask(QUOTE), await ask(QUOTE), await ask(QUOTE)].map(({ status }) => status);
    expect(statuses).toStrictEqual([503, 503, 200]);
    expect((await ask("function=OVERVIEW&symbol=IBM")).text).toBe("");
    behave();
    expect((await ask("function=OVERVIEW&symbol=IBM")).text).not.toBe("");
  });

  it("comes one after the other, in the order in which it was told", async () => {
    const { ask, misbehave } = await stand();
    misbehave({ body: "one", status: 418, type: "text/plain" }, { times: 1 });
    misbehave({ body: "two" }, { times: 1 });
    expect(await ask(QUOTE)).toStrictEqual({ status: 418, type: "text/plain", text: "one" });
    expect(await ask(QUOTE)).toStrictEqual({ status: 200, type: "application/json", text: "two" });
    expect((await ask(QUOTE)).text).toContain("Global Quote");
  });

  it("counts as a request, and against the limits", async () => {
    const { ask, read, misbehave, requests, clock } = await stand({
      limits: { perSecond: null, perMinute: null, perDay: 1 },
    });
    misbehave("empty", { times: 1 });
    await ask(QUOTE);
    clock.advance(2000);
    expect(await read(QUOTE)).toHaveProperty(["Information"]);
    expect(requests().map(({ refusal }) => refusal)).toStrictEqual([null, "day-quota"]);
  });

  it("may be any that is listed", async () => {
    expect(new Set(MISBEHAVIOURS).size).toBe(MISBEHAVIOURS.length);
    expect(MISBEHAVIOURS.length).toBeGreaterThan(40);
  });
});

describe("a fault", () => {
  it.each([
    ["csv", 200, "application/x-download", /^symbol,open/],
    ["empty", 200, "application/json", /^$/],
    ["html", 200, "text/html", /^<!DOCTYPE html>/],
    ["html-503", 503, "text/html", /^<!DOCTYPE html>/],
    ["status-429", 429, "application/json", /^\{\}$/],
    ["status-500", 500, "application/json", /"05. price": "121.5000"/],
    ["truncated", 200, "application/json", /^\{\s+"Global Quote": \{[^}]+$/],
  ] as const)("%s answers %i, %s", async (fault, status, type, text) => {
    const { ask, misbehave } = await stand({ prices: PRICES });
    misbehave(fault);
    expect(await ask(QUOTE)).toStrictEqual({ status, type, text: expect.stringMatching(text) });
  });

  it.each(["reset", "reset-midway"] as const)("%s breaks the connection", async (fault) => {
    const { ask, misbehave, requests } = await stand();
    misbehave(fault);
    await expect(ask(QUOTE)).rejects.toThrow(/fetch failed|terminated/);
    expect(requests()).toHaveLength(1);
  });

  it.each(["hang", "endless"] as const)("%s lasts until the fake is closed", async (fault) => {
    const { ask, misbehave, requests, close } = await stand();
    misbehave(fault);
    let isSettled = false;
    const asked = ask(QUOTE).finally(() => (isSettled = true));
    await expect.poll(() => requests().length).toBe(1);
    expect(isSettled).toBe(false);
    await Promise.all([expect(asked).rejects.toThrow(/fetch failed|terminated/), close()]);
  });

  it("redirect leads to the same address, key and all", async () => {
    const { url, misbehave } = await stand();
    misbehave("redirect");
    const response = await fetch(`${url}?${QUOTE}&apikey=${KEY}`, { redirect: "manual" });
    expect([response.status, response.headers.get("location")]).toStrictEqual([302, `/query?${QUOTE}&apikey=${KEY}`]);
  });

  it("huge is more than a mebibyte", async () => {
    const { ask, misbehave } = await stand();
    misbehave("huge");
    expect((await ask(QUOTE)).text.length).toBeGreaterThan(1_048_576);
  });
});

describe("an edit", () => {
  it.each([
    ["zero-price", "0.0000"],
    ["negative-price", "-121.5000"],
    ["nan-price", "NaN"],
    ["infinite-price", "Infinity"],
    ["absurd-price", `${"9".repeat(40)}121.5000`],
    ["empty-price", ""],
    ["percent-price", "121.5000%"],
    ["thousands-price", "1,121.5000"],
    ["unpadded-price", "121.5"],
    ["long-price", "121.50000000000000"],
    ["odd-price", "121.50007777777777"],
    ["numbers", 121.5],
    ["control-characters", "\u0000121.5000\u001B[2J\u202E"],
  ] as const)("%s makes the price %j", async (edit, price) => {
    const { read, misbehave } = await stand({ prices: PRICES });
    misbehave(edit);
    const { "Global Quote": quote } = (await read(QUOTE)) as { "Global Quote": Record<string, unknown> };
    expect(quote["05. price"]).toBe(price);
    expect(quote["07. latest trading day"]).toBeTypeOf("string");
  });

  it("other-symbol, missing-volume, missing-keys, missing-values and pence change those", async () => {
    const { read, misbehave } = await stand({ prices: PRICES });
    const edited = async (edit: (typeof MISBEHAVIOURS)[number], query: string): Promise<unknown> => {
      misbehave(edit, { times: 1 });
      return read(query);
    };
    expect(await edited("other-symbol", QUOTE)).toMatchObject({ "Global Quote": { "01. symbol": "MSFT" } });
    expect(await edited("missing-volume", QUOTE)).not.toHaveProperty(["Global Quote", "06. volume"]);
    expect(await edited("missing-keys", QUOTE)).toStrictEqual({ "Global Quote": { "01. symbol": "IBM" } });
    const overview = "function=OVERVIEW&symbol=IBM";
    expect(await edited("pence", overview)).toMatchObject({ Currency: "GBX" });
    const values = Object.values((await edited("missing-values", overview)) as object);
    expect(new Set(values.slice(4))).toStrictEqual(new Set(["None", "-", "", "N/A", "USD"]));
  });

  it("decorated-key, retyped, empty-quote, empty-list and outage-empty-object change the whole", async () => {
    const { read, misbehave } = await stand({ prices: PRICES });
    for (const how of ["decorated-key", "retyped", "empty-quote", "empty-list", "outage-empty-object"] as const) {
      misbehave(how, { times: 1 });
    }
    expect(await read(QUOTE)).toHaveProperty(["Global Quote - DATA DELAYED BY 15 MINUTES", "05. price"], "121.5000");
    expect(await read(QUOTE)).toMatchObject([{ "Global Quote": [{ "05. price": "121.5000" }] }]);
    expect([await read(QUOTE), await read(QUOTE), await read(QUOTE)]).toStrictEqual([{ "Global Quote": {} }, [], {}]);
  });
});

describe("a notice", () => {
  it.each(NOTICE_NAMES)("%s comes with status 200, in its words, under any key", async (notice) => {
    const { ask, misbehave } = await stand();
    const request = { apiKey: KEY, name: "GLOBAL_QUOTE" };
    for (const under of ["Information", "Note", "Error Message"] as const) {
      misbehave(notice, { under, times: 1 });
      const { status, text } = await ask(QUOTE);
      expect(status).toBe(200);
      expect(JSON.parse(text)).toStrictEqual(noticeBody(notice, request, under));
      expect(text).not.toMatch(/<KEY>|<FUNCTION>/);
    }
  });
});
