import type { Fault } from "./fault.ts";

const WAITING = "packages/adapters/src/in-memory/waiting-changes.ts";

/** What may go wrong with changes that wait for one account, and are appended together. */
export const WAITING_FAULTS: readonly Fault[] = [
  {
    name: "memory-before-disk-together",
    about: "memory has what was appended together before the disk has it",
    file: WAITING,
    find: "const appended = await appendedOrBug([first, ...others]);",
    replace: "copies.keep(portfolio);\n    const appended = await appendedOrBug([first, ...others]);",
    part: "simulation",
  },
  {
    name: "copy-kept-when-several-are-unknown",
    about: "the copy in memory stays when nobody can tell what became of several entries",
    file: WAITING,
    find: "copies.drop(accountId);\n      answered(made, error);",
    replace: "answered(made, error);",
    part: "simulation",
  },
  {
    name: "refused-on-what-is-not-there-yet",
    about: "a change is refused for what those that are appended with it would leave",
    file: WAITING,
    find: "const [first, ...others] = entries;",
    replace:
      "for (const each of left) {\n      const told = each.change.decide(portfolio);\n      if (told.isErr()) each.settle(told as never);\n    }\n    const [first, ...others] = entries;",
    part: "simulation",
  },
  {
    name: "several-in-part",
    about: "of several entries those that another server has not come before are written",
    file: "packages/adapters/src/postgres/insert-entries.ts",
    find: "before.seq = $${AFTER_THE_ROWS + 1}::bigint - 1\n    )\n",
    replace: "before.seq = $${AFTER_THE_ROWS + 1}::bigint - 1\n    )\n    ON CONFLICT DO NOTHING\n",
    part: "replicas",
  },
];
