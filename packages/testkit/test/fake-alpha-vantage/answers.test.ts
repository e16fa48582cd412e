import { manualCalendar } from "@bourse/testkit";
import { describe, expect, it } from "vitest";
import { NOW, stand } from "./fake.ts";

const PRICES = { IBM: "121.5000", "BRK.B": "490.0000" };

describe("GLOBAL_QUOTE", () => {
  it("is pretty-printed JSON of texts, of the last session that is over", async () => {
    const { ask } = await stand({ prices: (_, day) => (day === "2026-11-19" ? "120.0000" : "100.0000") });
    const { status, type, text } = await ask("function=GLOBAL_QUOTE&symbol=brk-b");
    expect([status, type]).toStrictEqual([200, "application/json"]);
    const quote = {
      "01. symbol": "BRK-B",
      "02. open": "100.0000",
      "03. high": "120.0000",
      "04. low": "100.0000",
      "05. price": "120.0000",
      "06. volume": "2528814",
      "07. latest trading day": "2026-11-19",
      "08. previous close": "100.0000",
      "09. change": "20.0000",
      "10. change percent": "20.0000%",
    };
    expect(text).toBe(JSON.stringify({ "Global Quote": quote }, null, 4));
  });

  it("has nothing for a symbol that is not listed, another form of a class share included", async () => {
    const { read } = await stand({ prices: PRICES });
    for (const symbol of ["NOPE", "AAPL", "BRK.B", "TSCO.LON"]) {
      expect(await read(`function=GLOBAL_QUOTE&symbol=${symbol}`)).toStrictEqual({ "Global Quote": {} });
    }
    expect(await read("function=GLOBAL_QUOTE")).toStrictEqual({
      "Error Message": expect.stringMatching("Invalid API"),
    });
  });

  it("is of today, under a decorated key, for a plan that has it; refused for one that has not", async () => {
    const query = "function=GLOBAL_QUOTE&symbol=IBM&entitlement=delayed";
    const premium = await stand({ plan: "premium" });
    expect(await premium.read(query)).toMatchObject({
      "Global Quote - DATA DELAYED BY 15 MINUTES": { "07. latest trading day": "2026-11-20" },
    });
    const free = await stand();
    expect(await free.read(query)).toStrictEqual({ Information: expect.stringMatching("not yet entitled") });
  });

  it("has the same price everywhere for one ticker and day", async () => {
    const [one, other] = [await stand(), await stand()];
    const query = "function=GLOBAL_QUOTE&symbol=AAPL";
    expect(await one.read(query)).toStrictEqual(await other.read(query));
    other.clock.advance(24 * 3_600_000);
    expect(await one.read(query)).not.toStrictEqual(await other.read(query));
  });
});

describe("TIME_SERIES_DAILY", () => {
  it("has 100 weekdays, newest first, the last of them over", async () => {
    const { read } = await stand({ prices: PRICES });
    const answer = await read("function=TIME_SERIES_DAILY&symbol=IBM&outputsize=compact");
    expect(answer).toMatchObject({ "Meta Data": { "2. Symbol": "IBM", "3. Last Refreshed": "2026-11-19" } });
    const days = Object.keys((answer as Record<string, object>)["Time Series (Daily)"] ?? {});
    expect(days).toHaveLength(100);
    expect(days.slice(0, 5)).toStrictEqual(["2026-11-19", "2026-11-18", "2026-11-17", "2026-11-16", "2026-11-13"]);
    expect(days).toStrictEqual(days.toSorted().toReversed());
  });

  it("has today's row, which still moves, for a premium plan", async () => {
    const { read, clock } = await stand({ plan: "premium", prices: PRICES });
    const query = "function=TIME_SERIES_DAILY&symbol=IBM";
    expect(await read(query)).toMatchObject({ "Meta Data": { "3. Last Refreshed": "2026-11-20 10:00:00" } });
    clock.advance(6 * 3_600_000);
    expect(await read(query)).toMatchObject({ "Meta Data": { "3. Last Refreshed": "2026-11-20" } });
  });

  it("is refused for a symbol that is not listed, and in full for a free key", async () => {
    const { read } = await stand({ prices: PRICES });
    expect(await read("function=TIME_SERIES_DAILY&symbol=NOPE")).toStrictEqual({
      "Error Message": expect.stringMatching("Invalid API call.* for TIME_SERIES_DAILY"),
    });
    expect(await read("function=TIME_SERIES_DAILY&symbol=IBM&outputsize=full")).toStrictEqual({
      Information: expect.stringMatching("outputsize=full parameter value is a premium feature"),
    });
  });

  it("keeps New York's time in summer too", async () => {
    const { read, clock } = await stand({ plan: "premium" });
    clock.set(NOW);
    clock.advance(Date.UTC(2026, 6, 1, 14, 0) - NOW);
    const query = "function=TIME_SERIES_DAILY&symbol=IBM";
    expect(await read(query)).toMatchObject({ "Meta Data": { "3. Last Refreshed": "2026-07-01 10:00:00" } });
  });
});

describe("a calendar that the fake is given", () => {
  it("says which days have a row, and which is the last", async () => {
    const calendar = manualCalendar();
    calendar.shut("2026-11-18");
    calendar.trade(14, 15);
    const { read } = await stand({ calendar, prices: PRICES });
    const answer = await read("function=TIME_SERIES_DAILY&symbol=IBM");
    const days = Object.keys((answer as Record<string, object>)["Time Series (Daily)"] ?? {});
    expect(days.slice(0, 3)).toStrictEqual(["2026-11-20", "2026-11-19", "2026-11-17"]);
  });
});

describe("REALTIME_BULK_QUOTES", () => {
  const query = "function=REALTIME_BULK_QUOTES&symbol=IBM,NOPE,BRK-B";

  it("has a row for each symbol that is listed", async () => {
    const { read } = await stand({ plan: "premium", prices: PRICES });
    expect(await read(query)).toMatchObject({
      endpoint: "Realtime Bulk Quotes",
      message: "success",
      data: [
        { symbol: "IBM", timestamp: "2026-11-20 10:00:00.814", close: "121.5000", previous_close: "121.5000" },
        { symbol: "BRK-B", close: "490.0000" },
      ],
    });
  });

  it("is made up for a free key, or refused, as it is told", async () => {
    const artificial = await stand({ prices: PRICES });
    expect(await artificial.read(query)).toMatchObject({
      message: expect.stringMatching("ARTIFICIAL"),
      data: [{ symbol: "MSFT" }, { symbol: "AAPL" }, { symbol: "IBM", close: "230.1" }],
    });
    const notice = await stand({ withoutBulk: "notice" });
    expect(await notice.read(query)).toStrictEqual({ Information: expect.stringMatching("premium endpoint") });
  });

  it("takes a hundred symbols, and no more", async () => {
    const { read } = await stand({ plan: "premium", prices: () => "1.0000" });
    const hundred = Array.from({ length: 100 }, () => "IBM").join(",");
    expect(await read(`function=REALTIME_BULK_QUOTES&symbol=${hundred}`)).toMatchObject({ message: "success" });
    expect(await read(`function=REALTIME_BULK_QUOTES&symbol=${hundred},IBM`)).toHaveProperty(["Error Message"]);
  });
});

describe("OVERVIEW, SYMBOL_SEARCH, MARKET_STATUS and others", () => {
  it("tell of a company in texts, and {} of what is not listed", async () => {
    const { read } = await stand({ prices: PRICES });
    const overview = await read("function=OVERVIEW&symbol=IBM");
    expect(overview).toMatchObject({ Symbol: "IBM", Currency: "USD", EBITDA: "None", PERatio: "-" });
    expect(Object.values(overview as object).filter((value) => typeof value !== "string")).toStrictEqual([]);
    expect(await read("function=OVERVIEW&symbol=NOPE")).toStrictEqual({});
  });

  it("find by symbol and by name, other markets too, the closest first", async () => {
    const { read } = await stand();
    const found = async (keywords: string): Promise<string[]> => {
      const { bestMatches } = (await read(`function=SYMBOL_SEARCH&keywords=${keywords}`)) as { bestMatches: object[] };
      return bestMatches.map((match) => String(Reflect.get(match, "1. symbol")));
    };
    expect(await found("brk-b")).toStrictEqual(["BRK-B"]);
    expect(await found("tesco")).toStrictEqual(["TSCO.LON"]);
    expect(new Set(await found("apple"))).toStrictEqual(new Set(["AAPL", "AAPL.TRT", "APC.DEX"]));
    expect(await found("zzzz")).toStrictEqual([]);
    expect(await read("function=SYMBOL_SEARCH")).toHaveProperty(["Error Message"]);
  });

  it("tell whether the market is open", async () => {
    const { read, clock } = await stand();
    const query = "function=MARKET_STATUS";
    expect(await read(query)).toMatchObject({ markets: [{ region: "United States", current_status: "open" }] });
    clock.advance(6 * 3_600_000);
    expect(await read(query)).toMatchObject({ markets: [{ current_status: "closed" }] });
  });

  it("are refused by name when there is no such function, and by a page when there is no such path", async () => {
    const { read, url } = await stand();
    expect(await read("function=BOGUS")).toStrictEqual({
      "Error Message": "This API function (BOGUS) does not exist.",
    });
    const response = await fetch(url.replace("/query", "/nothing"));
    expect([response.status, response.headers.get("content-type")]).toStrictEqual([404, "text/html"]);
  });
});
