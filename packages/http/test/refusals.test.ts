import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { PROBLEMS } from "../src/problem.ts";
import { snapshot } from "./support/people.ts";
import { problemIn } from "./support/problems.ts";
import { REFUSED_ORDERS } from "./support/refused-orders.ts";
import { REFUSED_REQUESTS } from "./support/refused-requests.ts";
import { sceneOn, stageOf, type Scene, type Stage } from "./support/refusals.ts";

let stage: Stage;
let scene: Scene;

beforeAll(async () => {
  stage = await stageOf();
});

beforeEach(async () => {
  scene = await sceneOn(stage);
});

afterAll(() => stage.bourse.close());

const portfolioOf = async ({ person }: Scene) => (await person.ask("GET", "/v1/accounts/me/portfolio")).body;

describe("each refusal has its own stable code, and changes nothing", () => {
  it.each([...REFUSED_ORDERS, ...REFUSED_REQUESTS])("$kind: $when", async ({ kind, act, facts = {}, retryAfter }) => {
    const { status, code } = PROBLEMS[kind];
    const answer = await act(scene);
    expect([answer.status, problemIn(answer, kind).code]).toStrictEqual([status, code]);
    expect(answer.body).toMatchObject(facts);
    expect(answer.headers["retry-after"]).toStrictEqual(retryAfter);
  });

  it.each(REFUSED_ORDERS.filter(({ kind }) => kind.startsWith("In") || kind === "TickerNotFound"))(
    "nothing at all: $kind: $when",
    async ({ act }) => {
      const before = await snapshot(scene.person);
      await act(scene);
      expect(await snapshot(scene.person)).toStrictEqual(before);
    },
  );

  it("and every refusal that is the caller's to mend is in the tables", async () => {
    const mendable = Object.entries(PROBLEMS).filter(([, { status }]) => status < 500);
    const tried = new Set<string>([...REFUSED_ORDERS, ...REFUSED_REQUESTS].map(({ kind }) => kind));
    expect([...tried].toSorted()).toStrictEqual(mendable.map(([kind]) => kind).toSorted());
  });

  it("and no two share a code", async () => {
    const codes = Object.values(PROBLEMS).map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });
});

describe("what is allowed, just", () => {
  it("a ticker in lower case, and a class after a dash or a dot", async () => {
    scene.bourse.market.set("BRK.B", "480.0625");
    for (const [asked, ticker] of [
      ["aapl", "AAPL"],
      ["brk-b", "BRK.B"],
      ["Brk.b", "BRK.B"],
    ] as const) {
      expect(await scene.person.trade("BUY", asked, 1)).toMatchObject({ status: 201, body: { ticker, quantity: 1 } });
    }
    expect((await portfolioOf(scene))["holdings"]).toMatchObject([
      { ticker: "AAPL", quantity: 11 },
      { ticker: "BRK.B", quantity: 2, cost: "960.125" },
    ]);
  });

  it("all of the cash and all of the shares, to nothing", async () => {
    const { bourse, person } = scene;
    bourse.market.set("MSFT", "88.80");
    expect((await person.trade("BUY", "MSFT", 100)).body["balance"]).toBe("0.00");
    expect((await person.trade("SELL", "MSFT", 100)).body["balance"]).toBe("8880.00");
    expect((await person.trade("SELL", "AAPL", 10)).body["balance"]).toBe("10000.00");
    expect(await portfolioOf(scene)).toMatchObject({ cash: "10000.00", holdings: [], complete: true });
  });

  it("a price as old as it may be", async () => {
    scene.bourse.market.age("AAPL", 900);
    expect((await scene.person.trade("BUY", "AAPL", 1)).status).toBe(201);
  });

  it("a holder who comes of age today", async () => {
    const today = scene.bourse.clock.today();
    const dateOfBirth = `${Number(today.slice(0, 4)) - 21}${today.slice(4)}`;
    const amended = await scene.person.ask("PATCH", "/v1/accounts/me", { body: { dateOfBirth } });
    expect([amended.status, amended.body["dateOfBirth"]]).toStrictEqual([200, dateOfBirth]);
  });
});
