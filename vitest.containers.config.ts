import { defineConfig } from "vitest/config";
import { IMAGE as COCKROACH } from "./packages/adapters/test/containers/cockroach.ts";
import { isDockerThere } from "./packages/adapters/test/containers/docker.ts";
import { IMAGE as POSTGRES } from "./packages/adapters/test/containers/postgres.ts";
import base from "./vitest.config.ts";

/** The contracts and the use cases' suites that run over every PostgreSQL, and here over those of images. */
const include = ["packages/adapters/test/postgres/{contracts,suites}.test.ts"];

const engines = [
  { name: POSTGRES, globalSetup: "packages/adapters/test/containers/postgres.ts" },
  { name: COCKROACH, globalSetup: "packages/adapters/test/containers/cockroach.ts" },
];

const isThere = await isDockerThere(engines.map(({ name }) => name).join(" and "));

export default defineConfig({
  resolve: base.resolve,
  ssr: base.ssr,
  test: {
    passWithNoTests: !isThere,
    reporters: ["default"],
    projects: engines.map(({ name, globalSetup }) => ({
      extends: true,
      test: {
        name,
        include: isThere ? include : [],
        globalSetup: isThere ? [globalSetup] : [],
        testTimeout: 300_000,
        hookTimeout: 300_000,
      },
    })),
  },
});
