import { spawnSync } from "node:child_process";
import { systemClock, uuidIds } from "@bourse/adapters/system";
import type { Ids } from "@bourse/core";
import { verifyContract } from "@bourse/testkit";
import { clockContract, idsContract } from "@bourse/testkit/contracts";
import { afterEach, beforeEach, describe, it, vi } from "vitest";

const set = (now: number) => vi.setSystemTime(now);

describe("the system's clock as it runs", () => {
  verifyContract(clockContract, async () => ({ port: systemClock() }), { describe, it });
});

describe("the system's clock set to any time", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  verifyContract(clockContract, async () => ({ port: systemClock(), set }), { describe, it });
});

const MAKE_IDS = `
  import { uuidIds } from "@bourse/adapters/system";
  const ids = uuidIds();
  console.log(Array.from({ length: 10_000 }, () => ids.next()).join(" "));
`;

/** Ten thousand ids that a process of its own has made. */
function idsOfAnotherProcess(): Ids {
  const flags = ["--conditions=@bourse/source", "--input-type=module"];
  const cwd = new URL("..", import.meta.url);
  const { stdout } = spawnSync(process.execPath, [...flags, "--eval", MAKE_IDS], { cwd, encoding: "utf8" });
  const made = stdout.trim().split(" ").values();
  return { next: () => made.next().value ?? "" };
}

verifyContract(idsContract, async () => ({ port: uuidIds(), another: idsOfAnotherProcess }), { describe, it });
