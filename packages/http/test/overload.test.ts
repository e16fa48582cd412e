import { describe, expect, it, onTestFinished } from "vitest";
import { turnsWatched } from "../src/guards/overload.ts";
import { LIMITS } from "../src/limits.ts";
import { overloaded } from "./support/overload.ts";
import { ask } from "./support/people.ts";
import { problemIn } from "./support/problems.ts";
import type { TestServer } from "./support/server.ts";

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
