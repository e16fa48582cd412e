import { Socket } from "node:net";
import { Kysely, PostgresDialect } from "kysely";
import { Pool, TypeOverrides } from "pg";
import { refuseHalfCopied } from "./copying.ts";
import { isStoreFailure } from "./failures.ts";
import { migrate } from "./migrate.ts";
import type { PostgresTables } from "./schema.ts";

export type PostgresOptions = {
  /** `postgres://user:password@host:port/database?sslmode=verify-full`: TLS is by the URL. */
  readonly url: string;
  /** The most connections that this process holds at once. */
  readonly connections?: number;
  /** Told of a connection that broke while nobody used it; it must not throw. */
  readonly onLost?: (cause: Error) => void;
};

/** A brokerage on a server that other processes may use as well. */
export type PostgresDatabase = {
  readonly db: Kysely<PostgresTables>;
  readonly pool: Pool;
  /** False when the server does not wait for its disk: a power cut there may take away what it has acknowledged. */
  readonly isSynced: boolean;
  /** Whether the server answers and takes what is written. */
  readonly state: () => Promise<"ok" | "unavailable">;
  readonly close: () => Promise<void>;
};

/**
 * In milliseconds: how long to wait for a connection, a lock, a statement, and a transaction that does nothing. What a
 * replica that hangs has locked is free again before the others give up, and those whom they keep from a connection.
 */
const WAITS = { connect: 8000, lock: 5000, statement: 15_000, idle: 4000 };

/**
 * What is prepared is planned once: each of our statements has one good plan, whatever it is asked for, and that is never to
 * read a table whole. Of a table with a page or two that would be the cheapest, and the plan is kept while the table grows.
 */
const SETTINGS = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off";

const INT8 = 20;

/** 64-bit integers come as bigint: money does not fit a double. */
export const types: TypeOverrides = new TypeOverrides();
types.setTypeParser(INT8, BigInt);

/**
 * Opens the brokerage of a PostgreSQL database, or of one that speaks its wire, and brings its schema up to date: several
 * may do so at once. Throws when it cannot be reached, has a schema that is newer than this program or something else in
 * it, cannot hold every text, is set to acknowledge what it may still lose or to isolate its transactions as we cannot use, or
 * is being filled by a copy that is not finished.
 */
export function openPostgres(options: PostgresOptions): Promise<PostgresDatabase> {
  return openChecked(options, refuseHalfCopied);
}

/** As `openPostgres`, but what is there already is for `check` to refuse. */
export async function openChecked(
  options: PostgresOptions,
  check: (pool: Pool) => Promise<void>,
): Promise<PostgresDatabase> {
  const { url, connections = 10, onLost = () => undefined } = options;
  const pool = new Pool({
    connectionString: url,
    max: connections,
    types,
    application_name: "bourse",
    options: SETTINGS,
    connectionTimeoutMillis: WAITS.connect,
    lock_timeout: WAITS.lock,
    statement_timeout: WAITS.statement,
    stream: () => heard(new Socket()),
    idle_in_transaction_session_timeout: WAITS.idle,
    keepAlive: true,
  });
  pool.on("error", onLost);
  // One that breaks between two statements tells nobody but its listeners, and Node.js ends a process that has none. What
  // is asked of it next fails.
  pool.on("connect", (client) => client.on("error", () => undefined));
  const db = new Kysely<PostgresTables>({ dialect: new PostgresDialect({ pool }) });
  let isSynced: boolean;
  try {
    isSynced = await checkSettings(pool);
    await check(pool);
    await migrate(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    db,
    pool,
    isSynced,
    async state() {
      try {
        const { rows } = await pool.query<{ mayWrite: boolean }>(
          `SELECT current_setting('transaction_read_only') <> 'on'
            AND has_table_privilege('cash_transactions', 'INSERT') AS "mayWrite"`,
        );
        return rows[0]?.mayWrite === true ? "ok" : "unavailable";
      } catch (error) {
        if (!isStoreFailure(error)) throw error;
        return "unavailable";
      }
    },
    close: () => db.destroy(),
  };
}

/**
 * Ends a connection on which an answer is due that does not come: the server's own limit tells nobody whose network has
 * gone, and one that was given back would make the next who is given it wait as long, in vain.
 */
function heard(socket: Socket): Socket {
  const silent = (): void => void socket.destroy(new Error("Connection terminated: the database has fallen silent"));
  return socket.setTimeout(WAITS.statement + WAITS.connect, silent);
}

/** A setting that an engine does not know is null: one that cannot be turned off. */
async function checkSettings(pool: Pool): Promise<boolean> {
  type Settings = Record<"commit" | "encoding" | "isolation" | "sync", string | null>;
  const { rows } = await pool.query<Settings>(
    `SELECT current_setting('synchronous_commit', true) AS commit, current_setting('fsync', true) AS sync,
      current_setting('server_encoding', true) AS encoding,
      current_setting('default_transaction_isolation', true) AS isolation`,
  );
  const encoding = rows[0]?.encoding ?? "UTF8";
  if (encoding !== "UTF8") {
    throw new Error(`The database's encoding is ${encoding}, which cannot hold every name: make one with UTF8`);
  }
  if (rows[0]?.commit === "off") {
    throw new Error("The database acknowledges what a crash may take away: set its synchronous_commit to on");
  }
  // Whoever has waited for a row's lock would then go by what was there before: neither is it shown what the other wrote, as
  // in read committed, nor taken back, as in serializable.
  if (rows[0]?.isolation === "repeatable read") {
    throw new Error(
      "The database's transactions do not see what they wait for: set its default_transaction_isolation to read committed",
    );
  }
  return rows[0]?.sync !== "off";
}
