import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { PROBLEMS } from "../src/problem.ts";
import { OUTAGES } from "./support/outages.ts";
import { ask, snapshot, type Answer } from "./support/people.ts";
import { problemIn } from "./support/problems.ts";
import { sceneOn, stageOf, type Scene, type Stage } from "./support/refusals.ts";
import { testServer } from "./support/server.ts";

let stage: Stage;
let scene: Scene;

beforeAll(async () => {
  stage = await stageOf();
});

beforeEach(async () => {
  scene = await sceneOn(stage);
});

afterAll(() => stage.bourse.close());

const portfolioOf = ({ person }: Scene): Promise<Answer> => person.ask("GET", "/v1/accounts/me/portfolio");

describe("what the server cannot help has its own code, says when to ask again, and changes nothing", () => {
  it.each(OUTAGES)("$kind: $when", async ({ kind, act, facts = {}, retryAfter }) => {
    const before = await snapshot(scene.person);
    const answer = await act(scene);
    const { status, code } = PROBLEMS[kind];
    expect([answer.status, problemIn(answer, kind).code]).toStrictEqual([status, code]);
    expect(answer.body).toMatchObject(facts);
    expect(answer.headers["retry-after"]).toBe(retryAfter);
    scene.bourse.market.set("AAPL", "112.00");
    expect(await snapshot(scene.person)).toStrictEqual(before);
  });

  it("and every such code is in the table", () => {
    const ours = Object.entries(PROBLEMS).filter(([, { status }]) => status >= 500);
    const tried = new Set<string>(OUTAGES.map(({ kind }) => kind));
    expect([...tried].toSorted()).toStrictEqual(ours.map(([kind]) => kind).toSorted());
  });

  it("and tells nobody what went wrong inside", async () => {
    scene.faults.marketThrows = true;
    expect((await scene.person.trade("BUY", "AAPL", 1)).text).not.toContain("adapter");
    scene.ledger.failNextAppend("before");
    expect((await scene.person.topUp("5.00")).text).not.toContain("told to fail");
  });
});

it("what was only to be read speaks of no keys, since nothing can have happened", async () => {
  const { ledger, person } = scene;
  ledger.failReads(true);
  const answer = await person.ask("GET", "/v1/accounts/me/trades");
  ledger.failReads(false);
  expect(answer.body["detail"]).toBe("What was asked for could not be read: ask again.");
});

describe("a write whose fate nobody knows", () => {
  it.each(["before", "after"] as const)("is settled by its key when the store failed %s it", async (when) => {
    const { ledger, person } = scene;
    ledger.failNextAppend(when);
    expect((await person.trade("BUY", "AAPL", 1, "wish-1")).status).toBe(503);
    const again = await person.trade("BUY", "AAPL", 1, "wish-1");
    expect([again.status, again.body["seq"]]).toStrictEqual([201, 3]);
    expect(again.headers["idempotency-replayed"]).toBe(when === "after" ? "true" : undefined);
    expect((await person.ask("GET", "/v1/accounts/me/balance")).body["cash"]).toBe("8768.00");
  });
});

describe("the portfolio shows, whatever becomes of the prices", () => {
  const AT_A_PRICE = { ticker: "MSFT", quantity: 2, price: "50.00", marketValue: "100.00", freshness: "fresh" };
  const WITHOUT = {
    ticker: "AAPL",
    quantity: 10,
    cost: "1120.00",
    averageCost: "112.00",
    price: null,
    marketValue: null,
    unrealisedGain: null,
    previousClose: null,
    dayChange: null,
    tradingDay: null,
    fetchedAt: null,
    age: null,
    source: null,
    freshness: "missing",
  };

  it.each([
    ["delisted", "delisted"],
    ["without a source", "quote-unavailable"],
  ])("a stock that is %s has no price, a reason, and is not in the sums", async (what, reason) => {
    const { bourse, person } = scene;
    await person.trade("BUY", "MSFT", 2);
    if (what === "delisted") bourse.market.delist("AAPL");
    else bourse.market.fail("AAPL");
    const { status, body } = await portfolioOf(scene);
    const sums = { cash: "8780.00", holdingsValue: "100.00", totalValue: "8880.00", complete: false };
    const gains = { dayChange: null, unrealisedGain: "0.00", realisedGain: "0.00" };
    expect(status).toBe(200);
    expect(body).toMatchObject({ ...sums, ...gains });
    expect(body["holdings"]).toStrictEqual([{ ...WITHOUT, reason }, expect.objectContaining(AT_A_PRICE)]);
    const value = await person.ask("GET", "/v1/accounts/me/portfolio/value");
    expect([value.status, value.body]).toStrictEqual([200, { ...sums, ...gains, asOf: expect.any(String) as string }]);
  });

  it("a stock at an old price says so, and is in the sums", async () => {
    scene.bourse.market.age("AAPL", 901);
    expect((await portfolioOf(scene)).body).toMatchObject({
      complete: true,
      totalValue: "10000.00",
      holdings: [{ price: "112.00", freshness: "stale" }],
    });
  });
});

describe("/healthcheck", () => {
  it.each([
    ["ok", 200, "ok"],
    ["full", 200, "reads-only"],
    ["failed", 503, "unavailable"],
    ["unavailable", 503, "unavailable"],
  ] as const)("says how the server is while the database is %s", async (database, code, status) => {
    const bourse = await testServer({ state: () => database });
    const answer = await ask(bourse, "GET", "/healthcheck");
    expect([answer.status, answer.body]).toStrictEqual([
      code,
      { status, database, quotes: "manual", requestBudget: null },
    ]);
    await bourse.close();
  });
});
