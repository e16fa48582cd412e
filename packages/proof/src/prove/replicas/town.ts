import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openPostgres, postgresAccounts, postgresSessions } from "@bourse/adapters/postgres";
import { addHolders, JWT_SECRET, type Holder } from "../../load/holders.ts";
import { emptyBook, type Book } from "../../load/orders.ts";
import { startPostgres, type PostgresServer } from "../../postgres/server.ts";
import { atEnd, scratchFolder } from "../../process/at-end.ts";
import { httpClient, type HttpClient } from "../../process/http-client.ts";
import { startMortal, type MortalServer } from "../../process/mortal-server.ts";
import { emptySights, type Sights } from "./sights.ts";

/** One of the servers on the one database. It is another process after each start. */
export type Replica = {
  readonly name: string;
  readonly server: () => MortalServer;
  readonly client: () => HttpClient;
  /** Starts it once it has ended, and answers when it is open. */
  readonly restart: () => Promise<void>;
};

/** A brokerage of several servers, those who use it, and what they know of it. */
export type Town = {
  readonly postgres: PostgresServer;
  readonly url: string;
  readonly replicas: readonly Replica[];
  /** All act for any of these. */
  readonly holders: readonly Holder[];
  /** Those who have done nothing yet. */
  readonly reserve: Holder[];
  readonly everyone: readonly Holder[];
  readonly book: Book;
  readonly sights: Sights;
  readonly random: () => number;
};

/** So many share what happens to them; a fight for the last cash takes one who has none, and has a few tries. */
const [HOLDERS, RESERVE] = [50, 30];

/** Works in a town of its own, with a PostgreSQL that waits for its disk, and leaves nothing of it. */
export async function inTown<Value>(
  { root, random }: { readonly root: string | undefined; readonly random: () => number },
  work: (town: Town) => Promise<Value>,
): Promise<Value> {
  const { folder, remove } = scratchFolder();
  const postgres = await startPostgres();
  const forget = atEnd(() => void postgres.kill().catch(() => undefined));
  const replicas: Replica[] = [];
  try {
    const url = await postgres.newDatabase();
    const given = { DATABASE_URL: url };
    const begun = ["one", "two"].map((name) => replicaOf(name, folder, { root, settings: given }));
    replicas.push(...begun);
    await Promise.all(begun.map(({ restart }) => restart()));
    const everyone = await seeded(url);
    const [holders, reserve] = [everyone.slice(0, HOLDERS), everyone.slice(HOLDERS)];
    const known = { book: emptyBook(), sights: emptySights() };
    return await work({ postgres, url, replicas, everyone, holders, reserve, ...known, random });
  } finally {
    await Promise.all(replicas.map(async ({ server }) => server().kill("SIGKILL")));
    for (const { client } of replicas) client().close();
    await postgres.stop();
    forget();
    remove();
  }
}

/** In the schema that the servers have made. */
async function seeded(url: string): Promise<readonly Holder[]> {
  const database = await openPostgres({ url });
  try {
    const stores = { accounts: postgresAccounts(database), sessions: postgresSessions(database) };
    return await addHolders(stores, HOLDERS + RESERVE);
  } finally {
    await database.close();
  }
}

type Given = { readonly root: string | undefined; readonly settings: Readonly<Record<string, string>> };

function replicaOf(name: string, folder: string, { root, settings }: Given): Replica {
  const dataDir = join(folder, name);
  mkdirSync(dataDir);
  const start = (): MortalServer => startMortal({ dataDir, jwtSecret: JWT_SECRET, root, settings });
  let server = start();
  // Until it is open there is nothing to call.
  let client = httpClient(0);
  return {
    name,
    server: () => server,
    client: () => client,
    async restart() {
      if (server.hasEnded()) server = start();
      client.close();
      client = httpClient(await server.port);
    },
  };
}
