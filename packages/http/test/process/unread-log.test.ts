import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { NODE_ENVIRONMENT, ROOT } from "./support/node.ts";
import { dataFolder } from "./support/server-process.ts";

/** A port that was free a moment ago: the server cannot say which one it has taken. */
const HOST = "127.0.0.1";

async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

it("a server whose log nobody reads answers as ever, and leaves with 0", async () => {
  const port = await freePort();
  const child = spawn(process.execPath, ["--conditions=@bourse/source", "packages/http/src/main.ts"], {
    cwd: ROOT,
    env: { ...NODE_ENVIRONMENT, HOST, PORT: String(port), DATA_DIR: dataFolder(), LOG_LEVEL: "debug" },
    // Its standard output is a pipe, of which nothing is ever read.
    stdio: ["ignore", "pipe", "ignore"],
  });
  const exit = once(child, "exit");
  onTestFinished(() => void child.kill("SIGKILL"));
  const url = `http://${HOST}:${port}`;
  const answered = (path: string): Promise<number> =>
    fetch(`${url}${path}`, { signal: AbortSignal.timeout(5000) }).then(({ status }) => status);
  while ((await answered("/healthcheck").catch(() => 0)) !== 200) await sleep(20);
  // Some 300 bytes each: far more than a pipe and the socket before it hold.
  for (let asked = 0; asked < 2000; asked += 1) expect(await answered("/v1/accounts/me")).toBe(401);
  child.kill("SIGTERM");
  expect(await exit).toEqual([0, null]);
});
