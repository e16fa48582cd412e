import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, open, PASSWORD, signIn, type Answer } from "./support/people.ts";
import { problemIn } from "./support/problems.ts";
import { askForReset, mailedToken, resetBy } from "./support/resets.ts";
import { testServer, type TestServer } from "./support/server.ts";

const NEW_PASSWORD = "a much better one";

let bourse: TestServer;

beforeAll(async () => {
  bourse = await testServer();
});

afterAll(() => bourse.close());

/** All of an answer but when it was given, and the id that each request has for itself. */
function told({ status, headers, text }: Answer): unknown {
  const { date: _date, "x-request-id": _id, ...kept } = headers;
  return { status, headers: kept, text };
}

const signing = (username: string, password: string): Promise<Answer> =>
  ask(bourse, "POST", "/v1/sessions", { body: { username, password } });

describe("a forgotten password", () => {
  it("is set anew by the token of the mail, which ends every session", async () => {
    const person = await open(bourse);
    const second = await signIn(bourse, person);
    const other = await open(bourse);
    expect((await askForReset(bourse, person.email)).status).toBe(202);
    const letter = bourse.mail.outbox().at(-1);
    expect(letter).toMatchObject({ kind: "PasswordReset", to: person.email, username: person.username });
    expect(letter?.expiresAt).toBe(bourse.clock.now() + 600_000);
    const reset = await resetBy(bourse, String(letter?.token), NEW_PASSWORD);
    expect([reset.status, reset.text]).toStrictEqual([204, ""]);
    for (const each of [person, second]) {
      const answer = await each.ask("GET", "/v1/accounts/me");
      expect([answer.status, problemIn(answer, "ended").code]).toStrictEqual([401, "session-ended"]);
    }
    expect((await other.ask("GET", "/v1/accounts/me")).status).toBe(200);
    expect((await signing(person.username, PASSWORD)).status).toBe(401);
    expect((await signing(person.username, NEW_PASSWORD)).status).toBe(201);
  });

  it("is set even where others have failed too often to sign in", async () => {
    const person = await open(bourse);
    for (let times = 0; times < 5; times += 1) await signing(person.username, "not the password");
    expect((await signing(person.username, PASSWORD)).status).toBe(429);
    expect((await resetBy(bourse, await mailedToken(bourse, person), NEW_PASSWORD)).status).toBe(204);
    expect((await signing(person.email, NEW_PASSWORD)).status).toBe(201);
  });
});

describe("asking for a reset mail", () => {
  it("is answered alike, known or not, and to the last byte", async () => {
    const person = await open(bourse);
    const known = await askForReset(bourse, person.email);
    expect([known.status, known.text]).toStrictEqual([202, ""]);
    const before = bourse.mail.outbox().length;
    for (const email of ["nobody@example.com", `x${person.email}`]) {
      expect(told(await askForReset(bourse, email))).toStrictEqual(told(known));
    }
    expect(bourse.mail.outbox()).toHaveLength(before);
  });

  it("is answered alike when no mail can be sent", async () => {
    const person = await open(bourse);
    const sent = await askForReset(bourse, person.email);
    bourse.mail.fail(true);
    expect(told(await askForReset(bourse, person.email))).toStrictEqual(told(sent));
    bourse.mail.fail(false);
  });

  it("is refused a fourth time, alike for known and unknown, until the wait is over", async () => {
    const person = await open(bourse);
    const answers: Answer[] = [];
    for (const email of [person.email, "no.such.person@example.com"]) {
      for (let times = 0; times < 3; times += 1) await askForReset(bourse, email);
      answers.push(await askForReset(bourse, email.toUpperCase()));
    }
    const [known, unknown] = answers as [Answer, Answer];
    expect(told(known)).toStrictEqual(told(unknown));
    expect([known.status, known.headers["retry-after"]]).toStrictEqual([429, "300"]);
    bourse.clock.advance(299_000);
    expect((await askForReset(bourse, person.email)).headers["retry-after"]).toBe("1");
    bourse.clock.advance(1000);
    expect((await askForReset(bourse, person.email)).status).toBe(202);
  });
});

describe("a token", () => {
  it("that was used, has expired, was followed by another or never was is answered alike, to the last byte", async () => {
    const [used, replaced, expired] = [await open(bourse), await open(bourse), await open(bourse)];
    const tokens = {
      used: await mailedToken(bourse, used),
      replaced: await mailedToken(bourse, replaced),
      expired: await mailedToken(bourse, expired),
    };
    await mailedToken(bourse, replaced);
    expect((await resetBy(bourse, tokens.used, NEW_PASSWORD)).status).toBe(204);
    bourse.clock.advance(600_000);
    const madeUp = await resetBy(bourse, "A".repeat(43), NEW_PASSWORD);
    expect([madeUp.status, problemIn(madeUp, "made up").code]).toStrictEqual([404, "reset-not-found"]);
    for (const token of [...Object.values(tokens), "x", "%00", "%F0%9F%92%A9", tokens.used.toLowerCase()]) {
      expect(told(await resetBy(bourse, token, NEW_PASSWORD)), token).toStrictEqual(told(madeUp));
    }
    expect((await signing(used.username, NEW_PASSWORD)).status).toBe(201);
    expect((await signing(expired.username, PASSWORD)).status).toBe(201);
  });

  it("is good until its ten minutes are over, and for what breaks no rule", async () => {
    const person = await open(bourse);
    const token = await mailedToken(bourse, person);
    bourse.clock.advance(599_999);
    for (const [password, rule] of [
      ["short", "length"],
      ["iloveyou", "common"],
    ] as const) {
      const answer = await resetBy(bourse, token, password);
      const { code, errors } = problemIn(answer, password);
      expect([answer.status, code, errors]).toMatchObject([400, "invalid-input", [{ field: "password", rule }]]);
      expect(errors[0]?.message).toMatch(/^password /);
    }
    expect((await resetBy(bourse, token, NEW_PASSWORD)).status).toBe(204);
  });

  it("works once however many use it at once", async () => {
    const token = await mailedToken(bourse, await open(bourse));
    const uses = Array.from({ length: 8 }, (_, index) => resetBy(bourse, token, `${NEW_PASSWORD} ${index}`));
    const statuses = (await Promise.all(uses)).map(({ status }) => status);
    expect(statuses.toSorted((one, other) => one - other)).toStrictEqual([
      204,
      ...Array.from({ length: 7 }, () => 404),
    ]);
  });

  it("is of no use once the password, the e-mail or the account is another", async () => {
    for (const change of [
      ["PUT", "/v1/accounts/me/password", { currentPassword: PASSWORD, newPassword: "the holder's own" }],
      ["PATCH", "/v1/accounts/me", { email: "moved.away@example.com" }],
      ["DELETE", "/v1/accounts/me"],
    ] as const) {
      const person = await open(bourse);
      const token = await mailedToken(bourse, person);
      const [method, path, body] = change;
      expect((await person.ask(method, path, body ? { body } : {})).status).toBeLessThan(300);
      expect((await resetBy(bourse, token, NEW_PASSWORD)).status, path).toBe(404);
    }
  });

  it("outlives a restart", async () => {
    const first = await testServer();
    const person = await open(first);
    const token = await mailedToken(first, person);
    const second = await first.restart();
    expect((await resetBy(second, token, NEW_PASSWORD)).status).toBe(204);
    await second.close();
  });
});
