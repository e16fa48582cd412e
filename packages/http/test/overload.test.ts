import { describe, expect, it, onTestFinished } from "vitest";
import { turnsWatched } from "../src/guards/overload.ts";
import { LIMITS } from "../src/limits.ts";
import { overloaded } from "./support/overload.ts";
import { faultyLedger, type FaultyLedger } from "@bourse/testkit";
import { ask, open, OPERATOR } from "./support/people.ts";
import { problemIn } from "./support/problems.ts";
import { testServer, type TestServer } from "./support/server.ts";

async function opened(): Promise<TestServer> {
  const bourse = await overloaded();
  onTestFinished(() => bourse.close());
  return bourse;
}

describe("a server that cannot keep up", () => {
  it("says so, and when to ask again", async () => {
    const bourse = await opened();
    for (const [method, url] of [
      ["GET", "/v1/accounts/me"],
      ["POST", "/v1/sessions"],
      ["GET", "/nowhere"],
    ] as const) {
      const answer = await ask(bourse, method, url);
      expect([answer.status, problemIn(answer, url).code], url).toStrictEqual([503, "overloaded"]);
      expect(answer.headers["retry-after"], url).toBe("5");
    }
  });

  it("goes on telling how it is", async () => {
    const bourse = await opened();
    for (const url of ["/healthcheck", "/metrics"]) expect((await ask(bourse, "GET", url)).status, url).toBe(200);
  });
});

describe("a server that does two things at once", () => {
  it("refuses a third until one of them is done, and nobody for what it refused or failed at", async () => {
    let ledger: FaultyLedger | undefined;
    const bourse = await testServer({ limits: { requests: 2 }, ledger: (real) => (ledger = faultyLedger(real)) });
    onTestFinished(() => bourse.close());
    const person = await open(bourse);
    for (const body of [
      { status: "TOP-UP" },
      { status: "WITHDRAWAL", amount: "1.00" },
      { status: "TOP-UP", amount: "0" },
    ]) {
      expect((await person.ask("POST", "/v1/accounts/me/cash-transactions", { body })).status).toBeLessThan(500);
    }
    expect((await ask(bourse, "GET", "/nowhere")).status).toBe(404);

    const [gate, arrived] = [
      Promise.withResolvers<void>(),
      [Promise.withResolvers<void>(), Promise.withResolvers<void>()],
    ];
    const waiting = [...arrived];
    ledger?.onAppend(async () => {
      waiting.shift()?.resolve();
      await gate.promise;
    });
    const other = await open(bourse, OPERATOR);
    const orders = [person.topUp("1.00"), other.topUp("1.00")];
    await Promise.all(arrived.map(({ promise }) => promise));
    const refused = await person.ask("GET", "/v1/accounts/me/balance");
    expect([refused.status, problemIn(refused, "a third").code]).toStrictEqual([503, "overloaded"]);
    expect(refused.headers["retry-after"]).toBe("1");
    expect((await ask(bourse, "GET", "/healthcheck")).status).toBe(200);
    gate.resolve();
    await Promise.all(orders);
    expect((await person.ask("GET", "/v1/accounts/me/balance")).body["cash"]).toBe("1.00");
  });
});

/** What is said after each of some turns, by how long each took. */
function said(...turns: readonly number[]): boolean[] {
  const keepsUp = turnsWatched(LIMITS);
  let now = 1_000_000;
  keepsUp(now);
  return turns.map((turn) => keepsUp((now += turn)));
}

describe("the event loop", () => {
  const { lateness, turnsChecked, lateTurns } = LIMITS;
  const timely = turnsChecked + lateness;
  const late = timely + 1;

  it("may take its time", () => {
    expect(said(...Array.from({ length: 20 }, () => timely))).not.toContain(false);
  });

  it("may stall for long, as on a busy machine, when it is quiet between", () => {
    expect(said(60_000, late, late, late, turnsChecked, 60_000, late, late, late, turnsChecked)).not.toContain(false);
  });

  it("is overloaded once it does nothing but stall, until the first turn in time", () => {
    const stalls = Array.from({ length: lateTurns }, () => late);
    const before = Array.from({ length: lateTurns - 1 }, () => true);
    expect(said(...stalls, late, turnsChecked, late)).toStrictEqual([...before, false, false, true, true]);
  });
});
