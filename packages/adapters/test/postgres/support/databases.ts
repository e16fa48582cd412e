import { Client } from "pg";
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** The PostgreSQL server of this run, by a URL of its maintenance database. */
    postgresUrl: string;
  }
}

/** Makes an empty database on the server of the run, and answers its name. */
export async function newDatabase(): Promise<string> {
  const name = `bourse_${crypto.randomUUID().replaceAll("-", "")}`;
  const client = await connected(inject("postgresUrl"));
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  return name;
}

/** A connection of one's own, to be ended by whoever asked. */
export async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}

export function urlOf(name: string): string {
  return inject("postgresUrl").replace(/\/postgres$/, `/${name}`);
}
