import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { jwtSecret } from "../src/jwt-secret.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bourse-secret-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const fileOf = (): string => join(folder, "jwt-secret");

/** Waits until all of its kind are there, so that they all find no secret and make one. */
const MAKER = `
  const { parentPort, workerData: { url, folder, makers, arrived } } = require("node:worker_threads");
  import(url).then(({ jwtSecret }) => {
    const count = new Int32Array(arrived);
    if (Atomics.add(count, 0, 1) + 1 === makers) Atomics.notify(count, 0);
    for (let seen = Atomics.load(count, 0); seen < makers; seen = Atomics.load(count, 0)) Atomics.wait(count, 0, seen);
    parentPort.postMessage(jwtSecret(undefined, folder));
  });
`;

describe("the secret that signs tokens", () => {
  it("is the one given, and then none is kept", () => {
    const given = "g".repeat(32);
    expect(jwtSecret(given, folder)).toBe(given);
    expect(readdirSync(folder)).toStrictEqual([]);
  });

  it("is made once otherwise, long and for this user's eyes only, and kept", () => {
    const made = jwtSecret(undefined, folder);
    expect(Buffer.from(made, "base64url")).toHaveLength(48);
    expect(readFileSync(fileOf(), "utf8")).toBe(made);
    expect((statSync(fileOf()).mode & 0o777).toString(8)).toBe("600");
    expect(readdirSync(folder), "nothing else is left behind").toStrictEqual(["jwt-secret"]);
    expect(jwtSecret(undefined, folder)).toBe(made);
  });

  it("is another one in another folder", () => {
    const made = jwtSecret(undefined, folder);
    rmSync(fileOf());
    expect(jwtSecret(undefined, folder)).not.toBe(made);
  });

  it.each([
    ["31 bytes", "x".repeat(31)],
    ["nothing", ""],
  ])("is refused when it is short, by where it came from and without being told: %s", (_, short) => {
    expect(() => jwtSecret(short, folder)).toThrow("JWT_SECRET must be at least 32 bytes.");
    writeFileSync(fileOf(), short);
    expect(() => jwtSecret(undefined, folder)).toThrow(`${fileOf()} must be at least 32 bytes.`);
    expect(readFileSync(fileOf(), "utf8"), "and not replaced").toBe(short);
  });

  it("is counted in bytes", () => {
    expect(jwtSecret("é".repeat(16), folder)).toBe("é".repeat(16));
  });

  it("cannot be read where it cannot be", () => {
    expect(() => jwtSecret(undefined, join(folder, "nowhere"))).toThrow("ENOENT");
  });

  it("is the same for all who make it at once", async () => {
    const makers = 6;
    const arrived = new SharedArrayBuffer(4);
    const url = new URL("../src/jwt-secret.ts", import.meta.url).href;
    const secrets = await Promise.all(
      Array.from({ length: makers }, async () => {
        const worker = new Worker(MAKER, { eval: true, workerData: { url, folder, makers, arrived } });
        const { promise, resolve, reject } = Promise.withResolvers<unknown>();
        worker.once("message", resolve).once("error", reject);
        const secret = await promise;
        await worker.terminate();
        return secret;
      }),
    );
    expect(new Set(secrets)).toStrictEqual(new Set([readFileSync(fileOf(), "utf8")]));
    expect(String(secrets[0])).toHaveLength(64);
    expect(readdirSync(folder)).toStrictEqual(["jwt-secret"]);
  });
});
