import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scryptPasswords } from "@bourse/adapters/scrypt";
import { valueOf } from "@bourse/testkit";
import type { Json } from "@bourse/testkit/open-api";
import type { Password } from "@bourse/core";
import { auditFaults } from "../../ledger-reading.ts";
import { JWT_SECRET, seedHolders, type Holder } from "../../load/holders.ts";
import { httpClient, type HttpClient } from "../../process/http-client.ts";
import { startMortal, type MortalServer } from "../../process/mortal-server.ts";
import type { Task } from "../part.ts";
import type { Known } from "./values.ts";

/** Whose sessions and accounts may end. */
const SPARES = 200;
const OPERATOR = SPARES + 2;

export type World = {
  readonly port: number;
  readonly server: MortalServer;
  readonly client: HttpClient;
  readonly document: Json;
  readonly owner: Holder;
  readonly operator: Holder;
  readonly spares: readonly Holder[];
  readonly known: Known;
};

/** The real server, with people who have a password, and one of whom has cash and shares. */
export async function withWorld<Found>(
  task: Task,
  play: (world: World) => Promise<Found>,
): Promise<readonly [Found, readonly string[]]> {
  const folder = mkdtempSync(join(tmpdir(), "bourse-proof-"));
  const dataDir = join(folder, "data");
  mkdirSync(dataDir);
  try {
    const hash = valueOf(await scryptPasswords().hash("correct horse battery" as Password));
    const [owner, operator, ...spares] = (await seedHolders(dataDir, OPERATOR, hash)) as [Holder, Holder, ...Holder[]];
    const settings = { OPERATORS: operator.accountId };
    const server = startMortal({ dataDir, jwtSecret: JWT_SECRET, root: task.root, settings });
    try {
      const port = await server.port;
      const client = httpClient(port);
      const { body: document } = await client.call({ path: "/openapi.json" });
      await furnish(client, owner);
      const found = await play({
        port,
        server,
        client,
        document,
        owner,
        operator,
        spares,
        known: knownOf(owner, spares),
      });
      client.close();
      return [
        found,
        [...(await lifeFaults(port)), ...server.complaints, ...auditFaults(join(dataDir, "bourse.sqlite"))],
      ];
    } finally {
      await server.kill("SIGKILL");
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a life has: cash, shares, and a sale, so that there is something to be looked at. */
async function furnish(client: HttpClient, { token }: Holder): Promise<void> {
  const orders: readonly (readonly [string, Json])[] = [
    ["cash-transactions", { status: "TOP-UP", amount: "900000000.00" }],
    ["trades", { action: "BUY", ticker: "AAPL", quantity: 10_000 }],
    ["trades", { action: "BUY", ticker: "MSFT", quantity: 10_000 }],
    ["trades", { action: "SELL", ticker: "AAPL", quantity: 1 }],
  ];
  for (const [path, body] of orders) {
    const { status } = await client.call({ path: `/v1/accounts/me/${path}`, token, body });
    if (status !== 201) throw new Error(`${path} was answered ${status}`);
  }
}

function knownOf(owner: Holder, spares: readonly Holder[]): Known {
  const stranger = spares[0]?.accountId;
  const ids = ["me", "me", owner.accountId, stranger, "00000000-0000-4000-8000-000000000000"];
  return {
    id: ids,
    account_id: ["me", owner.accountId, owner.accountId, stranger],
    seq: [1, 2, 3, 99],
    search: ["apple", "A", "zz"],
    cursor: ["MTI", "MQ"],
    at: ["2026-11-20", "2020-01-02"],
    from: ["2026-11-02"],
    to: ["2026-11-20"],
    amount: ["10.00", "0.01", "1000.00"],
    quantity: [1, 2, 10, 1_000_000],
    newPassword: ["correct horse battery, too"],
    new_password: ["correct horse battery, too"],
    username: ["person-190", "person-191", "person-192@example.com"],
  };
}

/** Names that nobody has yet, for who opens an account. */
export const NEWCOMERS: Known = {
  username: Array.from({ length: 500 }, (_, index) => `new-${index}`),
  email: Array.from({ length: 500 }, (_, index) => `new-${index}@example.com`),
  dateOfBirth: ["1990-05-17"],
  date_of_birth: ["1990-05-17"],
};

/** Those whom an operator may blacklist, and nobody misses. */
export function strangers(spares: readonly Holder[]): Known {
  return { id: spares.slice(-9).map(({ accountId }) => accountId) };
}

/** A server that has been asked anything must still be well, and say so. */
async function lifeFaults(port: number): Promise<readonly string[]> {
  const client = httpClient(port);
  const health = await client.call({ path: "/healthcheck" }).catch(() => null);
  client.close();
  if (health?.status === 200 && health.body["status"] === "ok") return [];
  return [`afterwards the server's health is ${health === null ? "not answered" : JSON.stringify(health)}`];
}
