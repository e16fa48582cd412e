import { BaseSequencer, type TestSpecification } from "vitest/node";
import { defineConfig } from "vitest/config";

const conditions = ["@bourse/source", "module", "node", "development|production"];

/** What takes longest, or waits most: begun last, one of them would have the end of a run to itself. */
const LONG = /\/(browser|process|slow-clients|main|killed)[^/]*\/?|\/sqlite\/suites\./;

/** A fresh clone knows no durations, and a file's size says little of them. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean => LONG.test(moduleId);
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  // The packages' own TypeScript is what the tests run, as it is what the server runs.
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    globalSetup: ["packages/http/test/browser/support/say-if-none.ts", "test/support/folders-in-memory.ts"],
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
