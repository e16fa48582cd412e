import type { AccountId } from "@bourse/core";
import { uglyString, valueOf } from "@bourse/testkit";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BODY_ROUTES } from "./support/body-routes.ts";
import type { Json } from "./support/document.ts";
import { open, OPERATOR, snapshot, type Person } from "./support/people.ts";
import { problemIn } from "./support/problems.ts";
import { testServer, type TestServer } from "./support/server.ts";

let bourse: TestServer;
let person: Person;

beforeAll(async () => {
  bourse = await testServer();
  bourse.market.set("AAPL", "112.00");
  person = await open(bourse, OPERATOR);
  await person.topUp("10000.00");
});

// What was asked before may have made anybody of the operator, or blacklisted them.
beforeEach(async () => {
  valueOf(await bourse.ports.accounts.setBlacklisted(person.id as AccountId, false));
  await person.ask("PATCH", "/v1/accounts/me", { body: { username: person.username } });
});

afterAll(() => bourse.close());

const RUNS = { numRuns: 60 };

/** Any JSON, ugly text and ugly names in it. */
const anyJson = (): fc.Arbitrary<unknown> =>
  fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom(null, true, false, 0, -1, 1.5, 5, 1e300, Number.MAX_SAFE_INTEGER + 1),
      fc.double({ noNaN: true }),
      uglyString(),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(uglyString(), tie("value"), { maxKeys: 4 }),
    ),
  })).value;

/** A good body of which some fields are anything, some are gone, and some have joined. */
const spoilt = (good: Json): fc.Arbitrary<Json> =>
  fc
    .tuple(
      fc.dictionary(fc.constantFrom(...Object.keys(good)), anyJson(), { maxKeys: 2 }),
      fc.subarray(Object.keys(good)),
      fc.dictionary(uglyString(), anyJson(), { maxKeys: 1 }),
    )
    .map(([changed, kept, added]) => {
      const rest = Object.fromEntries(Object.entries(good).filter(([name]) => kept.includes(name)));
      return { ...rest, ...changed, ...added };
    });

describe.each(BODY_ROUTES)("$method $path", ({ method, path, good }) => {
  it("answers any JSON by doing what it says or by a problem, and never by a fault", async () => {
    const bodies = fc.oneof(anyJson(), spoilt(good(person)));
    const property = fc.asyncProperty(bodies, async (body) => {
      const answer = await person.ask(method, path, { body: body ?? null });
      if (answer.status < 300) return;
      const { code, errors } = problemIn(answer, JSON.stringify(body));
      expect(answer.status).toBeLessThan(500);
      expect(errors.length > 0, answer.text).toBe(code.startsWith("invalid-"));
    });
    await fc.assert(property, RUNS);
  });

  it("answers any bytes by a problem, and changes nothing", async () => {
    const before = await snapshot(person);
    const headers = { "content-type": "application/json" };
    const property = fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), async (bytes) => {
      const answer = await person.ask(method, path, { raw: Buffer.from(bytes), headers });
      expect(problemIn(answer, String(bytes)).code).toMatch(/^invalid-(json|input)$/);
    });
    await fc.assert(property, RUNS);
    expect(await snapshot(person)).toStrictEqual(before);
  });
});

describe("any text in a path or a query", () => {
  it.each([
    "/v1/accounts/{}",
    "/v1/accounts/{}/balance",
    "/v1/accounts/{}/trades/1",
    "/v1/accounts/me/trades/{}",
    "/v1/accounts/me/trades?cursor={}",
    "/v1/accounts/me/cash-transactions?limit={}",
    "/v1/accounts?email={}",
    "/v1/stocks/{}",
    "/users/{}",
    "/users?email={}",
    "/stock/{}",
    "/lookup-stock?symbol={}",
    "/account_cash_transactions/{}/balance",
    "/stock_transactions/{}",
  ])("%s answers it or a problem, and never a fault", async (pattern) => {
    const property = fc.asyncProperty(uglyString(), async (text) => {
      const url = pattern.replace("{}", () => encodeURIComponent(text.toWellFormed()));
      const answer = await person.ask("GET", url);
      if (answer.status === 200) return;
      problemIn(answer, url);
      expect(answer.status).toBeLessThan(500);
    });
    await fc.assert(property, RUNS);
  });
});
