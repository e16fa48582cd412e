import { Client, type QueryResultRow } from "pg";
import { types } from "./open.ts";
import { placeOf } from "./place.ts";

/** In milliseconds: how long to wait for a connection, and for what another one has locked. */
const WAITS = { connect: 5000, lock: 5000 };

/** How many rows are fetched at a time. */
const PAGE = 5000;

/** One connection for a long piece of work: unlike a server's, a statement of it may take as long as it takes. */
export type Patient = {
  readonly client: Client;
  readonly place: string;
  /**
   * A query's rows, some at a time: never all of them in memory. Within a transaction, which what is fetched is as of.
   * `asArrays` gives each row's values in the order of its columns.
   */
  readonly pages: <Row extends QueryResultRow | unknown[]>(text: string, asArrays?: boolean) => AsyncGenerator<Row[]>;
  /** A step that is done whole or not at all; the words after BEGIN may be given. */
  readonly inTransaction: <Value>(step: () => Promise<Value>, mode?: string) => Promise<Value>;
  readonly close: () => Promise<void>;
};

/** Connects to the database. Throws, with a message for whoever asked and no password in it, when that cannot be done. */
export async function connectPatiently(url: string): Promise<Patient> {
  const client = new Client({
    connectionString: url,
    types,
    application_name: "bourse-command",
    connectionTimeoutMillis: WAITS.connect,
    lock_timeout: WAITS.lock,
    keepAlive: true,
  });
  // A connection that breaks fails the statement that is under way, or the next.
  client.on("error", () => undefined);
  const place = placeOf(url);
  await client.connect().catch((cause: unknown) => {
    throw new Error(`${place} cannot be reached`, { cause });
  });
  const { rows } = await client.query<{ version: string }>("SELECT version() AS version");
  if (!rows[0]?.version.startsWith("PostgreSQL")) {
    await client.end();
    throw new Error(`${place} is no PostgreSQL, which alone can be audited and copied into: it is ${rows[0]?.version}`);
  }
  // Whatever limits the database has for servers.
  await client.query("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0");
  return { client, place, pages: pagesOf(client), inTransaction: transactionsOf(client), close: () => client.end() };
}

function pagesOf(client: Client): Patient["pages"] {
  let cursors = 0;
  return async function* <Row extends QueryResultRow | unknown[]>(text: string, asArrays = false) {
    cursors += 1;
    const name = `pages_${cursors}`;
    await client.query(`DECLARE ${name} NO SCROLL CURSOR FOR ${text}`);
    const fetch = { text: `FETCH ${PAGE} FROM ${name}`, ...(asArrays && { rowMode: "array" }) };
    for (;;) {
      const { rows } = await client.query<Row & QueryResultRow>(fetch);
      if (rows.length === 0) break;
      yield rows;
    }
    await client.query(`CLOSE ${name}`);
  };
}

function transactionsOf(client: Client): Patient["inTransaction"] {
  return async (step, mode = "") => {
    await client.query(`BEGIN ${mode}`);
    try {
      const value = await step();
      await client.query("COMMIT");
      return value;
    } catch (error) {
      // Where that cannot be asked for, the connection is gone, and the transaction with it.
      await client.query("ROLLBACK").catch(() => undefined);
      throw error;
    }
  };
}
