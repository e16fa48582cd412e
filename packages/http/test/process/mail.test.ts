import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ask, openAccount, PASSWORD, type Json } from "./support/client.ts";
import { mailServer } from "./support/mail-server.ts";
import { dataFolder, startServer, type ServerProcess } from "./support/server-process.ts";

/** The lines of a log that say so. */
const saying = ({ lines }: ServerProcess, said: string): Json[] =>
  lines.map((line) => JSON.parse(line) as Json).filter(({ msg }) => msg === said);

async function forgotten(url: string): Promise<void> {
  await openAccount(url, "ada");
  const response = await fetch(`${url}/v1/password-resets`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: "ada@example.com" }),
  });
  expect(response.status).toBe(202);
}

it("mail goes to the mail server that SMTP_URL names, with links to PUBLIC_URL, and into no file", async () => {
  const { url: SMTP_URL, message } = await mailServer();
  const dataDir = dataFolder();
  const environment = {
    SMTP_URL,
    MAIL_FROM: "The Bourse <bourse@example.com>",
    PUBLIC_URL: "https://example.com/here",
  };
  const server = startServer(dataDir, environment);
  const url = await server.url;
  await forgotten(url);
  const text = await message;
  expect(text).toMatch(/^From: "?The Bourse"? <bourse@example\.com>\r$/m);
  expect(text).toMatch(/^To: ada@example\.com\r$/m);
  const token = /^https:\/\/example\.com\/here\/reset\/([\w-]{43})\r$/m.exec(text)?.[1] ?? "";
  const reset = await fetch(`${url}/v1/password-resets/${token}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ password: "a much better one" }),
  });
  expect(reset.status).toBe(204);
  expect((await ask(url, "/v1/sessions", { body: { username: "ada", password: PASSWORD } })).status).toBe(401);
  expect(existsSync(join(dataDir, "mail"))).toBe(false);
  expect(await server.kill("SIGTERM")).toEqual({ code: 0, signal: null });
  expect(server.lines.join("\n")).not.toContain(token);
});

it("the link in a mail has the port that the server listens on, also where PORT leaves it open", async () => {
  const { url: SMTP_URL, message } = await mailServer();
  const url = await startServer(dataFolder(), { SMTP_URL, PORT: "0" }).url;
  await forgotten(url);
  expect(await message).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${new URL(url).port}/reset/[\\w-]{43}\r$`, "m"));
});

it("mail that is refused is told in the log, without the address", async () => {
  const { url: SMTP_URL } = await mailServer("550 no ada@example.com here");
  const server = startServer(dataFolder(), { SMTP_URL });
  await forgotten(await server.url);
  await expect.poll(() => saying(server, "mail failed"), { timeout: 30_000 }).toHaveLength(1);
  expect(saying(server, "mail failed")).toMatchObject([{ level: "error", code: "EENVELOPE", status: 550 }]);
  expect(server.lines.join("\n")).not.toContain("ada@");
});

it("an operator's username that nobody has is warned of at the start, and again until somebody has it", async () => {
  const dataDir = dataFolder();
  const said = "no account has this operator's username: whoever opens one becomes an operator";
  const first = startServer(dataDir, { OPERATORS: "ada, bob" });
  await openAccount(await first.url, "ada");
  expect(saying(first, said)).toMatchObject([{ level: "warn", operator: "ada" }, { operator: "bob" }]);
  await first.kill("SIGTERM");
  const second = startServer(dataDir, { OPERATORS: "ada, bob" });
  await second.url;
  expect(saying(second, said)).toMatchObject([{ operator: "bob" }]);
});
