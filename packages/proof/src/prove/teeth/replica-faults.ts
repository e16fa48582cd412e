import type { Fault } from "./fault.ts";

/** Faults that only several servers on one database can show. */
export const REPLICA_FAULTS: readonly Fault[] = [
  {
    name: "own-copy-trusted",
    about: "a server shows what it remembers, whatever another has written since",
    file: "packages/adapters/src/in-memory/copies.ts",
    find: "return copy && isShared ? caughtUp(copy) : load(accountId);",
    replace: "return load(accountId);",
    part: "replicas",
  },
  {
    name: "shared-key-taken-twice",
    about: "the database that servers share takes a key twice",
    file: "packages/adapters/src/postgres/migrations.ts",
    find: "CREATE UNIQUE INDEX IF NOT EXISTS cash_transactions_key",
    replace: "CREATE INDEX IF NOT EXISTS cash_transactions_key",
    part: "replicas",
  },
  {
    name: "answer-before-shared-commit",
    about: "an entry is answered before the database that servers share has it",
    file: "packages/adapters/src/postgres/ledger.ts",
    find: "append: appendsTo(pool),",
    replace: "append: ((append) => (entry) => (void append(entry), okAsync()))(appendsTo(pool)),",
    part: "replicas",
  },
  {
    name: "end-of-a-connection-unheard",
    about: "a connection that ends while it is in use ends the server",
    file: "packages/adapters/src/postgres/open.ts",
    find: 'pool.on("connect", (client) => client.on("error", () => undefined));',
    replace: "",
    part: "replicas",
  },
];
