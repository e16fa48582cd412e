import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ask, openAccount, PASSWORD, signIn, type Answer, type Holder } from "./support/client.ts";
import { CASH } from "./support/load.ts";
import { twoReplicas } from "./support/replicas.ts";

const { one, two, mailFolder } = twoReplicas(() => ({ OPERATORS: "olga" }));
const NEXT = "another horse, another battery";

const balance = (url: string, { token }: Holder): Promise<Answer> => ask(url, "/v1/accounts/me/balance", { token });
const guess = (url: string, username: string): Promise<Answer> =>
  ask(url, "/v1/sessions", { body: { username, password: "a wrong guess" } });

let ada: Holder;
beforeAll(async () => {
  await openAccount(one(), "ada");
  ada = await signIn(two(), "ada");
});

describe("what one server is told, the other knows at the next request", () => {
  it("an account is opened by one, signed in to by the other, and used at both", async () => {
    for (const url of [one(), two()]) expect((await balance(url, ada)).status).toBe(200);
  });

  it("an operator bars it, and lets it go on", async () => {
    await openAccount(two(), "olga");
    const { token } = await signIn(two(), "olga");
    const path = `/v1/accounts/${ada.accountId}/blacklisted`;
    const topUp = () => ask(two(), CASH, { token: ada.token, body: { status: "TOP-UP", amount: "1.00" } });
    expect((await topUp()).status).toBe(201);
    expect((await ask(one(), path, { method: "PUT", token, body: { blacklisted: true } })).status).toBe(200);
    expect((await topUp()).body).toMatchObject({ status: 403, code: "account-blacklisted" });
    expect((await balance(two(), ada)).status).toBe(200);
    expect((await ask(two(), path, { method: "PUT", token, body: { blacklisted: false } })).status).toBe(200);
    const again = await ask(one(), CASH, { token: ada.token, body: { status: "TOP-UP", amount: "1.00" } });
    expect(again).toMatchObject({ status: 201, body: { seq: 2, balance: "2.00" } });
  });

  it("another password ends the other sessions", async () => {
    const other = await signIn(one(), "ada");
    expect((await balance(two(), other)).status).toBe(200);
    const body = { currentPassword: PASSWORD, newPassword: NEXT };
    const changed = await ask(one(), "/v1/accounts/me/password", { method: "PUT", token: ada.token, body });
    expect(changed.status).toBe(204);
    expect((await balance(two(), other)).body).toMatchObject({ status: 401, code: "session-ended" });
    expect((await balance(two(), ada)).status).toBe(200);
  });

  it("a session is ended", async () => {
    expect((await ask(two(), "/v1/sessions/current", { method: "DELETE", token: ada.token })).status).toBe(204);
    expect((await balance(one(), ada)).body).toMatchObject({ status: 401, code: "session-ended" });
  });

  it("a token of a mail is used, once in all", async () => {
    expect((await ask(one(), "/v1/password-resets", { body: { email: "ada@example.com" } })).status).toBe(202);
    await expect.poll(() => readdirSync(mailFolder())).toHaveLength(1);
    const [file = ""] = readdirSync(mailFolder());
    const token = /\/reset\/([\w-]{43})/.exec(readFileSync(join(mailFolder(), file), "utf8"))?.[1] ?? "";
    const reset = (url: string): Promise<Answer> =>
      ask(url, `/v1/password-resets/${token}`, { method: "PUT", body: { password: PASSWORD } });
    expect((await reset(two())).status).toBe(204);
    expect((await reset(one())).body).toMatchObject({ status: 404, code: "reset-not-found" });
  });

  it("an account is closed, and its names are free", async () => {
    const last = await signIn(one(), "ada");
    expect((await balance(two(), last)).body).toMatchObject({ cash: "2.00" });
    expect((await ask(one(), "/v1/accounts/me", { method: "DELETE", token: last.token })).status).toBe(204);
    expect((await balance(two(), last)).status).toBe(401);
    expect((await openAccount(two(), "ada")).status).toBe(201);
  });
});

it("five wrong guesses are free in all, and not five at each server", async () => {
  for (const url of [one(), two(), one(), two(), one()]) expect((await guess(url, "nobody")).status).toBe(401);
  for (const url of [two(), one()]) {
    expect((await guess(url, "nobody")).body).toMatchObject({ status: 429, code: "too-many-attempts" });
  }
});
