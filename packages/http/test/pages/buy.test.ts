import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formTo, mainText, named, elementsOf, wrongFields } from "../support/html.ts";
import { OPERATOR, open, snapshot } from "../support/people.ts";
import { stageOf } from "../support/refusals.ts";
import { testServer, type TestServer } from "../support/server.ts";
import { newGuest, stranger, toldAfter, type Guest } from "../support/visitor.ts";

let bourse: TestServer;

beforeAll(async () => {
  bourse = await testServer();
});

afterAll(() => bourse.close());

/** The form as the page shows it, filled in. */
async function filled({ get }: Guest, symbol: string, shares: string): Promise<Record<string, string>> {
  return { ...formTo((await get("/buy")).text, "/buy").values, symbol, shares };
}

const trades = async ({ person }: Guest): Promise<readonly unknown[]> =>
  (await person.ask("GET", "/v1/accounts/me/trades")).body["items"] as readonly unknown[];

describe("/buy", () => {
  it("buys at the market's price, and the next page tells it", async () => {
    const guest = await newGuest(bourse);
    const bought = await guest.post("/buy", await filled(guest, " aapl ", "10"));
    expect([bought.status, bought.headers.location]).toStrictEqual([303, "/"]);
    const words = "Bought 10 shares of AAPL at $112.00: $1,120.00 in all.";
    expect(await toldAfter(guest, bought, "/buy")).toContain(words);
    expect(mainText((await guest.get("/buy")).text)).toContain("You have $8,880.00 in cash");
  });

  it("is filled with the symbol of the page that led there", async () => {
    const { get } = await newGuest(bourse);
    expect(formTo((await get("/buy?symbol=BRK.B")).text, "/buy").values).toMatchObject({ symbol: "BRK.B", shares: "" });
  });

  it.each<[string, string, string, string]>([
    ["less than none", "AAPL", "-1", "shares"],
    ["none", "AAPL", "0", "shares"],
    ["half a share", "AAPL", "1.5", "shares"],
    ["what is no number", "AAPL", "foo", "shares"],
    ["a number as machines write it", "AAPL", "1e1", "shares"],
    ["nothing", "AAPL", "", "shares"],
    ["more than one order may", "AAPL", "1000001", "shares"],
    ["more than the cash", "AAPL", "90", "shares"],
    ["a stock that nobody knows", "NOSUCH", "1", "symbol"],
    ["no symbol", "", "1", "symbol"],
    ["what can be no symbol", "A1", "1", "symbol"],
  ])("refuses %s on the same page, names the field, and changes nothing", async (_, symbol, shares, field) => {
    const guest = await newGuest(bourse);
    const before = await snapshot(guest.person);
    const fields = await filled(guest, symbol, shares);
    const answer = await guest.post("/buy", fields);
    expect([answer.status, wrongFields(answer.text)]).toStrictEqual([400, [field]]);
    expect(formTo(answer.text, "/buy").values).toStrictEqual(fields);
    const [summary] = named(elementsOf(answer.text), "section");
    expect(named(summary?.inside ?? [], "a").map(({ attributes }) => attributes["href"])).toStrictEqual([`#${field}`]);
    expect(await snapshot(guest.person)).toStrictEqual(before);
  });

  it("says when to come back while there is no price, and then buys with the same form, once", async () => {
    const guest = await newGuest(bourse);
    const before = await snapshot(guest.person);
    const fields = await filled(guest, "AAPL", "1");
    bourse.market.fail("AAPL", 25);
    const answer = await guest.post("/buy", fields);
    bourse.market.set("AAPL", "112.00");
    expect([answer.status, answer.headers["retry-after"]]).toStrictEqual([503, "25"]);
    expect(formTo(answer.text, "/buy").values).toStrictEqual(fields);
    expect(await snapshot(guest.person)).toStrictEqual(before);
    for (let times = 0; times < 2; times += 1) expect((await guest.post("/buy", fields)).status).toBe(303);
    expect(await trades(guest)).toHaveLength(2);
  });

  it("whose store failed says that nobody knows, and sent again it has bought once; nobody is told of keys", async () => {
    const { bourse: failing, ledger } = await stageOf();
    const guest = await newGuest(failing);
    const fields = await filled(guest, "AAPL", "1");
    ledger.failNextAppend("after");
    const answer = await guest.post("/buy", fields);
    expect(answer.status).toBe(503);
    expect(mainText(answer.text)).toContain("Nobody knows whether this was done.");
    const again = formTo(answer.text, "/buy").values;
    expect((await guest.post("/buy", again)).status).toBe(303);
    expect(await trades(guest)).toHaveLength(2);
    ledger.failReads(true);
    const unread = await guest.get("/history");
    ledger.failReads(false);
    expect(mainText(unread.text)).toContain("What was asked for could not be read");
    expect(answer.text + unread.text).not.toMatch(/idempotency/i);
    await failing.close();
  });

  it("is forbidden to a blacklisted account, in words", async () => {
    const [guest, operator] = [await newGuest(bourse), await open(bourse, OPERATOR)];
    const fields = await filled(guest, "AAPL", "1");
    await operator.ask("PUT", `/v1/accounts/${guest.person.id}/blacklisted`, { body: { blacklisted: true } });
    const before = await snapshot(guest.person);
    const answer = await guest.post("/buy", fields);
    expect(answer.status).toBe(403);
    expect(mainText(answer.text)).toContain("This account may look but not move cash or trade.");
    expect(await snapshot(guest.person)).toStrictEqual(before);
  });

  it("leads whoever is not signed in to where they can, and back", async () => {
    const visitor = stranger(bourse);
    const { get, post } = visitor;
    expect((await get("/buy?symbol=AAPL")).headers.location).toBe("/signin?next=%2Fbuy%3Fsymbol%3DAAPL");
    const sent = await post("/buy", { symbol: "AAPL", shares: "1" });
    expect(sent.headers.location).toBe("/signin?next=%2Fbuy");
    expect(await toldAfter(visitor, sent, "/signin?next=%2Fbuy")).toContain(
      "You were signed out, so nothing was done.",
    );
  });
});

describe("one form makes one trade", () => {
  it("however often it is sent, at once or later, and each time it leads to the same", async () => {
    const guest = await newGuest(bourse);
    const fields = await filled(guest, "AAPL", "10");
    const sent = await Promise.all(Array.from({ length: 5 }, () => guest.post("/buy", fields)));
    sent.push(await guest.post("/buy", fields));
    const told = sent.map(({ status, headers }) => [status, headers.location, headers["set-cookie"]]);
    expect(new Set(told.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(told[0]?.[0]).toBe(303);
    expect(await trades(guest)).toHaveLength(2);
  });

  it("and sent again with something else in it, it asks first, and buys that once", async () => {
    const guest = await newGuest(bourse);
    const fields = await filled(guest, "AAPL", "10");
    await guest.post("/buy", fields);
    const answer = await guest.post("/buy", { ...fields, shares: "20" });
    expect([answer.status, await trades(guest)]).toMatchObject([400, { length: 2 }]);
    expect(mainText(answer.text)).toContain("This form was sent before");
    const again = formTo(answer.text, "/buy").values;
    expect(again).toMatchObject({ symbol: "AAPL", shares: "20" });
    for (let times = 0; times < 2; times += 1) expect((await guest.post("/buy", again)).status).toBe(303);
    expect(await trades(guest)).toHaveLength(3);
  });

  it.each([
    ["none", "", "-1"],
    ["no key", "no key", "1"],
    ["too long", "x".repeat(300), "1"],
  ])("and where its key is %s, the page has a good one", async (_, key, shares) => {
    const guest = await newGuest(bourse);
    const answer = await guest.post("/buy", { symbol: "AAPL", shares, key });
    const { values } = formTo(answer.text, "/buy");
    expect([answer.status, values["key"]]).toStrictEqual([400, expect.stringMatching(/^[\da-f-]{36}$/)]);
    for (let times = 0; times < 2; times += 1) await guest.post("/buy", { ...values, shares: "1" });
    expect(await trades(guest)).toHaveLength(2);
  });

  it("and two forms make two", async () => {
    const guest = await newGuest(bourse);
    for (let times = 0; times < 2; times += 1) await guest.post("/buy", await filled(guest, "AAPL", "10"));
    expect(await trades(guest)).toHaveLength(3);
  });
});
