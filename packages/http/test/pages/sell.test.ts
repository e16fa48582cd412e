import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { elementsOf, formsOf, formTo, mainText, named, wrongFields } from "../support/html.ts";
import { open, snapshot } from "../support/people.ts";
import { testServer, type TestServer } from "../support/server.ts";
import { newGuest, toldAfter, visitorOf } from "../support/visitor.ts";

let bourse: TestServer;

beforeAll(async () => {
  bourse = await testServer();
});

afterAll(() => bourse.close());

const choices = (page: string): readonly (readonly [string | undefined, string])[] =>
  named(elementsOf(page), "option").map(({ attributes, text }) => [attributes["value"], text]);

describe("/sell", () => {
  it("lists what is held, and how much of it", async () => {
    const { get, person } = await newGuest(bourse);
    await person.trade("BUY", "MSFT", 1);
    const page = (await get("/sell?symbol=MSFT")).text;
    expect(choices(page)).toStrictEqual([
      ["AAPL", "AAPL: 10 shares"],
      ["MSFT", "MSFT: 1 share"],
    ]);
    expect(formTo(page, "/sell").values["symbol"]).toBe("MSFT");
  });

  it("lists what is held also where there is no price for it", async () => {
    const { get } = await newGuest(bourse);
    bourse.market.fail("AAPL");
    expect(choices((await get("/sell")).text)).toStrictEqual([["AAPL", "AAPL: 10 shares"]]);
    bourse.market.set("AAPL", "112.00");
  });

  it("has no form where nothing is held, also when one is sent all the same", async () => {
    const { get, post, person } = visitorOf(bourse, await open(bourse));
    const before = await snapshot(person);
    const sent = await post("/sell", { symbol: "AAPL", shares: "1" });
    expect([(await get("/sell")).status, sent.status]).toStrictEqual([200, 400]);
    for (const { text } of [await get("/sell"), sent]) {
      expect([formsOf(text), mainText(text)]).toMatchObject([
        [],
        expect.stringContaining("You hold no shares to sell."),
      ]);
    }
    expect(await snapshot(person)).toStrictEqual(before);
  });

  it("sells once, however often its form is sent, and tells the gain", async () => {
    const guest = await newGuest(bourse);
    const { values } = formTo((await guest.get("/sell")).text, "/sell");
    bourse.market.set("AAPL", "120.00");
    const fields = { ...values, shares: "4" };
    const [sold] = [await guest.post("/sell", fields), await guest.post("/sell", fields)];
    expect([sold.status, sold.headers.location]).toStrictEqual([303, "/"]);
    const words = "Sold 4 shares of AAPL at $120.00: $480.00 in all. That made +$32.00.";
    expect(await toldAfter(guest, sold, "/sell")).toContain(words);
    expect(choices((await guest.get("/sell")).text)).toStrictEqual([["AAPL", "AAPL: 6 shares"]]);
  });

  it.each([
    ["more than is held", "AAPL", "11", "shares"],
    ["less than none", "AAPL", "-1", "shares"],
    ["half a share", "AAPL", "1.5", "shares"],
    ["what is no number", "AAPL", "foo", "shares"],
    ["nothing", "AAPL", "", "shares"],
    ["what was never held", "MSFT", "1", "shares"],
    ["a stock that nobody knows", "NOSUCH", "1", "symbol"],
    ["no stock", "", "1", "symbol"],
  ])("refuses %s on the same page, names the field, and changes nothing", async (_, symbol, shares, field) => {
    const { get, post, person } = await newGuest(bourse);
    const before = await snapshot(person);
    const { key } = formTo((await get("/sell")).text, "/sell").values;
    const answer = await post("/sell", { symbol, shares, key: key ?? "" });
    expect([answer.status, wrongFields(answer.text)]).toStrictEqual([400, [field]]);
    expect(formTo(answer.text, "/sell").values).toStrictEqual({ symbol: "AAPL", shares, key });
    expect(await snapshot(person)).toStrictEqual(before);
  });
});
