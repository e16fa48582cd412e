import { PostgreSqlContainer } from "@testcontainers/postgresql";
import type { TestProject } from "vitest/node";
import { started } from "./docker.ts";

/** The image that compose.yaml runs. */
export const IMAGE = "postgres:18-alpine";

export default async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const engine = new PostgreSqlContainer(IMAGE)
    .withDatabase("postgres")
    .withCommand(["postgres", "-c", "max_connections=300", "-c", "fsync=off"]);
  const container = await started(IMAGE, () => engine.start());
  project.provide("postgresUrl", container.getConnectionUri());
  return async () => {
    await container.stop();
  };
}
