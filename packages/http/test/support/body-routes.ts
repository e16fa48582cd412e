import type { Json } from "./document.ts";
import { newNames, open, PASSWORD, type Method, type Person } from "./people.ts";
import { mailedToken } from "./resets.ts";
import type { TestServer } from "./server.ts";

export type FieldKind =
  | "action"
  | "amount"
  | "birth"
  | "email"
  | "id"
  | "name"
  | "new-password"
  | "nullable-name"
  | "password"
  | "quantity"
  | "status"
  | "ticker"
  | "truth"
  | "username";

/** A route that reads a body, what a good one is, and what each of its fields is. */
export type BodyRoute = {
  readonly method: Method;
  readonly path: string;
  /** Where a good body does what it says, when that takes more than the path as it stands. */
  readonly at?: (bourse: TestServer) => Promise<string>;
  readonly good: (person: Person) => Json;
  readonly fields: Readonly<Record<string, FieldKind>>;
  readonly optional?: readonly string[];
};

const opening = (birth: string): Omit<BodyRoute, "method" | "path"> => ({
  good: () => ({ ...newNames(), password: PASSWORD, [birth]: "1990-05-17", name: "Ada" }),
  fields: { username: "username", email: "email", password: "new-password", [birth]: "birth", name: "name" },
  optional: ["name"],
});

const amending = (birth: string): Omit<BodyRoute, "method" | "path"> => ({
  good: () => ({ ...newNames(), name: "Ada", [birth]: "1990-05-17" }),
  fields: { username: "username", email: "email", name: "nullable-name", [birth]: "birth" },
  optional: ["username", "email", "name", birth],
});

const signingIn = {
  good: ({ username }: Person) => ({ username, password: PASSWORD }),
  fields: { username: "password", password: "password" },
} as const;

const ordering = {
  good: () => ({ symbol: "AAPL", quantity: 1 }),
  fields: { symbol: "ticker", quantity: "quantity" },
} as const;

/** Every route that reads a body, asked by an operator; the input tests hold this list against the document. */
export const BODY_ROUTES: readonly BodyRoute[] = [
  { method: "POST", path: "/v1/accounts", ...opening("dateOfBirth") },
  { method: "PATCH", path: "/v1/accounts/me", ...amending("dateOfBirth") },
  {
    method: "PUT",
    path: "/v1/accounts/me/password",
    good: () => ({ currentPassword: PASSWORD, newPassword: PASSWORD }),
    fields: { currentPassword: "password", newPassword: "new-password" },
  },
  {
    method: "PUT",
    path: "/v1/accounts/me/blacklisted",
    good: () => ({ blacklisted: false }),
    fields: { blacklisted: "truth" },
  },
  {
    method: "POST",
    path: "/v1/password-resets",
    good: ({ email }) => ({ email }),
    fields: { email: "email" },
  },
  {
    method: "PUT",
    path: "/v1/password-resets/{token}",
    at: async (bourse) => `/v1/password-resets/${await mailedToken(bourse, await open(bourse))}`,
    good: () => ({ password: PASSWORD }),
    fields: { password: "new-password" },
  },
  { method: "POST", path: "/v1/sessions", ...signingIn },
  {
    method: "POST",
    path: "/v1/accounts/me/cash-transactions",
    good: () => ({ status: "TOP-UP", amount: "5.00" }),
    fields: { status: "status", amount: "amount" },
  },
  {
    method: "POST",
    path: "/v1/accounts/me/trades",
    good: () => ({ action: "BUY", ticker: "AAPL", quantity: 1 }),
    fields: { action: "action", ticker: "ticker", quantity: "quantity" },
  },
  { method: "POST", path: "/create-account", ...opening("date_of_birth") },
  { method: "POST", path: "/users", ...opening("date_of_birth") },
  { method: "PATCH", path: "/users/me", ...amending("date_of_birth") },
  { method: "POST", path: "/login", ...signingIn },
  {
    method: "PUT",
    path: "/update-password",
    good: () => ({ old_password: PASSWORD, new_password: PASSWORD }),
    fields: { old_password: "password", new_password: "new-password" },
  },
  {
    method: "POST",
    path: "/account_cash_transactions",
    good: ({ id }) => ({ account_id: id, status: "TOP-UP", amount: "5.00" }),
    fields: { account_id: "id", status: "status", amount: "amount" },
  },
  { method: "POST", path: "/buy-stock", ...ordering },
  { method: "POST", path: "/sell-stock", ...ordering },
  {
    method: "POST",
    path: "/stock",
    good: ({ id }) => ({ action: "buy", ticker: "AAPL", quantity: 1, account_id: id }),
    fields: { action: "action", ticker: "ticker", quantity: "quantity", account_id: "id" },
  },
];

/** `good` with the JSON text `value` for one field: not every bad value can be written as a JavaScript one. */
export function bodyWith(good: Json, field: string, value: string): string {
  const rest = Object.entries(good).filter(([name]) => name !== field);
  const members = rest.map(([name, kept]) => `${JSON.stringify(name)}:${JSON.stringify(kept)}`);
  return `{${[...members, `${JSON.stringify(field)}:${value}`].join(",")}}`;
}
