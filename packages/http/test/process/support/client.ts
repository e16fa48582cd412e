import { expect } from "vitest";

export type Json = Readonly<Record<string, unknown>>;
export type Answer = { readonly status: number; readonly replayed: boolean; readonly body: Json };

/** A holder who is signed in: the token outlives the server that gave it. */
export type Holder = { readonly username: string; readonly accountId: string; readonly token: string };

export const PASSWORD = "correct horse battery staple";

type Ask = { readonly method?: string; readonly token?: string; readonly body?: Json; readonly key?: string };

export async function ask(url: string, path: string, { method, token, body, key }: Ask = {}): Promise<Answer> {
  const response = await fetch(`${url}${path}`, {
    method: method ?? (body ? "POST" : "GET"),
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body && { "content-type": "application/json" }),
      ...(key !== undefined && { "idempotency-key": key }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const replayed = response.headers.get("idempotency-replayed") === "true";
  const text = await response.text();
  return { status: response.status, replayed, body: text === "" ? {} : (JSON.parse(text) as Json) };
}

export function openAccount(url: string, username: string): Promise<Answer> {
  const body = { username, email: `${username}@example.com`, password: PASSWORD, dateOfBirth: "1990-05-17" };
  return ask(url, "/v1/accounts", { body });
}

export async function signIn(url: string, username: string): Promise<Holder> {
  const { status, body } = await ask(url, "/v1/sessions", { body: { username, password: PASSWORD } });
  expect(status).toBe(201);
  return { username, accountId: String(body["accountId"]), token: String(body["token"]) };
}

type Page = { readonly items: readonly Json[]; readonly nextCursor: string | null };

/** All items of a list, newest first. */
export async function listOf(url: string, { token }: Holder, path: string): Promise<Json[]> {
  const items: Json[] = [];
  let next = "";
  for (;;) {
    const { status, body } = await ask(url, `${path}?limit=200${next}`, { token });
    expect(status).toBe(200);
    const page = body as Page;
    items.push(...page.items);
    if (page.nextCursor === null) return items;
    next = `&cursor=${page.nextCursor}`;
  }
}

/** "12.3456" as a count of 1/10 000 dollar. */
export function units(text: unknown): bigint {
  const [, sign = "", dollars = "0", rest = ""] =
    /^(-?)(\d+)\.(\d{2,4})$/.exec(String(text)) ?? expect.fail(`${String(text)} is no money`);
  const size = BigInt(dollars) * 10_000n + BigInt(rest.padEnd(4, "0"));
  return sign === "-" ? -size : size;
}
