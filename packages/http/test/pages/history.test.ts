import { text as textOf } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { csvFile } from "../../src/pages/history-csv.ts";
import { elementsOf, formTo, mainText, named, rowsOf, wrongFields } from "../support/html.ts";
import type { Json } from "../support/document.ts";
import { open, type Person } from "../support/people.ts";
import { testServer, type TestServer } from "../support/server.ts";
import { newGuest, visitorOf, type Guest } from "../support/visitor.ts";

let bourse: TestServer;

beforeAll(async () => {
  bourse = await testServer();
});

afterAll(() => bourse.close());

const itemsOf = async ({ person }: { readonly person: Person }, list: string): Promise<readonly Json[]> =>
  (await person.ask("GET", `/v1/accounts/me/${list}?limit=200`)).body["items"] as readonly Json[];

/** `$1,234.00` and `+$12.00` as the API writes them. */
const decimal = (text = ""): string => text.replaceAll(/[+$,]/g, "");

/** Where the link of this text leads. */
function link(page: string, wanted: string): string | null {
  const found = named(elementsOf(page), "a").find(({ text }) => text === wanted);
  return found?.attributes["href"] ?? null;
}

/** The rows of a page, without the head. */
const body = (page: string): readonly (readonly string[])[] => rowsOf(page).slice(1);

describe("/history", () => {
  it("tells what the API tells, to the cent, the newest first", async () => {
    const guest = await newGuest(bourse);
    bourse.market.set("AAPL", "120.1234");
    await guest.person.trade("SELL", "AAPL", 3);
    await guest.person.ask("POST", "/v1/accounts/me/cash-transactions", {
      body: { status: "WITHDRAWAL", amount: "0.01" },
    });
    const rows = body((await guest.get("/history")).text);
    const [entries, trades] = [await itemsOf(guest, "cash-transactions"), await itemsOf(guest, "trades")];
    expect(rows.map((cells) => [decimal(cells[5]), decimal(cells[7])])).toStrictEqual(
      entries.map(({ amount, balance }) => [amount, balance]),
    );
    expect(
      rows
        .filter((cells) => cells[2] !== "")
        .map((cells) => [cells[2], cells[3], decimal(cells[4]), decimal(cells[6]) || null]),
    ).toStrictEqual(
      trades.map(({ ticker, quantity, price, realisedGain }) => [ticker, String(quantity), price, realisedGain]),
    );
    expect(rows.map((cells) => cells[1])).toStrictEqual(["Withdrew cash", "Sold", "Bought", "Added cash"]);
    const times = named(elementsOf((await guest.get("/history")).text), "time");
    expect(times.map(({ attributes }) => attributes["datetime"])).toStrictEqual(
      entries.map(({ creationDate }) => creationDate),
    );
    expect(times.every(({ text }) => /^\d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC$/.test(text))).toBe(true);
  });

  it("has a table that scrolls by itself, also by keyboard", async () => {
    const { get } = await newGuest(bourse);
    const region = elementsOf((await get("/history")).text).find(({ attributes }) => attributes["role"] === "region");
    expect(region?.attributes).toMatchObject({ tabindex: "0", "aria-label": "History", class: "scroll" });
    expect(named(region?.inside ?? [], "table")).toHaveLength(1);
  });

  it("says where there is nothing", async () => {
    const { get } = visitorOf(bourse, await open(bourse));
    const { status, text } = await get("/history");
    expect([status, rowsOf(text), mainText(text)]).toStrictEqual([200, [], expect.stringContaining("Nothing here.")]);
  });

  it.each([
    ["?kind=trades", ["Bought", "Bought"]],
    ["?kind=cash", ["Added cash"]],
    ["?kind=all&symbol=+aapl+", ["Bought"]],
    ["?symbol=MSFT&kind=trades", ["Bought"]],
    ["?symbol=MSFT&kind=cash", []],
    ["?symbol=GOOG", []],
  ])("shows by %s what that asks for", async (query, what) => {
    const { get, person } = await newGuest(bourse);
    await person.trade("BUY", "MSFT", 1);
    const { text } = await get(`/history${query}`);
    expect(body(text).map((cells) => cells[1])).toStrictEqual(what);
    const asked = Object.fromEntries(new URLSearchParams(query));
    expect(formTo(text, "/history").values).toMatchObject({ kind: "all", symbol: "", ...asked });
  });

  it.each([
    ["?symbol=A1", ["symbol"]],
    ["?symbol=%3Cscript%3E", ["symbol"]],
    ["?kind=constructor", ["kind"]],
    ["?before=0", []],
    ["?before=-1", []],
    ["?before=x", []],
    ["?after=1.5", []],
    ["?after=9e99", []],
    ["?symbol=AAPL&symbol=MSFT", []],
  ])("refuses %s", async (query, wrong) => {
    const { get } = await newGuest(bourse);
    const { status, text } = await get(`/history${query}`);
    expect([status, wrongFields(text), rowsOf(text)]).toStrictEqual([400, wrong, []]);
  });
});

/** Somebody with a history of so many cents added, with a share bought after every so many of them. */
async function trader(entries: number, every: number): Promise<Guest> {
  const guest = await newGuest(bourse);
  for (let cents = 1; cents <= entries; cents += 1) {
    if (cents % every === 0) await guest.person.trade("BUY", "MSFT", 1);
    else await guest.person.topUp(`0.${String((cents % 99) + 1).padStart(2, "0")}`);
  }
  return guest;
}

describe("a long history", () => {
  it.each([
    ["everything", "", 120, 22],
    ["the trades", "?kind=trades", 240, 21],
    ["one stock's trades", "?symbol=MSFT", 240, 20],
  ])("has links to the older and newer pages of %s", async (_, query, entries, onLast) => {
    const guest = await trader(entries, 2);
    const pages: string[] = [];
    const follow = async (text: string, from: string): Promise<string> => {
      const next = link(from, text);
      if (next === null) throw new Error(`there is no link ${text}`);
      return (await guest.get(next)).text;
    };
    pages.push((await guest.get(`/history${query}`)).text);
    for (let times = 0; times < 2; times += 1) pages.push(await follow("Older", pages.at(-1) ?? ""));
    const [first = "", second = "", third = ""] = pages;
    expect(pages.map((page) => body(page).length)).toStrictEqual([50, 50, onLast]);
    expect([link(first, "Newer"), link(third, "Older")]).toStrictEqual([null, null]);
    expect(body(await follow("Newer", third))).toStrictEqual(body(second));
    expect(body(await follow("Newer", second))).toStrictEqual(body(first));
  });
});

describe("/history.csv", () => {
  it("has every entry, money as plain numbers, times as the API's", async () => {
    const guest = await trader(230, 7);
    bourse.market.set("MSFT", "40.0625");
    await guest.person.trade("SELL", "MSFT", 2);
    const { status, headers, text: csv } = await guest.get("/history.csv");
    expect([status, headers["content-type"], headers["content-disposition"]]).toStrictEqual([
      200,
      "text/csv; charset=utf-8",
      'attachment; filename="bourse-history.csv"',
    ]);
    const [head, ...lines] = csv.trimEnd().split("\r\n");
    expect(head).toBe("number,time,status,symbol,shares,price,amount,gain,balance");
    expect(lines.map((line) => Number(line.split(",")[0]))).toStrictEqual(
      Array.from({ length: 233 }, (_, at) => 233 - at),
    );
    const entries = await itemsOf(guest, "cash-transactions");
    expect(
      lines
        .slice(0, 200)
        .map((line) => line.split(","))
        .map(([seq, time, what, , , , amount, , balance]) => [seq, time, what, amount, balance]),
    ).toStrictEqual(
      entries.map(({ seq, creationDate, status: what, amount, balance }) => [
        String(seq),
        creationDate,
        what,
        amount,
        balance,
      ]),
    );
    expect(lines[0]).toContain(",SELLING-SHARES,MSFT,2,40.0625,80.125,-19.875,");
  });

  it("has its head alone where nothing happened", async () => {
    const { get } = visitorOf(bourse, await open(bourse));
    expect((await get("/history.csv")).text).toBe("number,time,status,symbol,shares,price,amount,gain,balance\r\n");
  });

  it("guards whatever a spreadsheet would take for a formula, and no number", async () => {
    const file = csvFile();
    const nothing = { number: 1, time: "", status: "", shares: null, price: null, gain: null, balance: null };
    for (const symbol of ["=1+1", "+1", "-1", "@A1", "\t=1", 'a,"b"\r\nc'])
      file.write({ ...nothing, symbol, amount: -10_000n });
    const [, ...lines] = (await textOf(file.end())).split(/\r\n(?=1,)/);
    const symbols = ["'=1+1", "'+1", "'-1", "'@A1", "'\t=1", '"a,""b""\r\nc"'];
    expect(lines.map((line) => line.trimEnd())).toStrictEqual(symbols.map((symbol) => `1,,,${symbol},,,-1.00,,`));
  });

  it("is for whoever is signed in", async () => {
    const { person } = await newGuest(bourse);
    await person.ask("DELETE", "/v1/sessions/current");
    expect((await visitorOf(bourse, person).get("/history.csv")).status).toBe(303);
  });
});
