import { errAsync } from "neverthrow";
import { describe, expect, it } from "vitest";
import { mainText, rowsOf } from "../support/html.ts";
import { pastScene } from "../support/past.ts";
import { testServer } from "../support/server.ts";
import { newGuest, visitorOf } from "../support/visitor.ts";

describe("a stock's past", () => {
  it("is its closes as the API tells them", async () => {
    const scene = await pastScene();
    const { text } = await visitorOf(scene.bourse, scene.person).get("/quote?symbol=AAPL");
    await scene.bourse.close();
    expect(rowsOf(text)).toStrictEqual([
      ["Day", "Close"],
      ["2126-06-14", "$109.00"],
      ["2126-06-15", "$110.00"],
      ["2126-06-16", "$111.50"],
      ["2126-06-18", "$120.00"],
    ]);
  });

  it("is told to be missing, and never fails the page", async () => {
    const failure = { kind: "QuoteUnavailable", reason: "told to fail", retryAfter: 9 } as const;
    const failing = await testServer({
      ports: () => ({ closes: { closes: (ticker) => errAsync({ ...failure, ticker }) } }),
    });
    const { status, text } = await (await newGuest(failing)).get("/quote?symbol=AAPL");
    await failing.close();
    expect(status).toBe(200);
    expect(mainText(text)).toContain("What it cost on earlier days cannot be had now.");
    expect(mainText(text)).toContain("$112.00");
  });

  it("of which no day is known is told so", async () => {
    const bourse = await testServer();
    const { text } = await (await newGuest(bourse)).get("/quote?symbol=AAPL");
    await bourse.close();
    expect(mainText(text)).toContain("No close of these days is known.");
  });
});
