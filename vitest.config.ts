import { defineConfig } from "vitest/config";

const conditions = ["@bourse/source", "module", "node", "development|production"];

export default defineConfig({
  // The packages' own TypeScript is what the tests run, as it is what the server runs.
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    globalSetup: [
      "packages/http/test/browser/support/say-if-none.ts",
      "packages/proof/test/support/postgres-of-the-run.ts",
    ],
    include: ["test/**/*.test.ts", "packages/*/test/**/*.test.ts"],
    reporters: ["default", ["json", { outputFile: "test-results/vitest.json" }]],
    // One fewer than there are cores would be the default. Many a test waits: for a disk, a process or a time-out.
    maxWorkers: "150%",
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
