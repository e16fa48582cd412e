import { afterAll, beforeAll, expect, it } from "vitest";
import type { Json } from "./support/document.ts";
import { testServer, type TestServer } from "./support/server.ts";

let bourse: TestServer;

beforeAll(async () => {
  bourse = await testServer();
});

afterAll(() => bourse.close());

/** What a property's name says that it is; everything else is neither money, time, day, id nor ticker. */
const FORMATS: readonly (readonly [format: string, names: RegExp])[] = [
  [
    "decimal",
    /^(cash|amount|balance|close|price|cost|averageCost|marketValue|holdingsValue|totalValue|portfolio_value)$/,
  ],
  ["decimal", /^(realisedGain|unrealisedGain)$|(Value|Gain|Cost|Price|_value)$/],
  ["decimal", /^(previousClose|dayChange|marketCapitalization|dividendPerShare|fiftyTwoWeekHigh|fiftyTwoWeekLow)$/],
  ["date-time", /(At|Until|creationDate|asOf)$/],
  ["date", /^(dateOfBirth|date_of_birth|tradingDay|day|detailsAsOf)$/],
  ["uuid", /^(id|accountId|account_id)$/],
  ["ticker", /^(ticker|symbol)$/],
  ["email", /^email$/],
  ["password", /password$/i],
];

const OTHERWISE = new Set(
  [
    "action",
    "age",
    "blacklisted",
    "code",
    "complete",
    "current",
    "cursor",
    "database",
    "detail",
    "errors",
    "exchange",
    "field",
  ].concat(
    [
      "freshness",
      "holdings",
      "items",
      "limit",
      "message",
      "name",
      "nextCursor",
      "quantity",
      "quote",
      "quotes",
      "reason",
      "description",
      "industry",
      "sector",
      "requestBudget",
      "perDay",
      "usedToday",
      "left",
      "keptForTrades",
    ],
    ["asked", "held", "maximum", "minimumAge", "retryAfter"],
    ["rule", "seq", "source", "status", "title", "token", "type", "username"],
  ),
);

type Property = { readonly where: string; readonly name: string; readonly schema: Json };

/** Every property of every schema in the document, wherever it stands. */
function propertiesIn(value: unknown, where: string): Property[] {
  if (typeof value !== "object" || value === null) return [];
  const own =
    "properties" in value && "type" in value
      ? Object.entries(value.properties as Json).map(([name, schema]) => ({ where, name, schema: schema as Json }))
      : [];
  return [...own, ...Object.entries(value).flatMap(([name, inner]) => propertiesIn(inner, `${where}/${name}`))];
}

function formatOf(name: string): string | undefined {
  return FORMATS.find(([, names]) => names.test(name))?.[0];
}

it("every money, time, day, id and ticker in a body is text with its format", () => {
  const properties = propertiesIn(bourse.document, "");
  expect(properties.length).toBeGreaterThan(100);
  const formats = new Set(properties.map(({ name }) => formatOf(name)));
  expect(formats.size).toBe(new Set(FORMATS.map(([format]) => format)).size + 1);
  for (const { where, name, schema } of properties) {
    const what = `${where}: ${name}`;
    const format = formatOf(name);
    const types = [schema["type"]].flat();
    expect(format === undefined ? OTHERWISE.has(name) : types.includes("string"), what).toBe(true);
    expect(schema["format"], what).toBe(format ?? (name === "type" ? "uri" : undefined));
  }
});

it("and a ticker in a path or a query is, too", () => {
  const parameters = Object.values(bourse.document["paths"] as Json)
    .flatMap((item) => Object.values(item as Json))
    .flatMap((operation) => ((operation as Json)["parameters"] ?? []) as { name: string; schema: Json }[])
    .filter(({ name }) => ["ticker", "symbol", "email"].includes(name));
  expect(parameters).toHaveLength(6);
  for (const { name, schema } of parameters) {
    expect(schema["format"]).toBe(name === "email" ? "email" : "ticker");
  }
});
