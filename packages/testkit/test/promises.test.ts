import { readFileSync } from "node:fs";
import type { Clause } from "@bourse/testkit";
import * as contracts from "@bourse/testkit/contracts";
import { expect, it } from "vitest";

/** The numbers of the promises that a port's file makes. */
function promisesOf(port: string): number[] {
  const file = port.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  const text = readFileSync(new URL(`../../core/src/ports/${file}.ts`, import.meta.url), "utf8");
  return [...text.matchAll(/^ \* (\d+)\. /gm)].map(([, number]) => Number(number));
}

function numbersOf(clauses: readonly Pick<Clause<never>, "title">[]): number[] {
  const numbers = clauses.map(({ title }) => Number(/^(\d+)\. /.exec(title)?.[1]));
  return [...new Set(numbers)].toSorted((a, b) => a - b);
}

it.each(Object.values(contracts).map((contract) => [contract.name, contract] as const))(
  "%s: every promise of the port has a clause, and every clause proves a promise",
  (name, { clauses }) => {
    expect(promisesOf(name).length).toBeGreaterThan(0);
    expect(numbersOf(clauses)).toEqual(promisesOf(name));
  },
);

it.each(Object.values(contracts).map((contract) => [contract.name, contract] as const))(
  "%s: no two clauses have one title",
  (_, { clauses }) => {
    const titles = clauses.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  },
);
