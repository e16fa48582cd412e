import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pastScene, type PastScene } from "./support/past.ts";
import { expectRefused, problemIn } from "./support/problems.ts";

let scene: PastScene;

beforeAll(async () => {
  scene = await pastScene();
});

afterAll(() => scene.bourse.close());

const get = (query: string, ticker = "AAPL") => scene.person.ask("GET", `/v1/stocks/${ticker}/closes?${query}`);

const CLOSES = [
  { day: "2126-06-14", close: "109.00" },
  { day: "2126-06-15", close: "110.00" },
  { day: "2126-06-16", close: "111.50" },
  { day: "2126-06-18", close: "120.00" },
];

describe("GET /v1/stocks/{ticker}/closes?from=&to=", () => {
  it.each([
    ["2126-06-01", "9999-12-31", CLOSES],
    ["2126-06-15", "2126-06-16", CLOSES.slice(1, 3)],
    ["2126-06-17", "2126-06-17", []],
    ["2126-06-19", "2126-06-19", []],
  ])("answers the closes from %s to %s", async (from, to, items) => {
    for (const ticker of ["AAPL", "aapl"]) {
      const { status, body } = await get(`from=${from}&to=${to}`, ticker);
      expect([status, body]).toStrictEqual([200, { items, nextCursor: null }]);
    }
  });

  it.each([
    ["from=2126-06-16&to=2126-06-15", "from", "order"],
    ["from=2120-06-16&to=2126-06-15", "from", "window"],
    ["from=2126-06-31&to=2126-06-15", "from", "date"],
  ])("refuses %s: %s %s", async (query, field, rule) => {
    const answer = await get(query);
    const { code, errors } = problemIn(answer, query);
    expect([answer.status, code]).toStrictEqual([400, "invalid-input"]);
    expect(errors).toMatchObject([{ field, rule }]);
  });

  it.each([
    ["to=2126-06-15", "from"],
    ["from=2126-06-15&to=2126-06-15&limit=5", "limit"],
  ])("refuses %j by the name %s", async (query, field) => {
    expectRefused(await get(query), field, query);
  });

  it("refuses a ticker that is none, and knows no stock that nobody knows", async () => {
    const window = "from=2126-06-15&to=2126-06-15";
    expectRefused(await get(window, "A1"), "ticker", "A1");
    const answer = await get(window, "NOSUCH");
    expect([answer.status, problemIn(answer, "NOSUCH").code]).toStrictEqual([404, "ticker-not-found"]);
  });

  it("says when to ask again for closes that cannot be had now", async () => {
    scene.bourse.market.fail("F", 25);
    const answer = await get("from=2126-06-15&to=2126-06-15", "F");
    expect([answer.status, problemIn(answer, "F").code]).toStrictEqual([503, "quote-unavailable"]);
    expect(answer.headers["retry-after"]).toBe("25");
  });

  it("asks who is there", async () => {
    const { status } = await scene.person.ask("GET", "/v1/stocks/AAPL/closes?from=2126-06-15&to=2126-06-15", {
      headers: { authorization: "" },
    });
    expect(status).toBe(401);
  });
});
