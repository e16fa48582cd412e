import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { elementsOf, formsOf, formTo, mainText, named, wrongFields } from "../support/html.ts";
import { ask, open, PASSWORD, snapshot, type Answer } from "../support/people.ts";
import { mailedToken } from "../support/resets.ts";
import { testServer, type TestServer } from "../support/server.ts";
import { stranger, toldAfter, visitorOf, type Visitor } from "../support/visitor.ts";

const NEW_PASSWORD = "a much better one";

let bourse: TestServer;
let visitor: Visitor;

beforeAll(async () => {
  bourse = await testServer();
  visitor = stranger(bourse);
});

afterAll(() => bourse.close());

const signing = async (username: string, password: string): Promise<number> =>
  (await ask(bourse, "POST", "/v1/sessions", { body: { username, password } })).status;

/** All of an answer but when it was given. */
const told = ({ status, text, headers }: Answer): readonly unknown[] => [
  status,
  text,
  headers.location,
  headers["set-cookie"],
];

describe("/forgot", () => {
  it("asked from this machine itself, as by a proxy that is not trusted, keeps nobody else out", async () => {
    for (let guess = 0; guess < 60; guess += 1) {
      expect((await visitor.post("/forgot", { email: `guess-${guess}@example.com` })).status).toBe(303);
    }
  });

  it("answers alike whether or not anybody has the e-mail, and mails whoever has", async () => {
    const { email } = await open(bourse);
    const [known, unknown] = [
      await visitor.post("/forgot", { email }),
      await visitor.post("/forgot", { email: "no@example.com" }),
    ];
    expect(told(known)).toStrictEqual(told(unknown));
    expect([known.status, known.headers.location]).toStrictEqual([303, "/signin"]);
    expect(await toldAfter(visitor, known, "/signin")).toContain("a mail with a link is on its way");
    expect(bourse.mail.outbox().map(({ to }) => to)).toStrictEqual([email]);
  });

  it.each(["", "ada", "ada@example", "<script>@exa mple.com"])("refuses %j, which is no e-mail", async (email) => {
    const mails = bourse.mail.outbox().length;
    const answer = await visitor.post("/forgot", { email });
    expect([answer.status, wrongFields(answer.text)]).toStrictEqual([400, ["email"]]);
    expect(formTo(answer.text, "/forgot").values).toStrictEqual({ email });
    expect(bourse.mail.outbox()).toHaveLength(mails);
  });

  it("says how long to wait when too many mails were asked for", async () => {
    const { email } = await open(bourse);
    for (let times = 0; times < 3; times += 1) await visitor.post("/forgot", { email });
    const answer = await visitor.post("/forgot", { email });
    expect([answer.status, answer.headers["retry-after"], wrongFields(answer.text)]).toStrictEqual([
      429,
      "300",
      ["email"],
    ]);
  });

  it("is there for whoever is signed in as well", async () => {
    const person = await open(bourse);
    const { text } = await visitorOf(bourse, person).get("/forgot");
    expect(mainText(text)).toContain("Forgot your password?");
    expect(text).toContain(`Signed in as <strong>${person.username}</strong>`);
  });
});

describe("/reset/{token}", () => {
  it("sets a password once, and ends every session", async () => {
    const person = await open(bourse);
    const action = `/reset/${await mailedToken(bourse, person)}`;
    const fields = { password: NEW_PASSWORD, confirmation: NEW_PASSWORD };
    expect(formTo((await visitor.get(action)).text, action).values).toStrictEqual({ password: "", confirmation: "" });
    const reset = await visitor.post(action, fields);
    expect([reset.status, reset.headers.location]).toStrictEqual([303, "/signin"]);
    expect(await toldAfter(visitor, reset, "/signin")).toContain("Your password is changed. Sign in with it.");
    expect((await person.ask("GET", "/v1/accounts/me")).status).toBe(401);
    const again = await visitor.post(action, { password: "yet another one", confirmation: "yet another one" });
    expectOver(again);
    expect([await signing(person.username, NEW_PASSWORD), await signing(person.username, PASSWORD)]).toStrictEqual([
      201, 401,
    ]);
  });

  it.each([
    ["another confirmation", NEW_PASSWORD, "a much better One", ["confirmation"]],
    ["no confirmation", NEW_PASSWORD, "", ["confirmation"]],
    ["a short one", "short", "short", ["password"]],
    ["a common one", "iloveyou", "iloveyou", ["password"]],
    ["nothing", "", "", ["password"]],
  ])("refuses %s, names the field, and the link still works", async (_, password, confirmation, wrong) => {
    const person = await open(bourse);
    const action = `/reset/${await mailedToken(bourse, person)}`;
    const before = await snapshot(person);
    const answer = await visitor.post(action, { password, confirmation });
    expect([answer.status, wrongFields(answer.text)]).toStrictEqual([400, wrong]);
    expect(formTo(answer.text, action).values).toStrictEqual({ password: "", confirmation: "" });
    expect(await snapshot(person)).toStrictEqual(before);
    const fields = { password: NEW_PASSWORD, confirmation: NEW_PASSWORD };
    expect((await visitor.post(action, fields)).status).toBe(303);
  });

  it("says that a link which has expired or never was is over, and where to ask for another", async () => {
    const expired = await mailedToken(bourse, await open(bourse));
    bourse.clock.advance(600_000);
    for (const token of [expired, "A".repeat(43), "x", "%22%3E%3Cscript%3E", "%00", "%F0%9F%92%A9"]) {
      expectOver(await visitor.post(`/reset/${token}`, { password: NEW_PASSWORD, confirmation: NEW_PASSWORD }));
    }
  });
});

function expectOver({ status, text }: Answer): void {
  expect([status, formsOf(text)]).toStrictEqual([400, []]);
  expect(mainText(text)).toContain("There is no such reset, or it is over; ask for another.");
  const [main] = named(elementsOf(text), "main");
  expect(named(main?.inside ?? [], "a").map(({ attributes }) => attributes["href"])).toStrictEqual(["/forgot"]);
}
