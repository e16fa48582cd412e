import { instant, money, type StockProfile, type Ticker } from "@bourse/core";
import { okAsync } from "neverthrow";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ADA, AT, CLOSES } from "../src/schemas/story.ts";
import type { Json } from "./support/document.ts";
import { examplesIn, type Example } from "./support/examples.ts";
import { ask, open, OPERATOR, PASSWORD, signIn, type Answer, type Method, type Person } from "./support/people.ts";
import { mailedToken } from "./support/resets.ts";
import { testServer, type TestServer } from "./support/server.ts";

const NOW = instant(Date.parse(AT));
const [HOUR, YEARS] = [3_600_000, 50 * 365 * 86_400];
const ADAS = { username: "ada", email: "ada@example.com" };
const APPLE: StockProfile = {
  ticker: "AAPL" as Ticker,
  name: "Apple Inc.",
  exchange: "NASDAQ",
  sector: "TECHNOLOGY",
  industry: "CONSUMER ELECTRONICS",
  description: "Apple Inc. designs smartphones and computers.",
  marketCapitalization: money(34_000_000_000_000_000n),
  dividendPerShare: money(10_200n),
  fiftyTwoWeekHigh: money(2_601_000n),
  fiftyTwoWeekLow: money(1_640_800n),
  asOf: AT.slice(0, 10) as NonNullable<StockProfile["asOf"]>,
};

/** What differs from one machine and one moment to the next, and where prices come from. */
const VARIES = new Set(["accountId", "expiresAt", "id", "quotes", "source", "token"]);

let bourse: TestServer;
let operator: Person;

beforeAll(async () => {
  const apple = { ...APPLE };
  bourse = await testServer({
    policy: { sessionLifetime: YEARS },
    ports: () => ({
      directory: {
        profile: () => okAsync(apple),
        search: () => okAsync([{ ticker: apple.ticker, name: apple.name, exchange: apple.exchange }]),
      },
    }),
  });
  bourse.clock.set(NOW);
  bourse.calendar.trade(14.5, 21);
  bourse.market.set("AAPL", "112.00");
  bourse.market.setPreviousClose("AAPL", "111.50");
  for (const { day, close } of CLOSES) bourse.market.setClose("AAPL", day, close);
  operator = await open(bourse, OPERATOR);
});

afterAll(() => bourse.close());

/** How far the story has come when an operation is asked. */
const NOBODY = new Set(["openAccount", "createAccount", "createUser", "checkHealth", "getMetrics"]);
const NO_CASH = new Set(["moveCash", "createAccountCashTransaction"]);
const CASH = new Set(["placeTrade", "buyStock", "tradeStock"]);
const CLOSED = new Set(["listCloses", "getPortfolioHistory"]);

async function tellUntil(id: string): Promise<Person> {
  await ask(bourse, "POST", "/v1/accounts", {
    body: { ...ADAS, password: PASSWORD, dateOfBirth: "1990-05-17", name: "Ada Lovelace" },
  });
  const person = await signIn(bourse, ADAS);
  if (NO_CASH.has(id)) return person;
  await person.topUp("10000.00");
  if (CASH.has(id)) return person;
  await person.trade("BUY", "AAPL", 10);
  if (CLOSED.has(id)) bourse.clock.advance(7 * HOUR);
  return person;
}

async function answerTo({ id, method, url, body }: Example): Promise<Answer> {
  if (NOBODY.has(id)) return ask(bourse, method as Method, url, body && { body });
  const ada = await tellUntil(id);
  const given = body && { body: JSON.parse(JSON.stringify(body).replaceAll(ADA, ada.id)) as Json };
  if (id === "setBlacklisted") return operator.ask("PUT", url.replace("me", ada.id), given);
  if (id === "resetPassword") return ada.ask("PUT", `/v1/password-resets/${await mailedToken(bourse, ada)}`, given);
  return ada.ask(method as Method, url, given);
}

/** Closes Ada's account, whatever an operation has made of it, so that the story can begin again. */
async function forgetAda(): Promise<void> {
  bourse.clock.set(NOW);
  const found = await operator.ask("GET", "/v1/accounts?email=ada@example.com");
  if (found.status === 404) return;
  await operator.ask("PUT", `/v1/accounts/${String(found.body["id"])}/blacklisted`, { body: { blacklisted: false } });
  for (const password of [PASSWORD, "battery staple, correct"]) {
    const { body } = await ask(bourse, "POST", "/login", { body: { username: ADAS.username, password } });
    const headers = { authorization: `Bearer ${String(body["token"])}` };
    if ("token" in body) await ask(bourse, "DELETE", "/v1/accounts/me", { headers });
  }
}

/** Figures are those of the moment; that there are such is what an example of them says. */
const firstWords = (shown: unknown): unknown => (typeof shown === "string" ? shown.split("{")[0] : shown);
const SHOWN_FIGURE = "bourse_entries_total";

function shownBy({ text, headers, body }: Answer): unknown {
  if (text === "") return undefined;
  const isText = String(headers["content-type"]).startsWith("text/plain");
  return isText && text.includes(SHOWN_FIGURE) ? SHOWN_FIGURE : body;
}

/** The value, with only its type for whatever varies. */
function steady(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(steady);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, VARIES.has(name) ? typeof inner : steady(inner)]),
  );
}

it("each of the document's examples is answered as it says, to the cent", async () => {
  const examples = examplesIn(bourse.document);
  expect(examples.length).toBeGreaterThan(40);
  for (const example of examples) {
    const answer = await answerTo(example);
    const what = `${example.id}: ${example.method} ${example.url} ${JSON.stringify(example.body)}: ${answer.text}`;
    expect(answer.status, what).toBe(example.status);
    expect(steady(shownBy(answer)), what).toStrictEqual(steady(firstWords(example.answer)));
    await forgetAda();
  }
});

it("and whoever asks a server whose disk has failed is answered as the document shows that", async () => {
  const failed = await testServer({ state: () => "failed" });
  const { status, body } = await ask(failed, "GET", "/healthcheck");
  const answers = (bourse.document["paths"] as Shown)["/healthcheck"]?.get.responses ?? {};
  expect([status, steady(body)]).toStrictEqual([503, steady(answers[503]?.content["application/json"]["example"])]);
  await failed.close();
});

type Shown = Record<string, { get: { responses: Record<number, { content: Record<"application/json", Json> }> } }>;
