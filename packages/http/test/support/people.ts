import type { LightMyRequestResponse } from "fastify";
import type { Json } from "./document.ts";
import type { TestServer } from "./server.ts";

export type Method = "DELETE" | "GET" | "PATCH" | "POST" | "PUT";

export type Answer = {
  readonly status: number;
  readonly headers: LightMyRequestResponse["headers"];
  readonly text: string;
  /** `{}` where the answer is empty or no JSON. */
  readonly body: Json;
};

export type Ask = {
  readonly body?: unknown;
  /** As it stands, instead of `body`. */
  readonly raw?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** The address it comes from; this machine's own when left out. */
  readonly from?: string;
};

/** One request without a socket. A body goes out as JSON unless the headers say otherwise. */
export async function ask(bourse: TestServer, method: Method, url: string, given: Ask = {}): Promise<Answer> {
  const { body, raw, headers = {}, from } = given;
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await bourse.server.inject({
    method,
    url,
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(payload !== undefined && { payload }),
    ...(from !== undefined && { remoteAddress: from }),
  });
  return answerOf(response);
}

function answerOf({ statusCode, headers, payload }: LightMyRequestResponse): Answer {
  const isJson = /^application\/(problem\+)?json/.test(String(headers["content-type"]));
  return {
    status: statusCode,
    headers,
    text: payload,
    body: isJson && payload !== "" ? (JSON.parse(payload) as Json) : {},
  };
}

export const PASSWORD = "correct horse battery";

/** Somebody with an account, signed in. */
export type Person = Who & {
  readonly authorization: Readonly<Record<"authorization", string>>;
  readonly ask: (method: Method, url: string, given?: Ask) => Promise<Answer>;
  readonly topUp: (amount: string) => Promise<Answer>;
  readonly trade: (action: "BUY" | "SELL", ticker: string, quantity: number, key?: string) => Promise<Answer>;
};

type Names = { readonly username: string; readonly email: string };
type Who = Names & { readonly id: string; readonly token: string };

let opened = 0;

/** Names that no other call has had. */
export function newNames(): Names {
  opened += 1;
  return { username: `person-${opened}`, email: `person-${opened}@example.com` };
}

/** Whoever opens an account by this name is an operator of every test server. */
export const OPERATOR: Names = { username: "operator", email: "operator@example.com" };

export async function open(bourse: TestServer, names: Names = newNames()): Promise<Person> {
  const account = await ask(bourse, "POST", "/v1/accounts", {
    body: { ...names, password: PASSWORD, dateOfBirth: "1990-05-17" },
  });
  if (account.status !== 201) throw new Error(`no account was opened: ${account.text}`);
  return signIn(bourse, names);
}

export async function signIn(bourse: TestServer, names: Names, password: string = PASSWORD): Promise<Person> {
  const session = await ask(bourse, "POST", "/v1/sessions", { body: { username: names.username, password } });
  if (session.status !== 201) throw new Error(`nobody was signed in: ${session.text}`);
  const { username, email } = names;
  return personOn(bourse, {
    id: String(session.body["accountId"]),
    username,
    email,
    token: String(session.body["token"]),
  });
}

/** Whoever holds the token, as this server sees them: a token outlives the server that gave it out. */
export function personOn(bourse: TestServer, { id, username, email, token }: Who): Person {
  const authorization = { authorization: `Bearer ${token}` };
  const askAs: Person["ask"] = (method, url, given = {}) =>
    ask(bourse, method, url, { ...given, headers: { ...authorization, ...given.headers } });
  return {
    id,
    username,
    email,
    token,
    authorization,
    ask: askAs,
    topUp: (amount) => askAs("POST", "/v1/accounts/me/cash-transactions", { body: { status: "TOP-UP", amount } }),
    trade: (action, ticker, quantity, key) =>
      askAs("POST", "/v1/accounts/me/trades", {
        body: { action, ticker, quantity },
        ...(key !== undefined && { headers: { "idempotency-key": key } }),
      }),
  };
}

/** All that a refused request must leave as it was. */
export async function snapshot(person: Person): Promise<Json> {
  const me = "/v1/accounts/me";
  const parts = {
    account: me,
    balance: `${me}/balance`,
    portfolio: `${me}/portfolio`,
    entries: `${me}/cash-transactions`,
    sessions: "/v1/sessions",
  };
  const entries = Object.entries(parts).map(async ([name, path]) => {
    const { status, body } = await person.ask("GET", path);
    return [name, { status, ...body }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
