import { BaseSequencer, type TestSpecification } from "vitest/node";
import { defineConfig } from "vitest/config";

const conditions = ["@bourse/source", "module", "node", "development|production"];

/** What takes longest, or waits most: were one of these begun last, it would have the end of a run to itself. */
const LONG =
  /\/(?:browser|process)\/|\/(?:(?:sqlite|postgres)\/suites|collisions|differential|migrations|restore-killed|laws\/parsing|mutations|published|slow-clients|docs\/folders)\.test\./;

/** By itself Vitest goes by the last run's durations, and a fresh clone has none. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((one, other) => rank(one) - rank(other));
  }
}

function rank({ moduleId }: TestSpecification): number {
  return LONG.test(moduleId) ? 0 : 1;
}

export default defineConfig({
  // The packages' own TypeScript is what the tests run, as it is what the server runs.
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    globalSetup: [
      // First, since what follows makes folders too.
      "test/support/folders-in-memory.ts",
      "packages/http/test/browser/support/say-if-none.ts",
      "packages/proof/test/support/postgres-of-the-run.ts",
    ],
    include: ["test/**/*.test.ts", "packages/*/test/**/*.test.ts"],
    reporters: ["default", ["json", { outputFile: "test-results/vitest.json" }]],
    // One fewer than there are cores would be the default. Many a test waits: for a disk, a process or a time-out.
    maxWorkers: "150%",
    // A process runs one file after the other: what they import is evaluated and warm once in it, not in each of 200
    // processes. So a file must leave nothing behind, and give the timers, globals and functions back that it took.
    isolate: false,
    sequence: { sequencer: LongFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
