import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { dataFolder, messageOf, startServer, type Environment } from "./support/server-process.ts";

/** Starts a server that must not open, and answers the one line it prints, to standard error. */
async function refusal(dataDir: string, environment: Environment = {}): Promise<string> {
  const server = startServer(dataDir, environment);
  expect(await server.exit).toEqual({ code: 1, signal: null });
  expect(server.lines).toEqual([]);
  expect(server.complaints).toHaveLength(1);
  return messageOf(server.complaints[0] ?? "");
}

describe("a server whose data another one has", () => {
  it("is refused at once, by name, and opens once the other is gone", async () => {
    const dataDir = dataFolder();
    const first = startServer(dataDir);
    const url = await first.url;
    const [second, free] = [startServer(dataDir), startServer(dataFolder())];
    expect(await second.exit).toEqual({ code: 1, signal: null });
    expect(second.complaints.map(messageOf)).toEqual([
      `${join(dataDir, "bourse.sqlite")} is in use by another Bourse, a server or a command; stop that one first, or set another DATA_DIR.`,
    ]);
    await free.url;
    // Measured against a start at the same time on the same machine: the refusal itself takes less than a second.
    expect(second.startTime()).toBeLessThan(free.startTime() + 1000);
    expect((await fetch(`${url}/healthcheck`)).status).toBe(200);

    await first.kill("SIGKILL");
    const third = startServer(dataDir);
    expect((await fetch(`${await third.url}/healthcheck`)).status).toBe(200);
  });
});

it("of two servers started at once on an empty folder, exactly one opens", async () => {
  const dataDir = dataFolder();
  const both = [startServer(dataDir), startServer(dataDir)] as const;
  const starts = await Promise.allSettled(both.map(({ url }) => url));
  expect(starts.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const refused = starts[0]?.status === "rejected" ? both[0] : both[1];
  expect(await refused.exit).toEqual({ code: 1, signal: null });
  expect(refused.complaints.map(messageOf)).toEqual([
    expect.stringContaining("is in use by another Bourse, a server or a command"),
  ]);
});

describe("a server is refused, and the file left as it is, when its file is", () => {
  it.each([
    { what: "another application's", sql: "CREATE TABLE theirs (x)", says: / is a database of another application\.$/ },
    {
      what: "of a newer schema",
      sql: "PRAGMA application_id = 0x426f7572; PRAGMA user_version = 1000",
      says: / has schema 1000; this Bourse knows \d+ at most\. Use a newer Bourse\.$/,
    },
  ])("$what", async ({ sql, says }) => {
    const dataDir = dataFolder();
    const path = join(dataDir, "bourse.sqlite");
    const file = new DatabaseSync(path);
    file.exec(sql);
    file.close();
    const before = readFileSync(path);
    const message = await refusal(dataDir);
    expect(message).toMatch(says);
    expect(message).toContain(path);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it("no database at all", async () => {
    const dataDir = dataFolder();
    const path = join(dataDir, "bourse.sqlite");
    writeFileSync(path, "Dear diary");
    expect(await refusal(dataDir)).toBe(`${path} cannot be read as a Bourse database: file is not a database`);
    expect(readFileSync(path, "utf8")).toBe("Dear diary");
  });
});

describe("a wrong configuration", () => {
  it("is refused by the name of each variable, and no value is printed", async () => {
    const environment = { PORT: "http", LOG_LEVEL: "loud", MINIMUM_AGE: "-1", JWT_SECRET: "short-secret" };
    const message = await refusal(dataFolder(), environment);
    for (const name of Object.keys(environment)) expect(message).toContain(`${name} must`);
    for (const value of Object.values(environment)) expect(message).not.toContain(value);
  });

  it.each(["silent", "fatal", "trace"])("is told also when LOG_LEVEL is %s", async (LOG_LEVEL) => {
    const dataDir = dataFolder();
    writeFileSync(join(dataDir, "jwt-secret"), "too-short");
    expect(await refusal(dataDir, { LOG_LEVEL })).toContain("must be at least 32 bytes");
  });

  it("is refused when the kept secret is too short to be safe", async () => {
    const dataDir = dataFolder();
    writeFileSync(join(dataDir, "jwt-secret"), "too-short");
    expect(await refusal(dataDir)).toBe(`${join(dataDir, "jwt-secret")} must be at least 32 bytes.`);
  });

  it("is refused when the port is taken", async () => {
    const { port } = new URL(await startServer(dataFolder()).url);
    expect(await refusal(dataFolder(), { PORT: port })).toMatch(new RegExp(`PORT must be .*${port}`));
  });
});
