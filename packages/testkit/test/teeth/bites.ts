import { brokenClauses, type Contract } from "@bourse/testkit";
import { expect, it } from "vitest";

/** One wrong adapter: what is wrong with it, the adapter, and the title of the clause that must catch it. */
export type Wrong<Port> = readonly [fault: string, port: () => Port, title: string];

/** Tests that a contract catches each wrong adapter, whatever else it finds, and finds nothing wrong with a right one. */
export function hasTeeth<Subject, Port>(
  contract: Contract<Subject>,
  subjectOf: (port?: Port) => Promise<Subject>,
  wrongs: readonly Wrong<Port>[],
): void {
  it("finds nothing wrong with the fake", async () => {
    expect(await brokenClauses(contract, async () => subjectOf())).toEqual([]);
  });

  it.each(wrongs)("catches one that %s", async (_fault, port, title) => {
    expect(await brokenClauses(contract, async () => subjectOf(port()))).toContain(title);
  });
}
