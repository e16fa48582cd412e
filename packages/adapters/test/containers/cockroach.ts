import { CockroachDbContainer } from "@testcontainers/cockroachdb";
import type { TestProject } from "vitest/node";
import { started } from "./docker.ts";

/** Triggers need 24.3, and a migration that others may make at once 25.1. */
export const IMAGE = "cockroachdb/cockroach:latest-v25.4";

export default async function startCockroach(project: TestProject): Promise<() => Promise<void>> {
  const engine = new CockroachDbContainer(IMAGE).withDatabase("postgres");
  const container = await started(IMAGE, () => engine.start());
  project.provide("postgresUrl", container.getConnectionUri());
  return async () => {
    await container.stop();
  };
}
