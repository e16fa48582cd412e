import { spawnSync } from "node:child_process";
import { randomResetTokens, systemClock, uuidIds } from "@bourse/adapters/system";
import type { Ids, ResetToken, ResetTokens } from "@bourse/core";
import { verifyContract } from "@bourse/testkit";
import { clockContract, idsContract, resetTokensContract } from "@bourse/testkit/contracts";
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

/** Ten thousand of what a process of its own has made. */
function madeElsewhere(factory: "randomResetTokens" | "uuidIds"): () => string {
  const script = `
    import { ${factory} as make } from "@bourse/adapters/system";
    const made = make();
    console.log(Array.from({ length: 10_000 }, () => made.next()).join(" "));
  `;
  const flags = ["--conditions=@bourse/source", "--input-type=module"];
  const cwd = new URL("..", import.meta.url);
  const { stdout } = spawnSync(process.execPath, [...flags, "--eval", script], { cwd, encoding: "utf8" });
  const made = stdout.trim().split(" ").values();
  return () => made.next().value ?? "";
}

const idsOfAnotherProcess = (): Ids => ({ next: madeElsewhere("uuidIds") });

function tokensOfAnotherProcess(): ResetTokens {
  let next: (() => string) | null = null;
  return {
    ...randomResetTokens(),
    next: () => {
      next ??= madeElsewhere("randomResetTokens");
      return next() as ResetToken;
    },
  };
}

verifyContract(idsContract, async () => ({ port: uuidIds(), another: idsOfAnotherProcess }), { describe, it });
verifyContract(resetTokensContract, async () => ({ port: randomResetTokens(), another: tokensOfAnotherProcess }), {
  describe,
  it,
});
