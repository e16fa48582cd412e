import { Client } from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { dataFolder, startServer, type AtEnd, type Environment } from "./server-process.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The PostgreSQL server of this run, by a URL of its maintenance database. */
    postgresUrl: string;
  }
}

const JWT_SECRET = "the secret of all of the servers on one database";

/** Servers on one database, for a whole file. */
export type Replicas = {
  readonly one: () => string;
  readonly two: () => string;
  /** Where the first keeps the mail that it does not send. */
  readonly mailFolder: () => string;
  readonly query: (statement: string) => Promise<readonly Record<string, unknown>[]>;
};

/** Two servers that are started at once on an empty database. */
export function twoReplicas(environment: () => Environment): Replicas {
  const undoings: Parameters<AtEnd>[0][] = [];
  const atEnd: AtEnd = (undo) => void undoings.push(undo);
  let urls: readonly string[] = [];
  let [mailFolder, database] = ["", ""];
  beforeAll(async () => {
    database = await newDatabase();
    const folders = [dataFolder(atEnd), dataFolder(atEnd)];
    const given = { DATABASE_URL: database, JWT_SECRET, ...environment() };
    urls = await Promise.all(folders.map((folder) => startServer(folder, given, atEnd).url));
    mailFolder = `${folders[0]}/mail`;
  });
  afterAll(async () => {
    for (const undo of undoings.toReversed()) await undo();
  });
  return {
    one: () => urls[0] ?? "",
    two: () => urls[1] ?? "",
    mailFolder: () => mailFolder,
    query: (statement) => rowsOf(database, statement),
  };
}

/** An empty database on the server of this run. */
export async function newDatabase(): Promise<string> {
  const name = `bourse_${crypto.randomUUID().replaceAll("-", "")}`;
  await rowsOf(inject("postgresUrl"), `CREATE DATABASE ${name}`);
  return inject("postgresUrl").replace(/\/postgres$/, `/${name}`);
}

async function rowsOf(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}
