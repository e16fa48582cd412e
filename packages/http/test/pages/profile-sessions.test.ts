import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SESSION_COOKIE } from "../../src/auth.ts";
import { elementsOf, formsOf, mainText, named } from "../support/html.ts";
import { ask, open, PASSWORD, signIn } from "../support/people.ts";
import { expectProfileRefused } from "../support/profile.ts";
import { testServer, type TestServer } from "../support/server.ts";
import { newGuest, stranger, toldAfter, visitorOf } from "../support/visitor.ts";

let bourse: TestServer;

beforeAll(async () => {
  bourse = await testServer();
});

afterAll(() => bourse.close());

/** The sessions that a page has a form to end. */
const idsIn = (page: string): readonly (string | undefined)[] =>
  formsOf(page).flatMap(({ values }) => ("session" in values ? [values["session"]] : []));

describe("sessions", () => {
  it("are listed, and each can be ended, this one too", async () => {
    const guest = await newGuest(bourse);
    bourse.clock.advance(60_000);
    const other = await signIn(bourse, guest.person);
    const page = (await guest.get("/profile")).text;
    const items = named(elementsOf(page), "li").filter(({ text }) => text.startsWith("Begun"));
    expect(items.map(({ text }) => text.includes("this one"))).toStrictEqual([false, true]);
    const [otherId = "", thisId = ""] = idsIn(page);
    const ended = await guest.post("/profile/sessions", { session: otherId });
    expect([ended.status, ended.headers.location]).toStrictEqual([303, "/profile"]);
    expect((await other.ask("GET", "/v1/accounts/me")).status).toBe(401);
    expect(idsIn((await guest.get("/profile")).text)).toStrictEqual([thisId]);
    const left = await guest.post("/profile/sessions", { session: thisId });
    expect([left.status, left.headers.location]).toStrictEqual([303, "/signin"]);
    expect(String(left.headers["set-cookie"])).toContain(`${SESSION_COOKIE}=;`);
    expect((await guest.get("/profile")).headers.location).toContain("/signin");
  });

  it("that began at one moment have names of their own", async () => {
    const guest = await newGuest(bourse);
    for (let times = 0; times < 2; times += 1) await signIn(bourse, guest.person);
    const forms = named(elementsOf((await guest.get("/profile")).text), "form");
    const names = forms.map(({ attributes }) => attributes["aria-label"]);
    expect(names).toHaveLength(6);
    expect(new Set(names).size).toBe(6);
  });

  it("of others, and those that are none, are refused", async () => {
    const [guest, other] = [await newGuest(bourse), await newGuest(bourse)];
    const [theirs = ""] = idsIn((await other.get("/profile")).text);
    for (const session of [theirs, "", "<script>", "x".repeat(10_000)]) {
      await expectProfileRefused(guest, () => guest.post("/profile/sessions", { session }), 400, []);
    }
    expect((await other.get("/profile")).status).toBe(200);
  });
});

describe("closing the account", () => {
  it("takes a tick", async () => {
    const guest = await newGuest(bourse);
    for (const confirm of ["", "no", "<script>"]) {
      await expectProfileRefused(guest, () => guest.post("/profile/close", { confirm }), 400, ["confirm"]);
    }
  });

  it("signs out, says so, and forgets the person", async () => {
    const guest = await newGuest(bourse);
    const closed = await guest.post("/profile/close", { confirm: "yes" });
    expect([closed.status, closed.headers.location]).toStrictEqual([303, "/signin"]);
    expect(String(closed.headers["set-cookie"])).toContain(`${SESSION_COOKIE}=;`);
    expect(await toldAfter(stranger(bourse), closed, "/signin")).toContain("Your account is closed");
    const { username } = guest.person;
    const again = await ask(bourse, "POST", "/v1/sessions", { body: { username, password: PASSWORD } });
    expect(again.status).toBe(401);
  });

  it("and the other forms can be gone back to by their addresses", async () => {
    const { get } = visitorOf(bourse, await open(bourse));
    for (const path of ["/profile/password", "/profile/sessions", "/profile/close"]) {
      expect((await get(path)).headers.location).toBe("/profile");
    }
    expect(mainText((await get("/profile")).text)).toContain("This cannot be undone.");
  });
});
