import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";

it("a process that can start PostgreSQL ends with the exit code that it has set", async () => {
  const server = new URL("../src/postgres/server.ts", import.meta.url).href;
  const program = `await import("${server}"); process.exitCode = 3;`;
  const flags = ["--conditions=@bourse/source", "--input-type=module", "--eval", program];
  const child = spawn(process.execPath, flags, { stdio: ["ignore", "inherit", "inherit"] });
  expect(await once(child, "close")).toEqual([3, null]);
});
