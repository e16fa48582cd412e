import { errAsync } from "neverthrow";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dollars } from "../../src/amounts.ts";
import { moneyOf } from "@bourse/testkit";
import type { Json } from "../support/document.ts";
import { elementsOf, mainText, named, rowsOf } from "../support/html.ts";
import { pastScene, type PastScene } from "../support/past.ts";
import { open } from "../support/people.ts";
import { testServer, type TestServer } from "../support/server.ts";
import { newGuest, stranger, visitorOf, type Guest } from "../support/visitor.ts";

/** The summary's figures by their names, each with its remark. */
function figuresOn(page: string): Record<string, string> {
  const elements = elementsOf(page);
  const [names, told] = [named(elements, "dt"), named(elements, "dd")];
  return Object.fromEntries(names.map(({ text }, index) => [text, told[index]?.text ?? ""]));
}

const signed = (amount: unknown): string => {
  const text = dollars(moneyOf(String(amount)));
  return moneyOf(String(amount)) > 0n ? `+${text}` : text;
};

/** The table of what is held; the charts have tables of their own. */
function holdingsOn(page: string): readonly (readonly string[])[] {
  return rowsOf(page).filter((cells) => cells.length === 6);
}

/** The page, and what the API says at the same time. */
async function both({ get, person }: Guest): Promise<{ page: string; text: string; api: Json }> {
  const { status, text } = await get("/");
  expect(status).toBe(200);
  return { page: text, text: mainText(text), api: (await person.ask("GET", "/v1/accounts/me/portfolio")).body };
}

describe("/", () => {
  let bourse: TestServer;

  beforeAll(async () => {
    bourse = await testServer();
    bourse.calendar.trade(13.5, 20);
  });

  afterAll(() => bourse.close());

  it("has the API's figures to the cent", async () => {
    const guest = await newGuest(bourse);
    await guest.person.trade("BUY", "MSFT", 3);
    await guest.person.trade("SELL", "AAPL", 4);
    bourse.market.set("AAPL", "1113.4375");
    bourse.market.setPreviousClose("AAPL", "1100.00");
    bourse.market.set("MSFT", "49.01");
    bourse.market.setPreviousClose("MSFT", "50.00");
    await guest.person.trade("SELL", "AAPL", 1);
    const { page, api } = await both(guest);
    expect(figuresOn(page)).toStrictEqual({
      Total: dollars(moneyOf(String(api["totalValue"]))),
      Cash: dollars(moneyOf(String(api["cash"]))),
      "Day’s change": signed(api["dayChange"]),
      "Unrealised gain": signed(api["unrealisedGain"]),
      "Realised gain": signed(api["realisedGain"]),
    });
    const [, ...rows] = holdingsOn(page);
    const lines = api["holdings"] as readonly Json[];
    expect(rows).toStrictEqual(
      lines.map(({ ticker, quantity, price, marketValue, cost, unrealisedGain }) => [
        ticker,
        `${dollars(moneyOf(String(price)))} just now`,
        String(quantity),
        dollars(moneyOf(String(marketValue))),
        dollars(moneyOf(String(cost))),
        signed(unrealisedGain),
      ]),
    );
    expect(rows[0]?.slice(0, 3)).toEqual(["AAPL", "$1,113.4375 just now", "5"]);
  });

  it("shows what it is made of, and leads to each stock", async () => {
    const { page } = await both(await newGuest(bourse));
    const chart = named(elementsOf(page), "svg").find(({ text }) => text.includes("made of"));
    expect(named(chart?.inside ?? [], "desc")[0]?.text).toMatch(/^(Cash|AAPL) \d+\.\d\d%, (Cash|AAPL) \d+\.\d\d%\.$/);
    const links = named(elementsOf(page), "a").map(({ attributes }) => attributes["href"]);
    expect(links).toContain("/quote?symbol=AAPL");
  });

  it.each([
    [180, "2126-06-15", "3 minutes ago"],
    [0, "2126-06-14", "just now, of 2126-06-14: there is none of today yet"],
    [7200, "2126-06-15", "2 hours ago, of 2126-06-15: too old to trade on"],
  ])("says of a price of %i seconds ago, of %s: %s", async (age, day, words) => {
    const guest = await newGuest(bourse);
    bourse.market.age("AAPL", age);
    bourse.market.setTradingDay("AAPL", day);
    const { page, api } = await both(guest);
    expect(api["complete"]).toBe(true);
    const cell = holdingsOn(page).at(-1)?.[1] ?? "";
    expect(cell).toMatch(/^\$[\d.,]+ /);
    expect(cell.replace(/^\S+ /, "")).toBe(words);
    expect(mainText(page)).not.toContain("Incomplete");
  });

  it("says beside the total what it is without, and why", async () => {
    const guest = await newGuest(bourse);
    await guest.person.trade("BUY", "MSFT", 3);
    bourse.market.fail("MSFT");
    const { page, text, api } = await both(guest);
    expect(figuresOn(page)["Total"]).toBe(
      `${dollars(moneyOf(String(api["totalValue"])))} Incomplete: without MSFT, which has no price.`,
    );
    expect(holdingsOn(page).at(-1)).toStrictEqual([
      "MSFT",
      "no price: it cannot be had now",
      "3",
      "not known",
      "$150.00",
      "not known",
    ]);
    bourse.market.delist("AAPL");
    const both404 = mainText((await guest.get("/")).text);
    expect(both404).toContain("no price: delisted, the market no longer trades it");
    expect(both404).toContain("Incomplete: without AAPL, MSFT, which have no price.");
    expect(text).toContain("not known");
  });

  it("says when the day's change is not known", async () => {
    const guest = await newGuest(bourse);
    bourse.market.delist("AAPL");
    bourse.market.set("AAPL", "112.00");
    const { page, api } = await both(guest);
    expect(api["dayChange"]).toBeNull();
    expect(figuresOn(page)["Day’s change"]).toMatch(/^not known The close before/);
  });

  it("tells whoever holds nothing how to begin", async () => {
    const { get } = visitorOf(bourse, await open(bourse));
    const { text } = await get("/");
    expect(figuresOn(text)["Total"]).toBe("$0.00");
    const main = named(elementsOf(text), "main")[0]?.inside ?? [];
    expect(named(main, "a").map(({ attributes }) => attributes["href"])).toStrictEqual(["/cash", "/quote"]);
    expect(named(main, "svg", "table")).toEqual([]);
  });

  it("lets every table that may be wide scroll by itself, by keyboard too", async () => {
    const { page } = await both(await newGuest(bourse));
    const regions = elementsOf(page).filter(({ attributes }) => attributes["role"] === "region");
    expect(regions.length).toBe(named(elementsOf(page), "table").length);
    for (const { attributes } of regions) {
      expect(attributes).toMatchObject({ tabindex: "0", "aria-label": expect.stringMatching(/./) });
    }
  });

  it("has no style of its own, which the policy would refuse", async () => {
    const { page } = await both(await newGuest(bourse));
    expect(elementsOf(page).filter(({ name, attributes }) => name === "style" || "style" in attributes)).toEqual([]);
  });

  it("leads a stranger to the sign-in", async () => {
    const { status, headers } = await stranger(bourse).get("/");
    expect([status, headers.location]).toStrictEqual([303, "/signin"]);
  });
});

describe("the past on /", () => {
  let scene: PastScene;

  beforeAll(async () => {
    scene = await pastScene();
  });

  afterAll(() => scene.bourse.close());

  it("is the API's, from the first day that there was anything, with what is incomplete in words", async () => {
    const { text } = await visitorOf(scene.bourse, scene.person).get("/");
    const { body } = await scene.person.ask("GET", "/v1/accounts/me/portfolio/history?from=2126-06-15&to=2126-06-18");
    const days = (body["items"] as readonly Json[]).map(({ day, totalValue, complete }) => [
      day,
      `${dollars(moneyOf(String(totalValue)))}${complete === true ? "" : ", incomplete"}`,
    ]);
    expect(rowsOf(text).filter((cells) => /^\d{4}-/.test(cells[0] ?? ""))).toStrictEqual(days);
    expect(days).toHaveLength(3);
    expect(mainText(text)).toContain(
      "From $9,980.00 on 2126-06-15 to $9,997.00 on 2126-06-16. Lowest: $9,980.00 on 2126-06-15. " +
        "Highest: $9,997.00 on 2126-06-16. The line leaves out 2126-06-18: incomplete, without holdings whose close is not known.",
    );
  });
});

it("the page is there when its past cannot be had", async () => {
  const failure = { kind: "StoreUnavailable", cause: new Error("told to fail") } as const;
  const bourse = await testServer({
    ports: ({ ledger }) => ({ ledger: { ...ledger, portfolio: () => errAsync(failure) } }),
  });
  const { status, text } = await (await newGuest(bourse)).get("/");
  expect(status).toBe(200);
  expect(mainText(text)).toContain("What it was worth on earlier days cannot be told now.");
  expect(figuresOn(text)["Cash"]).toBe("$10,000.00");
  await bourse.close();
});
