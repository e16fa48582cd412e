import type { Ports } from "@bourse/core";
import { brokenClauses, fakePorts, fakeWorld, type FakePorts } from "@bourse/testkit";
import type { Suite } from "@bourse/testkit/suites";
import { okAsync } from "neverthrow";
import { expect, it } from "vitest";

/** One brokerage over wrong ports: what is wrong, the suite and the title of the clause that must catch it. */
export type WrongPorts = readonly [
  fault: string,
  suite: Suite,
  changed: (ports: FakePorts) => Partial<Ports>,
  title: string,
];

export function catchesBrokerages(wrongs: readonly WrongPorts[]): void {
  it.each(wrongs)("catch a brokerage that %s", async (_fault, suite, changed, title) => {
    const make = async () => {
      const ports = fakePorts();
      return fakeWorld({ ...ports, ...changed(ports) } as FakePorts);
    };
    expect(await brokenClauses(suite, make)).toContain(title);
  });
}

/** Attempts that remember nothing. */
export const FORGETFUL: Ports["attempts"] = {
  change: (keys, decide) => okAsync(decide(keys.map(() => null)).answer),
};
