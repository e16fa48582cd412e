import assert from "node:assert/strict";
import { clause } from "@bourse/testkit";
import { expect, it } from "vitest";

type Subject = { readonly dispose?: () => Promise<void> };

/** How a clause fails that does this with its subject. */
async function failure(prove: () => Promise<void>, make: () => Promise<Subject> = async () => ({})): Promise<unknown> {
  return clause<Subject>("3. what is asked is answered", prove)
    .check(make)
    .catch((error: unknown) => error);
}

it("a failure says first which promise is broken, and keeps what runners compare", async () => {
  const error = await failure(async () => assert.equal(1, 2, "one is $& two"));
  expect(error).toMatchObject({ actual: 1, expected: 2 });
  expect((error as Error).message).toMatch(/^promise 3 is broken: what is asked is answered\none is \$& two/);
  expect((error as Error).stack).toContain("promise 3 is broken: what is asked is answered");
});

it("what a port throws breaks a promise too, and is the failure's cause", async () => {
  const cause = new RangeError("out of range");
  const error = await failure(() => Promise.reject(cause));
  expect(error).toMatchObject({ cause });
  expect((error as Error).message).toBe(
    "promise 3 is broken: what is asked is answered\nIt threw, and a port never does: RangeError: out of range",
  );
});

it("a subject that cannot be made breaks no promise", async () => {
  const cause = new Error("no folder to work in");
  expect(
    await failure(
      async () => undefined,
      () => Promise.reject(cause),
    ),
  ).toBe(cause);
});
