import * as fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { anyText, asRead, expectInert, HOSTILE } from "../support/hostile.ts";
import { formTo, mainText, named, elementsOf, type Form } from "../support/html.ts";
import { expectUnchanged, findForms, pageRoutes, type Found } from "../support/page-forms.ts";
import { testServer, type TestServer } from "../support/server.ts";
import { newGuest, stranger } from "../support/visitor.ts";

let bourse: TestServer;
let forms: readonly Found[];

beforeAll(async () => {
  bourse = await testServer();
  forms = await findForms(bourse);
});

afterAll(() => bourse.close());

/** What a person types into, and sees again; a number, a date and an e-mail are text too. */
function typedIn({ controls }: Form): readonly string[] {
  return controls
    .filter(({ name, attributes }) => name === "input" && !["checkbox", "hidden"].includes(attributes["type"] ?? ""))
    .map(({ attributes }) => attributes["name"] ?? "");
}

const isPassword = (form: Form, field: string): boolean =>
  form.controls.some(({ attributes }) => attributes["name"] === field && attributes["type"] === "password");

/** Sends one text in every field there is to type into, and holds the page to it. */
async function expectText(
  { form, path, visitor }: Found,
  text: string,
  names: readonly string[] = typedIn(form),
): Promise<void> {
  const typed = Object.fromEntries(names.map((name) => [name, text]));
  // Nearly any text is a good password, if it is the same twice.
  const confirmation = "confirmation" in typed ? { confirmation: `${text}.` } : {};
  const what = `${path} with ${JSON.stringify(text.slice(0, 60))}`;
  const answer = await visitor.post(form.action, { ...form.values, ...typed, ...confirmation });
  // Too many wrong passwords have to wait.
  expect([400, 429], what).toContain(answer.status);
  expectInert(answer.text, what);
  const { values } = formTo(answer.text, form.action);
  const shown = Object.keys(typed).map((name) => [name, isPassword(form, name) ? "" : asRead(text)]);
  expect(values, what).toMatchObject(Object.fromEntries(shown));
}

it("whatever is typed comes back as text, never a password, and changes nothing", async () => {
  for (const found of forms.filter(({ form }) => typedIn(form).length > 0)) {
    await expectUnchanged(bourse, found, async () => {
      for (const text of HOSTILE) await expectText(found, text);
    });
  }
});

it("ten thousand characters come back from any field, however many bytes each of them is", async () => {
  for (const found of forms.filter(({ form }) => form.method === "post" && typedIn(form).length > 0)) {
    for (const name of typedIn(found.form)) {
      for (const character of ["<", "\u202E", "🔑"]) await expectText(found, character.repeat(10_000), [name]);
    }
  }
});

it("any text comes back from any form as it was typed", async () => {
  const open = new Map(forms.filter(({ form }) => typedIn(form).length > 0).map((found) => [found.path, found]));
  const law = fc.asyncProperty(fc.constantFrom(...open.keys()), anyText, async (path, text) => {
    const found = open.get(path);
    // An amount is a good one, and any other text is none.
    fc.pre(found !== undefined && !/^\s*\$?[\d,]*\d/.test(text));
    await expectText(found, text);
  });
  await fc.assert(law, { numRuns: 200 });
});

it("a field that nobody can type into is held to be text all the same", async () => {
  for (const { form, path, visitor } of forms) {
    for (const text of HOSTILE) {
      const fields = Object.fromEntries(Object.keys(form.values).map((name) => [name, text]));
      const answer = await visitor.post(form.action, fields);
      expect([303, 400, 429], path).toContain(answer.status);
      expectInert(answer.text, path);
    }
  }
});

it("any text in the address of any page is text there", async () => {
  const paths = pageRoutes(bourse).filter(({ path, methods }) => methods.includes("GET") && !path.endsWith(".csv"));
  const guest = await newGuest(bourse);
  const names = ["symbol", "kind", "before", "after", "next", "at", "from", "to", "search"];
  for (const visitor of [guest, stranger(bourse)]) {
    for (const { path } of paths) {
      for (const text of HOSTILE) {
        const query = new URLSearchParams(names.map((name) => [name, text.slice(0, 1000)]));
        const page = path.replace(":token", encodeURIComponent(text.slice(0, 20)));
        const answer = await visitor.get(`${page}?${query.toString()}`);
        expect(answer.status, `${path} with ${text}`).toBeLessThan(500);
        expectInert(answer.text, path);
      }
    }
  }
});

it("a name and an e-mail that are markup are text wherever they are shown", async () => {
  const { get, post, person } = await newGuest(bourse);
  const details = {
    username: person.username,
    email: `'&amp={}|~${person.username}@example.com`,
    name: `</title>'"><img src=x onerror=alert(1)>`,
    date_of_birth: "1990-05-17",
  };
  expect((await post("/profile", details)).status).toBe(303);
  const { text } = await get("/profile");
  expectInert(text, "/profile");
  expect(formTo(text, "/profile").values).toStrictEqual(details);
});

it("what was just done is told in the server's own words alone", async () => {
  const { get } = await newGuest(bourse);
  for (const told of ["<script>", "%3Cb%3Ehello", "constructor", "trade.99", "cash.0", "trade.x", "__proto__"]) {
    const { status, text } = await get("/cash", { cookie: `bourse_done=${told}` });
    expect([
      status,
      named(elementsOf(text), "p").filter(({ attributes }) => attributes["role"] === "status"),
    ]).toStrictEqual([200, []]);
    expect(mainText(text)).not.toContain("hello");
  }
});
