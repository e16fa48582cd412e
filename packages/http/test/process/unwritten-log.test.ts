import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { ask, openAccount, signIn } from "./support/client.ts";
import { NODE_ENVIRONMENT, ROOT } from "./support/node.ts";
import { dataFolder } from "./support/server-process.ts";

/** Of this machine, and nobody else's: a port that was free there a moment ago still is. Linux has all of 127.0.0.0/8. */
const HOST = "127.83.66.19";

async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A server that is open, and cannot say so: its standard output goes to a file, or to a pipe of which nothing is read. */
async function opened(output: number | "pipe") {
  const port = await freePort();
  const child = spawn(process.execPath, ["--conditions=@bourse/source", "packages/http/src/main.ts"], {
    cwd: ROOT,
    env: { ...NODE_ENVIRONMENT, HOST, PORT: String(port), DATA_DIR: dataFolder(), LOG_LEVEL: "debug" },
    stdio: ["ignore", output, "pipe"],
  });
  const exit = once(child, "exit");
  onTestFinished(() => void child.kill("SIGKILL"));
  const complaints: string[] = [];
  child.stderr?.on("data", (text) => complaints.push(String(text)));
  const url = `http://${HOST}:${port}`;
  const isOpen = (): Promise<boolean> =>
    fetch(`${url}/healthcheck`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isOpen())) {
    expect([child.exitCode, complaints]).toEqual([null, []]);
    await sleep(20);
  }
  const stop = async (): Promise<unknown> => {
    child.kill("SIGTERM");
    return exit;
  };
  return { url, complaints, stop };
}

describe.skipIf(process.platform !== "linux")("a server serves as ever, and leaves with 0,", () => {
  it("when its log cannot be written", async () => {
    const full = openSync("/dev/full", "w");
    const { url, complaints, stop } = await opened(full);
    closeSync(full);
    expect((await openAccount(url, "ada")).status).toBe(201);
    const { token } = await signIn(url, "ada");
    // Each is two lines, and more than is kept back until it is written.
    for (let asked = 0; asked < 100; asked += 1) {
      expect((await ask(url, "/v1/accounts/me/balance", { token })).status).toBe(200);
    }
    expect([await stop(), complaints]).toEqual([[0, null], []]);
  });

  it("when nobody reads its log", async () => {
    const { url, complaints, stop } = await opened("pipe");
    // Some 300 bytes each: far more than a pipe and the socket before it hold.
    for (let asked = 0; asked < 2000; asked += 1) {
      const { status } = await fetch(`${url}/v1/accounts/me`, { signal: AbortSignal.timeout(20_000) });
      expect(status).toBe(401);
    }
    expect([await stop(), complaints]).toEqual([[0, null], []]);
  });
});
