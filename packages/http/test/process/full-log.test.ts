import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
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

it.skipIf(process.platform !== "linux")(
  "a server whose log cannot be written serves as ever, and leaves with 0",
  async () => {
    const port = await freePort();
    const full = openSync("/dev/full", "w");
    const child = spawn(process.execPath, ["--conditions=@bourse/source", "packages/http/src/main.ts"], {
      cwd: ROOT,
      env: { ...NODE_ENVIRONMENT, HOST, PORT: String(port), DATA_DIR: dataFolder(), LOG_LEVEL: "debug" },
      stdio: ["ignore", full, "pipe"],
    });
    closeSync(full);
    const exit = once(child, "close");
    onTestFinished(() => void child.kill("SIGKILL"));
    let complaints = "";
    child.stderr?.on("data", (text) => (complaints += String(text)));
    const url = `http://${HOST}:${port}`;
    // It cannot say that it is open.
    const isOpen = (): Promise<boolean> =>
      fetch(`${url}/healthcheck`).then(
        ({ ok }) => ok,
        () => false,
      );
    while (!(await isOpen())) {
      expect([child.exitCode, complaints]).toEqual([null, ""]);
      await sleep(20);
    }
    expect((await openAccount(url, "ada")).status).toBe(201);
    const { token } = await signIn(url, "ada");
    // Each is two lines, and more than is kept back until it is written.
    for (let asked = 0; asked < 100; asked += 1) {
      expect((await ask(url, "/v1/accounts/me/balance", { token })).status).toBe(200);
    }
    child.kill("SIGTERM");
    expect([await exit, complaints]).toEqual([[0, null], ""]);
  },
);
