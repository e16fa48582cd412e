import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "./support/document.ts";
import { personOn, type Answer } from "./support/people.ts";
import { pastScene, type PastScene } from "./support/past.ts";
import { expectRefused, problemIn } from "./support/problems.ts";

let scene: PastScene;

beforeAll(async () => {
  scene = await pastScene();
});

afterAll(() => scene.bourse.close());

const get = (path: string): Promise<Answer> => scene.person.ask("GET", `/v1/accounts/me/portfolio${path}`);

describe("GET …/portfolio?at=", () => {
  it("answers the portfolio as the market closed on that day", async () => {
    const { status, body } = await get("?at=2126-06-16");
    expect(status).toBe(200);
    const historical = {
      tradingDay: "2126-06-16",
      fetchedAt: null,
      age: null,
      source: null,
      freshness: "historical",
    };
    expect(body).toStrictEqual({
      cash: "8780.00",
      holdingsValue: "1217.00",
      totalValue: "9997.00",
      dayChange: null,
      unrealisedGain: "-3.00",
      realisedGain: "0.00",
      complete: true,
      asOf: "2126-06-16T20:00:00.000Z",
      holdings: [
        {
          ticker: "AAPL",
          quantity: 10,
          cost: "1120.00",
          averageCost: "112.00",
          ...historical,
          price: "111.50",
          previousClose: "110.00",
          marketValue: "1115.00",
          unrealisedGain: "-5.00",
          dayChange: "15.00",
        },
        {
          ticker: "MSFT",
          quantity: 2,
          cost: "100.00",
          averageCost: "50.00",
          ...historical,
          price: "51.00",
          previousClose: null,
          marketValue: "102.00",
          unrealisedGain: "2.00",
          dayChange: null,
        },
      ],
    });
  });

  it("answers a day that does not trade as the last one before it", async () => {
    expect((await get("?at=2126-06-17")).body).toStrictEqual((await get("?at=2126-06-16")).body);
  });

  it("answers a holding whose close is not known without a price", async () => {
    const { body } = await get("?at=2126-06-18");
    expect(body).toMatchObject({ cash: "9228.00", holdingsValue: "720.00", complete: false, realisedGain: "0.00" });
    expect((body["holdings"] as Json[])[1]).toMatchObject({
      ticker: "MSFT",
      price: null,
      marketValue: null,
      freshness: "missing",
      reason: "no-close",
    });
  });

  it.each(["2126-06-14", "1990-05-17", "0001-01-01"])("answers %s, before the first entry, as nothing", async (at) => {
    const { status, body } = await get(`?at=${at}`);
    expect([status, body["totalValue"], body["holdings"], body["complete"]]).toStrictEqual([200, "0.00", [], true]);
  });

  it("answers now when it is left out", async () => {
    const { body } = await get("");
    expect(body).toMatchObject({ cash: "9228.00", complete: true, asOf: "2126-06-19T14:30:00.000Z" });
    expect(body["holdings"]).toMatchObject([
      { ticker: "AAPL", quantity: 6, freshness: "fresh", age: 0, source: "manual", tradingDay: "2126-06-19" },
      { ticker: "MSFT", quantity: 2, freshness: "fresh" },
    ]);
  });

  it("answers the same, whatever is traded later", async () => {
    const { bourse, person } = await pastScene();
    const path = "/v1/accounts/me/portfolio?at=2126-06-16";
    const { body } = await person.ask("GET", path);
    await person.trade("SELL", "AAPL", 6);
    bourse.market.delist("MSFT");
    bourse.clock.advance(86_400_000);
    expect((await person.ask("GET", path)).body).toStrictEqual(body);
    const again = await bourse.restart();
    expect((await personOn(again, person).ask("GET", path)).body).toStrictEqual(body);
    await again.close();
  });
});

describe("GET …/portfolio/value?at=", () => {
  it.each(["2126-06-15", "2126-06-16", "2126-06-17", "2126-06-18"])("answers %s as the portfolio does", async (at) => {
    const { holdings, ...sums } = (await get(`?at=${at}`)).body;
    expect(holdings).toHaveLength(at === "2126-06-15" ? 1 : 2);
    expect((await get(`/value?at=${at}`)).body).toStrictEqual(sums);
  });
});

const PAST_ROUTES = [
  "/v1/accounts/me/portfolio",
  "/v1/accounts/me/portfolio/value",
  "/view-portfolio",
  "/calculate-portfolio-value",
];

describe.each(PAST_ROUTES)("GET %s", (path) => {
  it("answers a past day", async () => {
    const { status, body } = await scene.person.ask("GET", `${path}?at=2126-06-16`);
    expect([status, body["totalValue"], body["asOf"]]).toStrictEqual([200, "9997.00", "2126-06-16T20:00:00.000Z"]);
    expect(body["portfolio_value"]).toBe(path.startsWith("/calculate") ? "9997.00" : undefined);
  });

  it.each([
    ["2126-06-19", "closed-day"],
    ["2126-06-20", "closed-day"],
    ["9999-12-31", "closed-day"],
    ["", "date"],
    ["today", "date"],
    ["2126-02-29", "date"],
    ["2126-6-1", "date"],
    ["2126-06-16T20:00:00Z", "date"],
    ["%002126-06-16", "date"],
    ["1", "date"],
  ])("refuses the day %j by the rule %s", async (at, rule) => {
    const answer = await scene.person.ask("GET", `${path}?at=${at}`);
    const { code, errors } = problemIn(answer, at);
    expect([answer.status, code]).toStrictEqual([400, "invalid-input"]);
    expect(errors).toMatchObject([{ field: "at", rule }]);
  });

  it("refuses two days, and what it does not know, by name", async () => {
    expectRefused(await scene.person.ask("GET", `${path}?at=2126-06-15&at=2126-06-16`), "at", "two days");
    expectRefused(await scene.person.ask("GET", `${path}?on=2126-06-15`), "on", "another name");
    expectRefused(await scene.person.ask("GET", `${path}?at[]=2126-06-15`), "at[]", "a list");
  });
});
