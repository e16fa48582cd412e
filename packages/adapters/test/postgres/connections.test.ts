import dns from "node:dns";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { openPostgres, postgresAccounts, postgresSessions } from "@bourse/adapters/postgres";
import { accountOf, hashOf, refusal, usernameOf, valueOf } from "@bourse/testkit";
import { sql } from "kysely";
import type { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connected } from "./support/databases.ts";
import { newStore, type Store } from "./support/store.ts";
import { untilWaiting } from "./support/waiting.ts";

let store: Store;
let other: Client;
beforeEach(async () => {
  store = await newStore();
  other = await connected(store.url);
});
afterEach(async () => {
  await other.end();
  await store.dispose();
});

/** Ends every connection of the store's, as the database's own end would. */
async function terminate(): Promise<void> {
  await other.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
}

it("a database whose name is not known for a while is a store that is unavailable for as long", async () => {
  const named = await openPostgres({ url: store.url.replace("127.0.0.1", "localhost") });
  try {
    await terminate();
    const unknown = Object.assign(new Error("getaddrinfo EAI_AGAIN localhost"), { code: "EAI_AGAIN" });
    const lookup = vi.spyOn(dns, "lookup");
    // Whoever looks a name up gives, last of all, what is to be called.
    lookup.mockImplementation((...given: readonly unknown[]) => (given.at(-1) as (error: Error) => void)(unknown));
    try {
      await expect.poll(() => named.state()).toBe("unavailable");
      refusal(await postgresAccounts(named).find(accountOf(1).id), "StoreUnavailable");
      expect(lookup).toHaveBeenCalled();
    } finally {
      lookup.mockRestore();
    }
    expect(valueOf(await postgresAccounts(named).find(accountOf(1).id))).toBeNull();
  } finally {
    await named.close();
  }
});

describe("a connection that the database ends", () => {
  it("in the midst of a transaction is an answer to that one, and not the end of the process", async () => {
    const accounts = postgresAccounts(store.database());
    const account = accountOf(1);
    valueOf(await accounts.add(account, hashOf("secret")));
    await other.query("BEGIN");
    await other.query("SELECT FROM accounts FOR UPDATE");
    const amended = accounts.amend(account.id, { username: usernameOf("another") });
    await untilWaiting(other, 1);
    await terminate();
    refusal(await amended, "StoreUnavailable");
    await other.query("ROLLBACK");
    expect(valueOf(await accounts.find(account.id))?.username).toBe(account.username);
  });

  it("between two statements of a transaction is an answer to the next", async () => {
    const { db, state } = store.database();
    const thwarted = db.transaction().execute(async (tx) => {
      await sql`SELECT 1`.execute(tx);
      await terminate();
      // What the database says of its end comes by itself.
      while ((await other.query(OTHERS)).rows.length > 0);
      await sql`SELECT 2`.execute(tx);
    });
    await expect(thwarted).rejects.toThrow(/^(terminating connection|Client has encountered|Connection terminated)/);
    expect(await state()).toBe("ok");
  });

  it("while nobody uses it is not noticed", async () => {
    const sessions = postgresSessions(store.database());
    const accountId = await store.openAccount();
    await terminate();
    while ((await other.query(OTHERS)).rows.length > 0);
    await expect.poll(() => sessions.list(accountId).unwrapOr(null)).toEqual([]);
  });
});

it("a connection on which no answer comes is given up, and not given to the next", async () => {
  const way = await wayTo(new URL(store.url));
  const database = await openPostgres({ url: way.url, connections: 1 });
  const sessions = postgresSessions(database);
  const accountId = await store.openAccount();
  expect(valueOf(await sessions.list(accountId))).toEqual([]);
  way.fallSilent();
  refusal(await sessions.list(accountId), "StoreUnavailable");
  expect(valueOf(await sessions.list(accountId))).toEqual([]);
  await database.close();
  way.close();
});

/** A way to a server, of which the connections that there are can fall silent, and none is ended by that. */
async function wayTo(url: URL) {
  const ends: Socket[] = [];
  let silent: readonly Socket[] = [];
  const server = createServer((here) => {
    const there = connect(Number(url.port), url.hostname);
    for (const [from, to] of [[here, there] as const, [there, here] as const]) {
      ends.push(from);
      from.on("error", () => undefined).on("data", (data) => silent.includes(from) || to.write(data));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: Object.assign(new URL(url), { port: String(port) }).href,
    fallSilent: () => void (silent = [...ends]),
    close() {
      for (const end of ends) end.destroy();
      server.close();
    },
  };
}

const OTHERS = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`;
