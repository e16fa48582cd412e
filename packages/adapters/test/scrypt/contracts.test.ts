import { scryptPasswords } from "@bourse/adapters/scrypt";
import { passwordOf, valueOf, verifyContract } from "@bourse/testkit";
import { passwordsContract } from "@bourse/testkit/contracts";
import { describe, it } from "vitest";
import { computations } from "./computations.ts";

const CORRECT = passwordOf("correct horse battery staple");

async function make() {
  const others = [
    { logN: 3, r: 8, p: 1 },
    { logN: 5, r: 8, p: 1 },
    { logN: 4, r: 9, p: 1 },
    { logN: 4, r: 8, p: 2 },
  ];
  const disallowed = await Promise.all(
    others.map(async (parameters) => valueOf(await scryptPasswords({ parameters }).hash(CORRECT))),
  );
  const weaker = { logN: 2, r: 8, p: 1 };
  const weak = [valueOf(await scryptPasswords({ parameters: weaker }).hash(CORRECT))];
  const port = scryptPasswords({ parameters: { logN: 4, r: 8, p: 1 }, allowed: [weaker] });
  return { port, costOf: computations, disallowed, weak };
}

verifyContract(passwordsContract, make, { describe, it });
