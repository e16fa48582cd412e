import type { TestProject } from "vitest/node";
import { startPostgres } from "../../src/postgres/server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The PostgreSQL server of this run, by a URL of its maintenance database. */
    postgresUrl: string;
  }
}

/** One real PostgreSQL server for a whole run; each test file makes itself a database on it. */
export default async function startPostgresOfTheRun(project: TestProject): Promise<() => Promise<void>> {
  // Nothing of it outlives the run.
  const server = await startPostgres(["fsync=off"]);
  project.provide("postgresUrl", server.url("postgres"));
  return server.stop;
}
