import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { elementsOf, formTo, named } from "../support/html.ts";
import { ask, open, PASSWORD, signIn } from "../support/people.ts";
import { expectProfileRefused } from "../support/profile.ts";
import { testServer, type TestServer } from "../support/server.ts";
import { newGuest, toldAfter, type Guest } from "../support/visitor.ts";

const NEW_PASSWORD = "a much better one";
const CHANGE = { current_password: PASSWORD, password: NEW_PASSWORD, confirmation: NEW_PASSWORD };

let bourse: TestServer;

beforeAll(async () => {
  bourse = await testServer();
});

afterAll(() => bourse.close());

const details = async ({ get }: Guest): Promise<Record<string, string>> => ({
  ...formTo((await get("/profile")).text, "/profile").values,
});

it("each id is once on the page, also when a form of it was refused", async () => {
  const guest = await newGuest(bourse);
  const pages = [await guest.get("/profile"), await guest.post("/profile/password", { ...CHANGE, password: "short" })];
  for (const { text } of pages) {
    const ids = elementsOf(text).flatMap(({ attributes: { id } }) => id ?? []);
    expect(ids).toStrictEqual([...new Set(ids)]);
  }
});

describe("details", () => {
  it("are shown as they are, and changed one by one", async () => {
    const guest = await newGuest(bourse);
    const { username, email } = guest.person;
    const before = { username, email, name: "", date_of_birth: "1990-05-17" };
    expect(await details(guest)).toStrictEqual(before);
    const answer = await guest.post("/profile", { ...before, name: "Ada Lovelace" });
    expect([answer.status, answer.headers.location]).toStrictEqual([303, "/profile"]);
    expect(await toldAfter(guest, answer, "/profile")).toContain("Your details are changed.");
    const moved = { ...before, name: "Ada Lovelace", email: `new-${email}`, username: `new-${username}` };
    expect((await guest.post("/profile", moved)).status).toBe(303);
    expect(await details(guest)).toStrictEqual(moved);
    expect((await guest.post("/profile", { ...moved, name: "" })).status).toBe(303);
    expect((await guest.person.ask("GET", "/v1/accounts/me")).body["name"]).toBeNull();
  });

  it("that are sent as they are change nothing, and keep the reset that was mailed", async () => {
    const guest = await newGuest(bourse);
    await ask(bourse, "POST", "/v1/password-resets", { body: { email: guest.person.email } });
    const token = bourse.mail.outbox().at(-1)?.token ?? "";
    const answer = await guest.post("/profile", await details(guest));
    expect(await toldAfter(guest, answer, "/profile")).toContain("there was nothing to change");
    const reset = await ask(bourse, "PUT", `/v1/password-resets/${token}`, { body: { password: NEW_PASSWORD } });
    expect(reset.status).toBe(204);
  });

  it.each([
    ["username", "ab"],
    ["username", ""],
    ["username", "<script>"],
    ["email", "ada"],
    ["email", ""],
    ["name", "a".repeat(101)],
    ["date_of_birth", ""],
    ["date_of_birth", "1990-02-30"],
    ["date_of_birth", "2120-01-01"],
  ])("with a %s of %j are refused", async (field, value) => {
    const guest = await newGuest(bourse);
    const sent = { ...(await details(guest)), [field]: value };
    const answer = await expectProfileRefused(guest, () => guest.post("/profile", sent), 400, [field]);
    expect(formTo(answer.text, "/profile").values).toStrictEqual(sent);
  });

  it.each(["username", "email"] as const)("with somebody else's %s are refused", async (field) => {
    const [guest, other] = [await newGuest(bourse), await open(bourse)];
    const sent = { ...(await details(guest)), [field]: other[field].toUpperCase() };
    await expectProfileRefused(guest, () => guest.post("/profile", sent), 400, [field]);
  });
});

describe("the password", () => {
  it("is changed by the current one, and the other sessions end", async () => {
    const guest = await newGuest(bourse);
    const other = await signIn(bourse, guest.person);
    const answer = await guest.post("/profile/password", CHANGE);
    expect([answer.status, answer.headers.location]).toStrictEqual([303, "/profile"]);
    expect(await toldAfter(guest, answer, "/profile")).toContain("Your password is changed");
    expect((await other.ask("GET", "/v1/accounts/me")).status).toBe(401);
    await signIn(bourse, guest.person, NEW_PASSWORD);
  });

  it.each([
    ["a wrong current one", { current_password: "not the password" }, "current_password"],
    ["no current one", { current_password: "" }, "current_password"],
    ["a wrong confirmation", { confirmation: "a much better One" }, "confirmation"],
    ["a short one", { password: "short", confirmation: "short" }, "password"],
    ["a common one", { password: "iloveyou", confirmation: "iloveyou" }, "password"],
  ])("is not changed with %s, and none is shown again", async (_, change, field) => {
    const guest = await newGuest(bourse);
    const sent = { ...CHANGE, ...change };
    const { text } = await expectProfileRefused(guest, () => guest.post("/profile/password", sent), 400, [field]);
    const { values } = formTo(text, "/profile/password");
    expect(values).toStrictEqual({ current_password: "", password: "", confirmation: "" });
    await signIn(bourse, guest.person);
  });

  it("has to wait when too many wrong ones were tried", async () => {
    const guest = await newGuest(bourse);
    const wrong = { ...CHANGE, current_password: "not the password" };
    for (let times = 0; times < 5; times += 1) await guest.post("/profile/password", wrong);
    const send = () => guest.post("/profile/password", CHANGE);
    const { headers } = await expectProfileRefused(guest, send, 429, ["current_password"]);
    expect(headers["retry-after"]).toBe("15");
  });

  it("tells a password manager whose it is, and sends nothing of that", async () => {
    const guest = await newGuest(bourse);
    const { text } = await guest.get("/profile");
    const form = named(elementsOf(text), "form").find(({ attributes }) => attributes["action"] === "/profile/password");
    const told = named(form?.inside ?? [], "input").filter(
      ({ attributes }) => attributes["autocomplete"] === "username",
    );
    const { username } = guest.person;
    const rest = { type: "text", readonly: "", hidden: "", autocomplete: "username" };
    expect(told.map(({ attributes }) => attributes)).toStrictEqual([{ ...rest, value: username }]);
  });
});
