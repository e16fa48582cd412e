import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { json } from "node:stream/consumers";
import { faultyLedger, within, type FaultyLedger } from "@bourse/testkit";
import { afterEach, describe, expect, it } from "vitest";
import { open, type Person } from "./support/people.ts";
import { testServer, type TestServer } from "./support/server.ts";
import type { AdaptersName } from "./support/world.ts";

const ORDERS = 500;
const ENOUGH_FOR = 123;

type Placed = { readonly status: number; readonly code: string | undefined };

describe.each<AdaptersName>(["SQLite", "fakes"])("500 orders at once over HTTP, on %s", (adapters) => {
  let bourse: TestServer;
  let ledger: FaultyLedger;

  afterEach(() => bourse.close());

  /** A server, its address, and two accounts of which the first holds what 123 orders take. */
  async function scene(): Promise<{ url: string; busy: Person; other: Person }> {
    bourse = await testServer({ adapters, ledger: (real) => (ledger = faultyLedger(real)) });
    bourse.market.set("AAPL", "112.0625");
    const [busy, other] = [await open(bourse), await open(bourse)];
    return { url: await bourse.listen(), busy, other };
  }

  it("fill exactly the 123 buys that the cash is for, leave 0.00, and hold nobody else up", async () => {
    const { url, busy, other } = await scene();
    bourse.market.set("AAPL", "112.00");
    await busy.topUp("13776.00");
    await other.topUp("10000.00");
    const answers = await heldUp(url, busy, other, "BUY");
    expect(tally(answers)).toStrictEqual({ "201": ENOUGH_FOR, "409 insufficient-cash": ORDERS - ENOUGH_FOR });
    expect((await busy.ask("GET", "/v1/accounts/me/balance")).body["cash"]).toBe("0.00");
    const { body } = await busy.ask("GET", "/v1/accounts/me/portfolio");
    expect(body).toMatchObject({ totalValue: "13776.00", holdings: [{ quantity: ENOUGH_FOR, cost: "13776.00" }] });
  });

  it("fill exactly the 123 sells that there are shares for, leave none, and hold nobody else up", async () => {
    const { url, busy, other } = await scene();
    await busy.topUp("20000.00");
    await other.topUp("10000.00");
    await busy.trade("BUY", "AAPL", ENOUGH_FOR);
    const answers = await heldUp(url, busy, other, "SELL");
    expect(tally(answers)).toStrictEqual({ "201": ENOUGH_FOR, "409 insufficient-shares": ORDERS - ENOUGH_FOR });
    const { body } = await busy.ask("GET", "/v1/accounts/me/portfolio");
    expect(body).toMatchObject({ cash: "20000.00", totalValue: "20000.00", holdings: [] });
  });

  /**
   * Sends all orders while the busy account's first one is stopped on its way into the ledger, lets the other account
   * trade, and only then lets go. So the proof is in who could finish at all, never in how long it took.
   */
  async function heldUp(url: string, busy: Person, other: Person, action: "BUY" | "SELL"): Promise<Placed[]> {
    const [gate, arrived] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    ledger.onAppend(async ({ accountId }) => {
      if (accountId !== busy.id) return;
      arrived.resolve();
      await gate.promise;
    });
    let answered = 0;
    const orders = Array.from({ length: ORDERS }, async () => {
      const placed = await place(url, busy, action);
      answered += 1;
      return placed;
    });
    await arrived.promise;
    try {
      const others = Promise.all(Array.from({ length: 20 }, () => place(url, other, "BUY")));
      expect(tally(await within(others, "another account's orders"))).toStrictEqual({ "201": 20 });
      expect(answered, "orders of the account that is stopped").toBe(0);
    } finally {
      gate.resolve();
    }
    return Promise.all(orders);
  }
});

/** node:http, since fetch takes most of such a test's time for itself. */
async function place(url: string, { authorization }: Person, action: "BUY" | "SELL"): Promise<Placed> {
  const body = JSON.stringify({ action, ticker: "AAPL", quantity: 1 });
  const headers = { ...authorization, "content-type": "application/json", "content-length": body.length };
  const sent = request(`${url}/v1/accounts/me/trades`, { method: "POST", headers, agent: false });
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  const { code } = (await json(response)) as { code?: string };
  return { status: response.statusCode ?? 0, code };
}

function tally(answers: readonly Placed[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, code } of answers) {
    const name = code === undefined ? String(status) : `${status} ${code}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
