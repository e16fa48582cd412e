import { expect } from "vitest";
import { PROBLEMS } from "../../src/problem.ts";
import type { Answer } from "./people.ts";

export type Told = { readonly field: string; readonly rule: string; readonly message: string };

export const CODES: ReadonlySet<string> = new Set(Object.values(PROBLEMS).map(({ code }) => code));

/** Asserts that an answer is a well-formed problem, and answers which. */
export function problemIn({ status, headers, body, text }: Answer, what: string): { code: string; errors: Told[] } {
  const context = `${what}: ${status} ${text.slice(0, 400)}`;
  expect(status, context).toBeGreaterThanOrEqual(400);
  expect(headers["content-type"], context).toMatch(/^application\/problem\+json/);
  const { type, title, detail, code, errors = [] } = body as { [name: string]: unknown; errors?: Told[] };
  expect(body["status"], context).toBe(status);
  expect(CODES.has(String(code)), context).toBe(true);
  expect(type, context).toBe(`urn:bourse:problem:${String(code)}`);
  for (const told of [title, detail]) expect(typeof told === "string" && told !== "", context).toBe(true);
  for (const { field, rule, message } of errors) {
    for (const told of [field, rule, message]) expect(typeof told === "string" && told !== "", context).toBe(true);
    expect(message, context).toContain(field);
  }
  return { code: String(code), errors };
}

/** Asserts that the request was refused for its input: a 4xx problem that names this field, and a rule. */
export function expectRefused(answer: Answer, field: string, what: string): void {
  const { errors } = problemIn(answer, what);
  const context = `${what}: ${answer.status} ${answer.text.slice(0, 400)}`;
  expect(answer.status, context).toBeLessThan(500);
  expect(
    errors.map((error) => error.field),
    context,
  ).toContain(field);
}
