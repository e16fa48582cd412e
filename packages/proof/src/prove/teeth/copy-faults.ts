import type { Fault } from "./fault.ts";

/** What a move into another database may do wrong. */
export const COPY_FAULTS: readonly Fault[] = [
  {
    name: "copy-begun-anew",
    about: "a copy that was cut off begins each table again",
    file: "packages/adapters/src/postgres/copy-into.ts",
    find: "inBatches(source.rows(table, there))",
    replace: "inBatches(source.rows(table, 0))",
    part: "copy",
  },
  {
    name: "half-a-copy-served",
    about: "a server opens a database into which a copy is not finished",
    file: "packages/adapters/src/postgres/copying.ts",
    find: "if (!(await isCopying(pool))) return;",
    replace: "if (!(await isCopying(pool))) return;\n  else return;",
    part: "copy",
  },
];
