import type { App, Ports } from "@bourse/core";
import { brokenClauses, fakePorts, fakeWorld, type FakePorts, type World } from "@bourse/testkit";
import type { Suite } from "@bourse/testkit/suites";
import * as fc from "fast-check";
import { okAsync } from "neverthrow";
import { expect, it } from "vitest";

// That a law catches it is all that is asked: the least way to show it may take a minute to find.
fc.configureGlobal({ endOnFailure: true });

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

/** One app with wrong use cases, in the same way. */
export type WrongApp = readonly [
  fault: string,
  suite: Suite,
  changed: (app: App, ports: FakePorts) => Partial<App>,
  title: string,
];

/** A world whose app has some use cases changed, also once it was restarted. */
function worldWith(changed: (app: App, ports: FakePorts) => Partial<App>, ports: FakePorts = fakePorts()): World {
  const world = fakeWorld(ports);
  return {
    ...world,
    app: { ...world.app, ...changed(world.app, ports) },
    restart: async () => worldWith(changed, ports),
  };
}

export function catchesApps(wrongs: readonly WrongApp[]): void {
  it.each(wrongs)("catch an app that %s", async (_fault, suite, changed, title) => {
    expect(await brokenClauses(suite, async () => worldWith(changed))).toContain(title);
  });
}
