import { afterAll, beforeAll, expect, it } from "vitest";
import { open } from "../support/people.ts";
import { testServer, type TestServer } from "../support/server.ts";
import { anyRequests } from "./any-request.ts";
import { prismBefore, type Prism } from "./prism.ts";

let bourse: TestServer;
let prism: Prism;

beforeAll(async () => {
  bourse = await testServer();
  bourse.market.set("AAPL", "112.00");
  prism = await prismBefore(bourse.document, await bourse.listen());
});

afterAll(async () => {
  await prism.close();
  await bourse.close();
});

it("whoever knows the document alone is answered nothing that it does not allow", async () => {
  const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 1e6));
  const untold: string[] = [];
  const statuses = new Map<string, Set<number>>();
  for (const [name, requests] of await anyRequests(bourse.document, seed)) {
    const person = await open(bourse);
    await person.topUp("10000.00");
    const met = new Set<number>();
    for (const [turn, { url, method, headers, body }] of requests.entries()) {
      const who = turn === 1 ? {} : person.authorization;
      const answer = await fetch(new URL(url, prism.url), { method, headers: { ...headers, ...who }, body });
      met.add(answer.status);
      const text = await answer.text();
      for (const violation of prism.violations().slice(untold.length)) {
        untold.push(`${method} ${url} ${body} answered ${text}: ${violation}`);
      }
    }
    statuses.set(name, met);
  }
  expect(untold, `SEED=${seed}`).toStrictEqual([]);
  // Were nothing ever accepted, or nothing refused, little would have been looked at.
  const met = [...statuses.values()];
  expect(met.filter((each) => [...each].some((status) => status < 300)).length, `SEED=${seed}`).toBeGreaterThan(
    met.length / 2,
  );
  expect(met.filter((each) => [...each].some((status) => status >= 400)).length, `SEED=${seed}`).toBeGreaterThan(
    met.length / 2,
  );
});

it("and the validator would tell: of a status, a type, a body and a code that the document does not have", async () => {
  const person = await open(bourse);
  const wrong = structuredClone(bourse.document) as unknown as Record<"paths", Record<string, { get: Operation }>>;
  const responses = (path: string): Operation["responses"] => wrong.paths[path]?.get.responses ?? {};
  delete responses("/v1/accounts/{id}/balance")["200"];
  responses("/v1/accounts/{id}")["200"] = { description: "", content: { "text/plain": {} } };
  responses("/v1/sessions")["200"] = answerOf({ type: "object", required: ["sessions"] });
  const allowed = responses("/v1/accounts/{id}/trades/{seq}");
  allowed["404"] = answerOf({ $ref: "#/components/schemas/TickerNotFoundProblem" }, "application/problem+json");
  const other = await prismBefore(wrong, await bourse.listen());
  for (const path of ["me/balance", "me", "me/trades/1"]) {
    await fetch(`${other.url}/v1/accounts/${path}`, { headers: person.authorization });
  }
  await fetch(`${other.url}/v1/sessions`, { headers: person.authorization });
  await other.close();
  const told = other.violations().join("\n");
  expect(told).toMatch(/status code/);
  expect(told).toMatch(/media type "application\/json/);
  expect(told).toMatch(/required property 'sessions'/);
  expect(told).toMatch(/ticker-not-found|must be equal to constant|allowed value/);
});

type Operation = { responses: Record<string, object> };

function answerOf(schema: object, media = "application/json"): object {
  return { description: "", content: { [media]: { schema } } };
}
