import assert from "node:assert/strict";
import type { Ids } from "@bourse/core";
import { clause, type Contract, type PortSubject } from "../contract.ts";
import { contractOf } from "./handles.ts";

/** Ids to be checked. */
export type IdsSubject = PortSubject<Ids> & {
  /** Ids as another process makes them. */
  readonly another: () => Ids;
};

const COUNT = 10_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function many(ids: Ids): string[] {
  return Array.from({ length: COUNT }, () => ids.next());
}

/** What every Ids must fulfil; the numbers are the port's promises. */
export const idsContract: Contract<IdsSubject> = contractOf("Ids", { port: "object", another: "function" }, [
  clause("1. no two are equal", async ({ port }) => {
    assert.equal(new Set(many(port)).size, COUNT);
  }),

  clause("1. no two are equal, whichever process made them", async ({ port, another }) => {
    assert.equal(new Set([port, another(), another()].flatMap(many)).size, 3 * COUNT);
  }),

  clause("2. each is a UUID in lower case", async ({ port }) => {
    for (const id of many(port)) assert.match(id, UUID);
  }),

  clause("2. a later one sorts after an earlier one", async ({ port }) => {
    const ids = many(port);
    for (const [index, id] of ids.slice(1).entries()) {
      const before = ids[index] ?? "";
      assert.ok(before < id, `${before} came before ${id}`);
    }
  }),
]);
