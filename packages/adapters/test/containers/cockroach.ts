import { CockroachDbContainer } from "@testcontainers/cockroachdb";
import type { TestProject } from "vitest/node";

/** Triggers need 24.3, and a migration that others may make at once 25.1. */
export const IMAGE = "cockroachdb/cockroach:latest-v25.4";

export default async function startCockroach(project: TestProject): Promise<() => Promise<void>> {
  const container = await new CockroachDbContainer(IMAGE).withDatabase("postgres").start();
  project.provide("postgresUrl", container.getConnectionUri());
  return async () => {
    await container.stop();
  };
}
