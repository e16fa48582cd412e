import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, operations, paths } from "./bourse.ts";

/**
 * What somebody writes who has the document and nothing else. `bourse.ts` is what `openapi-typescript` makes of it; the
 * test puts the two into one folder, has TypeScript check them, and runs this against a server.
 */
const [baseUrl = "", username = "ada", password = "correct horse battery"] = process.argv.slice(2);
const newPassword = "battery staple, correct";

type Schemas = components["schemas"];

const bourse = createClient<paths>({ baseUrl });
const me = { id: "me" };

/** The answer's body, or an error that tells the problem. */
function good<Data>({ data, error }: { data?: Data; error?: Schemas["Problem"] }): Data {
  if (data === undefined) throw new Error(`${error?.code}: ${error?.detail}`);
  return data;
}

function signInAs(token: string): { Authorization: string } {
  return { Authorization: `Bearer ${token}` };
}

const opened = await bourse.POST("/v1/accounts", {
  body: { username, email: `${username}@example.com`, password, dateOfBirth: "1990-05-17" },
});
const account: Schemas["Account"] = good(opened);
assert.equal(opened.response.status, 201);
assert.equal(account.name, null);
// @ts-expect-error: nobody has to have told a name
account.name?.toUpperCase() satisfies string;

// A wrong password is a problem among others, told apart by its code.
const refused = await bourse.POST("/v1/sessions", { body: { username, password: "correct horse batteries" } });
assert.equal(refused.error?.code, "wrong-credentials");
// @ts-expect-error: a sign-in never answers this code
assert.equal(refused.error?.code === "insufficient-cash", false);

const session = good(await bourse.POST("/v1/sessions", { body: { username, password } }));
assert.equal(session.accountId, account.id);
const headers = signInAs(session.token);

const topUp: Schemas["CashMovement"] = { status: "TOP-UP", amount: "10000.00" };
const cash = good(
  await bourse.POST("/v1/accounts/{id}/cash-transactions", { params: { path: me }, headers, body: topUp }),
);
assert.equal(cash.balance, "10000.00");

const order = (action: "BUY" | "SELL", quantity: number, key: string) =>
  bourse.POST("/v1/accounts/{id}/trades", {
    params: { path: me, header: { "idempotency-key": key } },
    headers,
    body: { action, ticker: "AAPL", quantity },
  });
// @ts-expect-error: money and shares are not one another
void ((quantity: string) => order("BUY", quantity, "never-sent"));
// @ts-expect-error: an order creates; nothing is answered with 200
void (200 satisfies keyof operations["placeTrade"]["responses"]);
type Created = operations["placeTrade"]["responses"][201]["content"]["application/json"];

const bought = await order("BUY", 10, "first");
assert.equal(bought.response.status, 201);
const trade: Created = good(bought);
assert.equal(trade.balance, "8880.00");
assert.equal(trade.realisedGain, null);
const replay = await order("BUY", 10, "first");
assert.equal(replay.response.headers.get("idempotency-replayed"), "true");
assert.deepEqual(replay.data, bought.data);

/** What a client says of a refused order: the code says which facts there are. */
function told(error: NonNullable<typeof bought.error>): string {
  switch (error.code) {
    case "insufficient-cash":
      return `${error.cash} is less than ${error.cost}`;
    case "insufficient-shares":
      return `${error.held} of ${error.ticker} are fewer than ${error.asked}`;
    case "invalid-input":
      return error.errors.map(({ field, rule }) => `${field} ${rule}`).join(", ");
    case "quote-unavailable":
      return `again in ${error.retryAfter.toFixed()} s`;
    case "account-blacklisted":
      // @ts-expect-error: whoever is blacklisted is told no sum
      return `${error.cash}`;
    default:
      return error.code;
  }
}

async function problemOf(answer: ReturnType<typeof order>): Promise<string> {
  const { error } = await answer;
  assert(error);
  return told(error);
}

assert.equal(await problemOf(order("BUY", 1000, "too-dear")), "8880.00 is less than 112000.00");
assert.equal(await problemOf(order("SELL", 11, "too-many")), "10 of AAPL are fewer than 11");
assert.equal(await problemOf(order("BUY", 0, "none")), "quantity minimum");
assert.equal(await problemOf(order("BUY", 11, "first")), "idempotency-key-reused");

good(await order("BUY", 1, "second"));
const list = async (cursor?: string) => {
  const query = { limit: 1, ...(cursor !== undefined && { cursor }) };
  return good(await bourse.GET("/v1/accounts/{id}/trades", { params: { path: me, query }, headers }));
};
const newest = await list();
assert(newest.nextCursor !== null);
const older = await list(newest.nextCursor);
assert.deepEqual(
  [...newest.items, ...older.items].map(({ seq, quantity }) => [seq, quantity]),
  [
    [3, 1],
    [2, 10],
  ],
);
assert.equal(older.nextCursor, null);

const portfolio = good(await bourse.GET("/v1/accounts/{id}/portfolio", { params: { path: me }, headers }));
const [holding] = portfolio.holdings;
assert(holding);
assert.deepEqual([holding.ticker, holding.quantity, holding.marketValue], ["AAPL", 11, "1232.00"]);
// @ts-expect-error: there may be no price
holding.marketValue satisfies string;

const valueAt = (at: string) =>
  bourse.GET("/v1/accounts/{id}/portfolio/value", { params: { path: me, query: { at } }, headers });
assert.equal(good(await valueAt("2020-11-20")).totalValue, "0.00");
assert.equal((await valueAt("yesterday")).error?.code, "invalid-input");

assert.equal(good(await order("SELL", 11, "all")).realisedGain, "0.00");
const withdrawn = await bourse.POST("/v1/accounts/{id}/cash-transactions", {
  params: { path: me },
  headers,
  body: { status: "WITHDRAWAL", amount: "10000.00" },
});
assert.equal(good(withdrawn).balance, "0.00");

const elsewhere = good(await bourse.POST("/v1/sessions", { body: { username, password } }));
const changed = await bourse.PUT("/v1/accounts/{id}/password", {
  params: { path: me },
  headers,
  body: { currentPassword: password, newPassword },
});
assert.equal(changed.response.status, 204);
const ended = await bourse.GET("/v1/sessions", { headers: signInAs(elsewhere.token) });
assert.equal(ended.error?.code, "session-ended");

await bourse.DELETE("/v1/sessions/{id}", { params: { path: { id: "current" } }, headers });
const gone = await bourse.GET("/v1/accounts/{id}/balance", { params: { path: me }, headers });
assert.equal(gone.error?.code, "session-ended");

const again = good(await bourse.POST("/v1/sessions", { body: { username, password: newPassword } }));
const closed = await bourse.DELETE("/v1/accounts/{id}", { params: { path: me }, headers: signInAs(again.token) });
assert.equal(closed.response.status, 204);
console.log("the journey is over");
