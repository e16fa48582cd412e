import { spawn } from "node:child_process";
import { once } from "node:events";

/** A server in a process of its own, as a command starts it. */
export type Started = {
  readonly url: string;
  /** Stops it as an operator does, and answers its exit code. */
  readonly stop: () => Promise<number | null>;
};

/** Starts a command that says in its log where the server is; whatever it says otherwise is in the error. */
export async function started(command: string, cwd: string): Promise<Started> {
  const env = { ...process.env, PORT: "0", DATA_DIR: "data" };
  // It ends by itself if nobody stops it.
  const server = spawn(command, { cwd, env, stdio: ["ignore", "pipe", "pipe"], timeout: 50_000 });
  const ended = once(server, "exit");
  let said = "";
  const url = new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const [, found] = /Bourse is open at (http:[^,]+),/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    };
    server.stdout.on("data", listen);
    server.stderr.on("data", listen);
    server.once("exit", () => reject(new Error(`it ended before it was open: ${said}`)));
    server.once("error", reject);
  });
  return {
    url: await url,
    async stop() {
      server.kill("SIGTERM");
      await ended;
      return server.exitCode;
    },
  };
}
