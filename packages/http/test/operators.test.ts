import { errAsync } from "neverthrow";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readConfig } from "../src/config.ts";
import { logVacantOperators } from "../src/operators.ts";
import { policyOf } from "../src/policy.ts";
import { open } from "./support/people.ts";
import { testServer, type TestServer } from "./support/server.ts";

let bourse: TestServer;

beforeEach(async () => {
  bourse = await testServer();
});

afterEach(() => bourse.close());

/** What is warned of, of these operators. */
async function warnings(operators: string, accounts = bourse.ports.accounts): Promise<unknown[]> {
  const warned: unknown[] = [];
  const log = { warn: (...line: unknown[]) => void warned.push(line[0]) };
  await logVacantOperators(log, accounts, policyOf(readConfig({ OPERATORS: operators })).operators);
  return warned;
}

it("each operator's username that nobody has is warned of, since whoever takes it becomes one", async () => {
  const { id } = await open(bourse, { username: "Ada", email: "ada@example.com" });
  expect(await warnings(`ADA, bob,${id} ,carol`)).toStrictEqual([{ operator: "bob" }, { operator: "carol" }]);
});

it("an account's id is not, since nobody can choose one", async () => {
  expect(await warnings("019aa3f0-5c1e-7b6a-9f5e-3d2c1b0a9e8f")).toStrictEqual([]);
});

it("and a store that fails keeps no server from starting", async () => {
  const cause = new Error("the disk is gone");
  const credentialsFor = () => errAsync({ kind: "StoreUnavailable" as const, cause });
  expect(await warnings("bob", { ...bourse.ports.accounts, credentialsFor })).toStrictEqual([]);
});
