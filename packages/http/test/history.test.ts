import { instant } from "@bourse/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "./support/document.ts";
import type { Answer } from "./support/people.ts";
import { pastScene, type PastScene } from "./support/past.ts";
import { expectRefused, problemIn } from "./support/problems.ts";

let scene: PastScene;

beforeAll(async () => {
  scene = await pastScene();
});

afterAll(() => scene.bourse.close());

const get = (path: string): Promise<Answer> => scene.person.ask("GET", `/v1/accounts/me/portfolio${path}`);

const POINTS: readonly Json[] = [
  { day: "2126-06-14", cash: "0.00", holdingsValue: "0.00", totalValue: "0.00", complete: true },
  { day: "2126-06-15", cash: "8880.00", holdingsValue: "1100.00", totalValue: "9980.00", complete: true },
  { day: "2126-06-16", cash: "8780.00", holdingsValue: "1217.00", totalValue: "9997.00", complete: true },
  { day: "2126-06-18", cash: "9228.00", holdingsValue: "720.00", totalValue: "9948.00", complete: false },
];

describe("GET …/portfolio/history?from=&to=", () => {
  it.each([
    ["2126-06-14", "2126-06-19", POINTS],
    ["2126-06-14", "9999-12-31", POINTS],
    ["2126-06-16", "2126-06-16", POINTS.slice(2, 3)],
    ["2126-06-16", "2126-06-18", POINTS.slice(2)],
    ["2126-06-17", "2126-06-17", []],
    ["2126-06-19", "2126-06-19", []],
  ])("answers the trading days from %s to %s", async (from, to, items) => {
    const { status, body } = await get(`/history?from=${from}&to=${to}`);
    expect([status, body]).toStrictEqual([200, { items, nextCursor: null }]);
  });

  it("gains a day a minute after its session", async () => {
    const { bourse, person } = await pastScene();
    bourse.clock.set(instant(Date.parse("2126-06-19T20:01:00.001Z")));
    const path = "/v1/accounts/me/portfolio/history?from=2126-06-19&to=2126-06-19";
    const { items } = (await person.ask("GET", path)).body;
    await bourse.close();
    expect(items).toMatchObject([{ day: "2126-06-19", cash: "9228.00", complete: false }]);
  });

  it.each([
    ["from=2126-06-16&to=2126-06-15", "from", "order"],
    ["from=2126-06-20&to=2126-06-21", "from", "past"],
    ["from=2120-06-16&to=2126-06-15", "from", "window"],
    ["from=0001-01-01&to=9999-12-31", "from", "window"],
    ["from=2126-06-31&to=2126-06-15", "from", "date"],
    ["from=2126-06-15&to=2126-06-15T00:00:00Z", "to", "date"],
    ["from=&to=2126-06-15", "from", "date"],
  ])("refuses %s: %s %s", async (query, field, rule) => {
    const answer = await get(`/history?${query}`);
    const { code, errors } = problemIn(answer, query);
    expect([answer.status, code]).toStrictEqual([400, "invalid-input"]);
    expect(errors).toMatchObject([{ field, rule }]);
  });

  it.each([
    ["to=2126-06-15", "from"],
    ["from=2126-06-15", "to"],
    ["", "from"],
    ["from=2126-06-15&from=2126-06-14&to=2126-06-15", "from"],
    ["from=2126-06-15&to=2126-06-15&limit=5", "limit"],
    ["from=2126-06-15&to=2126-06-15&__proto__=1", "__proto__"],
  ])("refuses %j by the name %s", async (query, field) => {
    expectRefused(await get(`/history?${query}`), field, query);
  });

  it("asks who is there", async () => {
    const answer = await scene.bourse.server.inject({
      url: "/v1/accounts/me/portfolio/history?from=2126-06-15&to=2126-06-15",
    });
    expect(answer.statusCode).toBe(401);
  });
});
