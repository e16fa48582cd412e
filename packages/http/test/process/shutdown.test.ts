import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { audit } from "./support/audit.ts";
import { ask, openAccount, PASSWORD, signIn } from "./support/client.ts";
import { assertReplayed, CASH, load, settle, wishOf, type Book } from "./support/load.ts";
import { randomFrom } from "@bourse/testkit";
import { dataFolder, startServer, type ServerProcess } from "./support/server-process.ts";

/** How often the server says that a request for the route has come in. */
function arrived({ lines }: ServerProcess, route: string): number {
  return lines.filter((line) => line.includes("incoming request") && line.includes(`"route":"${route}"`)).length;
}

it("told to stop under load, the server answers what is under way, and leaves with 0", async () => {
  const dataDir = dataFolder();
  // At this level it says when a request has come in.
  const first = startServer(dataDir, { LOG_LEVEL: "debug" });
  const url = await first.url;
  expect((await openAccount(url, "ada")).status).toBe(201);
  const holder = await signIn(url, "ada");
  const book: Book = { acknowledged: [], lost: [wishOf(holder, CASH, { status: "TOP-UP", amount: "100000.00" })] };
  await settle(url, book);

  const underLoad = Promise.withResolvers<void>();
  const loaded = load(url, [holder], book, randomFrom(1), (answers) => {
    if (answers === 50) underLoad.resolve();
  });
  await underLoad.promise;
  // A sign-in takes the longest of all: it is under way when the signal comes, and for long after.
  const signingIn = ask(url, "/v1/sessions", { body: { username: "ada", password: PASSWORD } });
  while (arrived(first, "/v1/sessions") < 2) await sleep(1);
  const exit = first.kill("SIGTERM");
  const { status, body } = await signingIn;
  expect(status).toBe(201);
  expect(await exit).toEqual({ code: 0, signal: null });
  await loaded;
  expect(first.complaints).toEqual([]);

  const again = await startServer(dataDir).url;
  await settle(again, book);
  await assertReplayed(again, book.acknowledged.slice(-20));
  await audit(again, [holder, { ...holder, token: String(body["token"]) }], book);
});
