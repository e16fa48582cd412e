import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "./support/document.ts";
import { ask, open, signIn, type Person } from "./support/people.ts";
import { problemIn } from "./support/problems.ts";
import { testServer, type TestServer } from "./support/server.ts";

let bourse: TestServer;

beforeAll(async () => {
  bourse = await testServer();
});

afterAll(() => bourse.close());

const sessionsOf = async ({ ask: asking }: Person): Promise<Json[]> =>
  (await asking("GET", "/v1/sessions")).body["items"] as Json[];

describe("/v1/sessions", () => {
  it("tells where one is signed in, newest first, and never a token", async () => {
    const startedAt = new Date(bourse.clock.now()).toISOString();
    const expiresAt = new Date(bourse.clock.now() + 86_400_000).toISOString();
    const first = await open(bourse);
    bourse.clock.advance(1000);
    const second = await signIn(bourse, first);
    await open(bourse);
    const answer = await first.ask("GET", "/v1/sessions");
    const id = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;
    expect(answer.body).toStrictEqual({
      items: [
        { id, startedAt: expect.any(String) as string, expiresAt: expect.any(String) as string, current: false },
        { id, startedAt, expiresAt, current: true },
      ],
      nextCursor: null,
    });
    for (const { token } of [first, second]) expect(answer.text).not.toContain(token.split(".")[2]);
    expect((await sessionsOf(second)).map(({ current }) => current)).toStrictEqual([true, false]);
  });

  it("ends one of them at once, and no other", async () => {
    const first = await open(bourse);
    const second = await signIn(bourse, first);
    const third = await signIn(bourse, first);
    const [, lost] = await sessionsOf(third);
    const path = `/v1/sessions/${String(lost?.["id"])}`;
    const ended = await first.ask("DELETE", path);
    expect([ended.status, ended.text]).toStrictEqual([204, ""]);
    expect((await second.ask("GET", "/v1/accounts/me")).status).toBe(401);
    expect(await sessionsOf(third)).toHaveLength(2);
    const again = await first.ask("DELETE", path);
    expect([again.status, problemIn(again, "again").code]).toStrictEqual([404, "session-not-found"]);
  });

  it("ends the one that asks, by its id as by `current`", async () => {
    const first = await open(bourse);
    const [own] = await sessionsOf(first);
    expect((await first.ask("DELETE", `/v1/sessions/${String(own?.["id"])}`)).status).toBe(204);
    expect((await first.ask("GET", "/v1/sessions")).status).toBe(401);
  });

  it("forgets what has expired", async () => {
    const first = await open(bourse);
    bourse.clock.advance(86_399_000);
    const second = await signIn(bourse, first);
    bourse.clock.advance(1000);
    expect(await sessionsOf(second)).toHaveLength(1);
  });

  it("ends a session by cookie only for this site", async () => {
    const person = await open(bourse);
    const headers = { cookie: `bourse_session=${person.token}` };
    const answer = await ask(bourse, "DELETE", "/v1/sessions/current", { headers });
    expect([answer.status, problemIn(answer, "cross-site").code]).toStrictEqual([403, "cross-site"]);
    expect(await sessionsOf(person)).toHaveLength(1);
  });
});
