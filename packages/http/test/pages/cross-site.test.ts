import { afterAll, beforeAll, expect, it } from "vitest";
import { operationsOf } from "@bourse/testkit/open-api";
import { open, OPERATOR } from "../support/people.ts";
import { expectUnchanged, findForm, findForms, goodValues, type Found } from "../support/page-forms.ts";
import { problemIn } from "../support/problems.ts";
import { testServer, type TestServer } from "../support/server.ts";

let bourse: TestServer;
let forms: readonly Found[];

beforeAll(async () => {
  bourse = await testServer();
  forms = await findForms(bourse);
});

afterAll(() => bourse.close());

const OTHER_SITES: readonly Readonly<Record<string, string>>[] = [
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
  { origin: "https://evil.example" },
  { origin: "null" },
];

it("every form that changes something is found, and has one button", () => {
  expect(forms.map(({ path }) => path)).toStrictEqual(
    expect.arrayContaining(["/buy", "/profile/close", "/reset/:token"]),
  );
  for (const { path, form } of forms) expect(form.submits, path).toBe(1);
});

it("every form is refused to another site, and nothing is changed", async () => {
  for (const found of forms) {
    const { form, path, visitor } = found;
    await expectUnchanged(bourse, found, async () => {
      for (const headers of OTHER_SITES) {
        const answer = await visitor.post(form.action, goodValues(found), headers);
        expect([answer.status, answer.headers["set-cookie"]], path).toStrictEqual([403, undefined]);
      }
    });
  }
});

it("every form does what it says for a page of this site", async () => {
  for (const { path, page } of forms) {
    for (const headers of [{ "sec-fetch-site": "same-origin" }, { origin: "http://localhost" }]) {
      const found = await findForm(bourse, path, [page]);
      const answer = await found.visitor.post(found.form.action, goodValues(found), headers);
      expect([answer.status, answer.text], path).toStrictEqual([303, ""]);
    }
  }
});

it("no form is a body for the API", async () => {
  const person = await open(bourse, OPERATOR);
  const operations = operationsOf(bourse.document).filter(({ operation }) => Object.hasOwn(operation, "requestBody"));
  expect(operations.length).toBeGreaterThan(10);
  for (const { path, method } of operations) {
    const answer = await person.ask(method.toUpperCase() as "POST", path.replaceAll(/\{\w+\}/g, "me"), {
      raw: "username=ada&symbol=AAPL&quantity=1",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect([answer.status, problemIn(answer, path).code], path).toStrictEqual([415, "unsupported-media-type"]);
  }
});
