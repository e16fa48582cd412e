import { instant, nameOnly, type StockProfile } from "@bourse/core";
import { dateOf, moneyOf } from "@bourse/testkit";
import { okAsync } from "neverthrow";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { expectInert, HOSTILE } from "../support/hostile.ts";
import { elementsOf, formsOf, formTo, mainText, named, wrongFields } from "../support/html.ts";
import { testServer, type TestServer } from "../support/server.ts";
import { newGuest, stranger, toldAfter, type Guest } from "../support/visitor.ts";

const APPLE: StockProfile = {
  ...nameOnly("AAPL" as StockProfile["ticker"], "Apple Inc.", "NASDAQ"),
  sector: "TECHNOLOGY",
  description: "Apple Inc. designs smartphones.",
  marketCapitalization: moneyOf("3400000000000.00"),
  fiftyTwoWeekHigh: moneyOf("260.10"),
  asOf: dateOf("2126-06-14"),
};

let bourse: TestServer;
let guest: Guest;
let profile: StockProfile;

beforeAll(async () => {
  bourse = await testServer({
    ports: ({ directory }) => ({
      directory: { ...directory, profile: (ticker) => okAsync(ticker === "AAPL" ? profile : null) },
    }),
  });
  bourse.calendar.trade(13.5, 20);
});

beforeEach(async () => {
  profile = APPLE;
  bourse.clock.set(instant(Date.parse("2126-06-15T14:30:00Z")));
  // Forgets what was said of them before.
  for (const ticker of ["AAPL", "MSFT"]) bourse.market.delist(ticker);
  guest = await newGuest(bourse);
});

afterAll(() => bourse.close());

const quote = (symbol: string) => guest.get(`/quote?symbol=${encodeURIComponent(symbol)}`);

function figureOn(page: string, name: string): string | undefined {
  const elements = elementsOf(page);
  return named(elements, "dd")[named(elements, "dt").findIndex(({ text }) => text === name)]?.text;
}

describe("/quote", () => {
  it("asks for a symbol, and says nothing of mistakes that nobody has made", async () => {
    const { status, text } = await guest.get("/quote");
    expect([status, wrongFields(text), formsOf(text).length]).toStrictEqual([200, [], 1]);
    const { method, values, submits } = formTo(text, "/quote");
    expect([method, values, submits]).toStrictEqual(["get", { symbol: "" }, 1]);
  });

  it.each(["AAPL", "aapl", " AAPL "])("tells what %j costs, how old that is, and whose it is", async (symbol) => {
    bourse.market.setPreviousClose("AAPL", "114.00");
    bourse.market.age("AAPL", 180);
    const { status, text } = await quote(symbol);
    expect(status).toBe(200);
    const figures = [
      "Price",
      "Change",
      "Trading day",
      "Fetched",
      "Source",
      "Sector",
      "Market capitalisation",
      "Learnt on",
    ];
    expect(figures.map((name) => figureOn(text, name))).toStrictEqual([
      "$112.00 3 minutes ago.",
      "-$2.00 (-1.75%) Since the close before, $114.00.",
      "2126-06-15",
      "2126-06-15 14:27 UTC",
      "Manual",
      "TECHNOLOGY",
      "$3,400,000,000,000.00",
      "2126-06-14",
    ]);
    expect(mainText(text)).toContain("Apple Inc., NASDAQ");
    expect(mainText(text)).toContain("Apple Inc. designs smartphones.");
    expect(formTo(text, "/quote").values["symbol"]).toBe(symbol);
  });

  it("tells a rise with a plus, and what is not known in words", async () => {
    bourse.market.setPreviousClose("AAPL", "111.50");
    expect(figureOn((await quote("AAPL")).text, "Change")).toMatch(/^\+\$0\.50 \(\+0\.45%\)/);
    const { text } = await quote("MSFT");
    expect(figureOn(text, "Change")).toBe("not known The close before is not known.");
    expect(mainText(text)).toContain("No details of it are known.");
  });

  it("says of a price that is too old that no order fills on it", async () => {
    bourse.market.age("AAPL", 7200);
    const { text } = await quote("AAPL");
    expect(figureOn(text, "Price")).toBe("$112.00 2 hours ago, of 2126-06-14: too old to trade on.");
    expect(mainText(text)).toContain("an order fills on a newer one, or not at all");
  });

  it("says that the market is closed, and calls its last price so", async () => {
    bourse.clock.advance(9 * 3_600_000);
    bourse.market.age("AAPL", 3600);
    expect(figureOn((await quote("AAPL")).text, "Price")).toBe(
      "$112.00 Last price of 2126-06-15, the market is closed.",
    );
  });

  it("has a form that buys the stock, once", async () => {
    const { values, submits } = formTo((await quote("AAPL")).text, "/buy");
    expect([values["symbol"], values["shares"], submits]).toStrictEqual(["AAPL", "", 1]);
    const bought = await guest.post("/buy", { ...values, shares: "2" });
    expect(await toldAfter(guest, bought, "/")).toContain("Bought 2 shares of AAPL at $112.00: $224.00 in all.");
    await guest.post("/buy", { ...values, shares: "2" });
    expect((await guest.person.ask("GET", "/v1/accounts/me/balance")).body["cash"]).toBe("9776.00");
  });

  it.each(["", " ", "NOSUCH", "-1", "1.5", "A1", "TOOLONG", "zebra crossing", "x".repeat(10_000), "\0"])(
    "refuses %.20j on the same page, by its field, with what was typed",
    async (symbol) => {
      const { status, text } = await quote(symbol);
      expect([status, wrongFields(text)]).toStrictEqual([400, ["symbol"]]);
      expect(formTo(text, "/quote").values["symbol"]).toBe(symbol.replace("\0", "\uFFFD"));
    },
  );

  it("refuses two symbols at once", async () => {
    expect((await guest.get("/quote?symbol=AAPL&symbol=MSFT")).status).toBe(400);
  });

  it("finds a company by its name", async () => {
    const { status, text } = await quote("aapl inc");
    expect([status, wrongFields(text)]).toStrictEqual([200, []]);
    const main = named(elementsOf(text), "main")[0]?.inside ?? [];
    const [link] = named(main, "a");
    expect([link?.text, link?.attributes["href"]]).toStrictEqual(["AAPL", "/quote?symbol=AAPL"]);
    expect(mainText(text)).toContain("AAPL: AAPL Inc., NASDAQ");
  });

  it("lists what is like a symbol that nobody knows", async () => {
    const { status, text } = await quote("AAP");
    expect([status, wrongFields(text)]).toStrictEqual([400, ["symbol"]]);
    expect(mainText(text)).toContain("AAPL: AAPL Inc., NASDAQ");
  });

  it("lists what a word of a name leads to, and finds nothing wrong with it", async () => {
    const { status, text } = await quote("Inc");
    expect([status, wrongFields(text)]).toStrictEqual([200, []]);
    expect(mainText(text)).toContain("AAPL: AAPL Inc., NASDAQ");
    expect(mainText(text)).not.toContain("This did not work");
  });

  it("says that there is no price now, and when to try again", async () => {
    bourse.market.fail("AAPL", 150);
    const { status, headers, text } = await quote("AAPL");
    expect([status, headers["retry-after"]]).toStrictEqual([503, "150"]);
    expect(mainText(text)).toContain("No price for AAPL: the market was told to fail. Try again in 3 minutes.");
    expect(formTo(text, "/quote").values["symbol"]).toBe("AAPL");
  });

  it("shows names that would be markup as text, isolated from what stands around them", async () => {
    for (const name of HOSTILE) {
      profile = { ...APPLE, name, exchange: name, sector: name, industry: name, description: name };
      const { status, text } = await quote("AAPL");
      expect(status).toBe(200);
      expectInert(text, name.slice(0, 40));
      const isolated = named(elementsOf(text), "bdi").map((element) => element.text);
      const read = name.replaceAll(/\s+/g, " ").trim();
      expect(isolated.filter((told) => told === read).length).toBeGreaterThanOrEqual(4);
    }
  });

  it("shows whatever is typed as text", async () => {
    for (const symbol of HOSTILE) {
      const { status, text } = await quote(symbol);
      expect(status).toBe(400);
      expectInert(text, symbol.slice(0, 40));
      expect(formTo(text, "/quote").values["symbol"]).toBe(symbol);
    }
  });

  it("leads a stranger to the sign-in, and back", async () => {
    const { status, headers } = await stranger(bourse).get("/quote?symbol=AAPL");
    expect([status, headers.location]).toStrictEqual([303, "/signin?next=%2Fquote%3Fsymbol%3DAAPL"]);
  });
});
