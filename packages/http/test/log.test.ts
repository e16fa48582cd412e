import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { alphaVantage } from "@bourse/adapters/alpha-vantage";
import { fileMail } from "@bourse/adapters/mail";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLogger, logEntry } from "../src/logger.ts";
import { logMailFailure } from "../src/mail-log.ts";
import type { Json } from "./support/document.ts";
import { ask, PASSWORD, signIn } from "./support/people.ts";
import { askForReset, resetBy } from "./support/resets.ts";
import { JWT_SECRET, testServer, type TestServer } from "./support/server.ts";
import { upstreamThatTells, type Upstream } from "./support/upstream.ts";

const API_KEY = "API-KEY-TO-BE-FOUND";
const NEW_PASSWORD = "the new one, to be found";
const RESET_PASSWORD = "one set by a mail, to be found";
const WRONG_PASSWORD = "a guess, to be found";
const NAMES = { username: "ada", email: "ada.to.be.found@example.com" };
const KEY = "idempotency-to-be-found";
/** People may register what no mail can be sent to. */
const NO_MAIL = "no.mail.to.be.found@example.com";
const PUBLIC_URL = "https://bourse.example.com";

let upstream: Upstream;
let bourse: TestServer;
const mails = mkdtempSync(join(tmpdir(), "bourse-mail-"));
const secrets: string[] = [];
const written: string[] = [];

const lines = (): Json[] => written.map((line) => JSON.parse(line) as Json);
const saying = (msg: string): Json[] => lines().filter((line) => line["msg"] === msg);

beforeAll(async () => {
  upstream = await upstreamThatTells(API_KEY);
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(...chunk.toString().split("\n").filter(Boolean));
      done();
    },
  });
  const log = createLogger("trace", destination);
  // As main.ts puts them together.
  bourse = await testServer({
    logger: log,
    onRecorded: (entry) => logEntry(log, entry),
    ports: ({ clock }) => ({
      quotes: alphaVantage({
        apiKey: API_KEY,
        url: upstream.url,
        clock,
        onRequest: (request) => log.info(request, "outbound request"),
      }).quotes,
      mail: fileMail({
        folder: mails,
        from: "bourse@localhost",
        publicUrl: () => PUBLIC_URL,
        onWritten: ({ path }) => log.info({ path }, "mail kept as a file"),
        onFailure: logMailFailure(log),
      }),
    }),
  });
  await journey();
});

afterAll(async () => {
  await bourse.close();
  await upstream.close();
  rmSync(mails, { recursive: true, force: true });
});

/** Everything a person does, and everything that goes wrong, with secrets wherever one can be. */
async function journey(): Promise<void> {
  await ask(bourse, "POST", "/v1/accounts", { body: { ...NAMES, password: PASSWORD, dateOfBirth: "1990-05-17" } });
  await ask(bourse, "POST", "/v1/accounts", { body: { ...NAMES, password: PASSWORD, dateOfBirth: "1990-05-17" } });
  const person = await signIn(bourse, { ...NAMES, username: NAMES.email });
  await ask(bourse, "POST", "/v1/sessions", { body: { username: NAMES.email, password: WRONG_PASSWORD } });
  const keyed = { headers: { "idempotency-key": KEY } };
  const cash = { status: "TOP-UP", amount: "10000.00" };
  for (let times = 0; times < 2; times += 1) {
    await person.ask("POST", "/v1/accounts/me/cash-transactions", { body: cash, ...keyed });
  }
  await person.trade("BUY", "AAPL", 10);
  await person.ask("POST", "/sell-stock", { body: { symbol: "AAPL", quantity: 4 } });
  await person.ask("POST", "/account_cash_transactions", {
    body: { account_id: "me", status: "WITHDRAWAL", amount: "0.50" },
  });
  await person.trade("BUY", "AAPL", 1_000_000);
  await person.ask("GET", "/v1/stocks/NOSUCH");
  await person.trade("BUY", "LATE", 1);
  await person.ask("GET", "/view-portfolio");
  for (const path of ["/v1/accounts", "/users"]) {
    await person.ask("GET", `${path}?email=${encodeURIComponent(NAMES.email)}`);
    await person.ask("GET", `${path}?email=${NAMES.email}&x=${person.token}`);
  }
  const login = await ask(bourse, "POST", "/login", { body: { username: NAMES.username, password: PASSWORD } });
  const cookie = String(login.headers["set-cookie"]).split(";")[0] ?? "";
  await ask(bourse, "GET", "/view-portfolio", { headers: { cookie } });
  await ask(bourse, "POST", "/logout", { headers: { cookie } });
  for (const old_password of [WRONG_PASSWORD, PASSWORD]) {
    await person.ask("PUT", "/update-password", { body: { old_password, new_password: NEW_PASSWORD } });
  }
  await person.ask("PATCH", "/v1/accounts/me", { body: { email: `new.${NAMES.email}` } });
  await wrongs(person.token);
  await forgotten(`new.${NAMES.email}`);
  await person.ask("DELETE", "/v1/accounts/me");
  secrets.push(PASSWORD, NEW_PASSWORD, WRONG_PASSWORD, API_KEY, JWT_SECRET, KEY, NAMES.email, "ada.to.be.found");
  for (const token of [person.token, cookie.split("=")[1] ?? ""]) secrets.push(...token.split(".").slice(1));
}

async function forgotten(email: string): Promise<void> {
  for (const each of [email, "nobody.to.be.found@example.com"]) await askForReset(bourse, each);
  const [mail = ""] = readdirSync(mails);
  const token = /\/reset\/(\S+)/.exec(readFileSync(join(mails, mail), "utf8"))?.[1] ?? "";
  expect(token.length).toBeGreaterThan(40);
  for (let times = 0; times < 2; times += 1) await resetBy(bourse, token, RESET_PASSWORD);
  await ask(bourse, "PUT", `/v1/password-resets/${token}?email=${email}`, { raw: RESET_PASSWORD });
  secrets.push(token, RESET_PASSWORD, NO_MAIL, "to.be.found");
  const body = { username: "b-found", email: NO_MAIL, password: PASSWORD, dateOfBirth: "1990-05-17" };
  await ask(bourse, "POST", "/v1/accounts", { body });
  // No mail can be kept where its folder belongs and a file is.
  rmSync(mails, { recursive: true });
  writeFileSync(mails, "");
  await askForReset(bourse, NO_MAIL);
  rmSync(mails);
}

async function wrongs(token: string): Promise<void> {
  const type = { "content-type": "application/json" };
  await ask(bourse, "POST", "/v1/sessions", { raw: `{"password":"${PASSWORD}",`, headers: type });
  await ask(bourse, "POST", "/v1/sessions", { raw: `{"${PASSWORD}":1,"${PASSWORD}":1}`, headers: type });
  await ask(bourse, "POST", "/v1/sessions", { body: { [NAMES.email]: PASSWORD } });
  await ask(bourse, "POST", `/nowhere/${token}?email=${NAMES.email}`);
  await ask(bourse, "GET", `/users/%zz${token}`);
  await ask(bourse, "GET", `/users/${token}?email=${NAMES.email}`);
  await ask(bourse, "GET", "/v1/accounts/me", { headers: { authorization: `Bearer ${token}x` } });
  await bourse.listen();
  const { port } = bourse.server.server.address() as AddressInfo;
  await fetch(`http://127.0.0.1:${port}/v1/accounts/me?${token}`, { headers: { authorization: `Bearer ${token}` } });
}

describe("the log of a whole journey", () => {
  it("is one JSON object a line, each with its level and time", () => {
    expect(written.length).toBeGreaterThan(50);
    for (const line of lines()) {
      expect(line).toMatchObject({ level: expect.any(String) as string, time: expect.any(String) as string });
    }
  });

  it("has one line for each entry, and none for a replay or a refusal", () => {
    const account = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;
    const trade = { ticker: "AAPL", price: "112.00" };
    expect(saying("entry")).toMatchObject([
      { account, seq: 1, what: "TOP-UP", amount: "10000.00" },
      { account, seq: 2, what: "BUYING-SHARES", amount: "-1120.00", ...trade, quantity: 10 },
      { account, seq: 3, what: "SELLING-SHARES", amount: "448.00", ...trade, quantity: 4 },
      { account, seq: 4, what: "WITHDRAWAL", amount: "-0.50" },
    ]);
  });

  it("has one line for each outbound request", () => {
    const outbound = saying("outbound request");
    expect(outbound).toHaveLength(upstream.asked());
    expect(new Set(outbound.map(({ ticker }) => ticker))).toStrictEqual(new Set(["AAPL", "NOSUCH", "LATE"]));
    for (const line of outbound) {
      expect(line).toMatchObject({ function: "GLOBAL_QUOTE", status: 200, milliseconds: expect.any(Number) as number });
    }
  });

  it("tells where each mail is that is a file, and why one is none", () => {
    const path = expect.stringContaining(mails) as string;
    expect(saying("mail kept as a file")).toMatchObject([{ path }]);
    expect(saying("mail failed")).toMatchObject([
      { level: "error", reason: expect.stringMatching(/EEXIST/) as string },
    ]);
  });

  it("tells a request by its route, never by its address", () => {
    const routes = lines().flatMap(({ req }) => (req === undefined ? [] : [(req as Json)["route"]]));
    expect(routes).toContain("/v1/accounts/:id/trades");
    expect(routes).toContain("none");
    expect(JSON.stringify(lines())).not.toContain("?");
  });

  it("has no password, token, key or e-mail in it, in any of the forms they come in", () => {
    const text = written.join("\n");
    expect(secrets.length).toBeGreaterThan(10);
    for (const secret of secrets) {
      const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64").replace(/=+$/, "")];
      for (const form of forms) expect(text.includes(form), `${secret} is in the log`).toBe(false);
    }
  });
});
