import { expect, it } from "vitest";
import { compiledOnce } from "../src/compiled.ts";

it("compiles equal schemas once, and each that differs by itself", () => {
  const compiled: object[] = [];
  const compile = compiledOnce((schema) => compiled.push(schema));
  const one = { type: "object", properties: { a: { type: "string" } } };
  const other = { type: "object", properties: { a: { type: "integer" } } };
  expect([one, other, structuredClone(one), structuredClone(other), one].map(compile)).toEqual([1, 2, 1, 2, 1]);
  expect(compiled).toEqual([one, other]);
});
