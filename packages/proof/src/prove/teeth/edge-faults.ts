import type { Fault } from "./fault.ts";

const MAIN = "packages/http/src/main.ts";
const PROBLEM = "packages/http/src/problem.ts";

/** What a server may do wrong at its edge, whatever is true behind it. */
export const EDGE_FAULTS: readonly Fault[] = [
  {
    name: "stack-told",
    about: "a failure tells its stack",
    file: PROBLEM,
    find: "default:\n      return PROBLEMS[failure.kind].title;",
    replace: "default:\n      return String(new Error(PROBLEMS[failure.kind].title).stack);",
    part: "wire",
  },
  {
    name: "cursor-taken-on-trust",
    about: "any text is taken for a page's cursor",
    file: "packages/core/src/use-cases/page.ts",
    find: "if (before !== undefined && !(Number.isSafeInteger(before) && before >= 1)) {",
    replace: "if (before === 0) {",
    part: "wire",
  },
  {
    name: "refused-without-when",
    about: "what is refused for too much load is not told when to ask again",
    file: PROBLEM,
    find: 'if ("retryAfter" in failure) return failure.retryAfter;',
    replace: 'if ("retryAfter" in failure) return undefined;',
    part: "overload",
  },
  {
    name: "no-bound-on-what-is-under-way",
    about: "however many requests are done at once",
    file: "packages/http/src/guards/overload.ts",
    find: "underWay >= requests &&",
    replace: "underWay < 0 &&",
    part: "overload",
  },
  {
    name: "never-leaves",
    about: "a server that is told to stop waits for what never comes",
    file: MAIN,
    find: "await server.close();",
    replace: "await new Promise(() => undefined);",
    part: "stop",
  },
  {
    name: "database-closed-first",
    about: "a server that is told to stop closes its database under what is under way",
    file: MAIN,
    find: "await server.close();",
    replace: "database.close();\n    await server.close();",
    part: "stop",
  },
];
