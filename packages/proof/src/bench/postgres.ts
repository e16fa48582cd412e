/*
 * How fast one replica is on PostgreSQL: `pnpm bench:postgres [--short]`. Orders over HTTP, of many accounts and of one
 * alone, and pgbench running the same two inserts take turns on one server that waits for its disk, round after round.
 * Prints medians and ratios, keeps them as `proof-results/postgres.json`, and ends with 1 when a bound is broken.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openPostgres, postgresAccounts, postgresLedger, postgresSessions } from "@bourse/adapters/postgres";
import { startPostgres } from "../postgres/server.ts";
import { keepResult, origin, RESULTS } from "../results.ts";
import { load, type Asking } from "./load.ts";
import { pgbench, prepare, run } from "./pgbench.ts";
import { requestsOf } from "./requests.ts";
import { JWT_SECRET, seedStores } from "./seed.ts";
import { startSubject } from "./subject-process.ts";
import { median } from "./table.ts";

const CONNECTIONS = 64;
const ACCOUNTS = 1000;
const { values } = parseArgs({ options: { short: { type: "boolean", default: false } } });
/** Whole seconds of each turn, since pgbench counts in them, and how many rounds. */
const [seconds, rounds] = values.short ? [2, 3] : [4, 9];

/** The issue's, as ratios of rates in one run. */
const BOUNDS = [
  { of: "orders", floor: "pgbench", least: 0.7 },
  { of: "orders of one account", floor: "one commit per order", least: 0.5 },
] as const;
type Name = (typeof BOUNDS)[number]["floor" | "of"];

const command = pgbench();
if (command === null) {
  console.log("pgbench is not installed (Debian: postgresql-contrib): nothing was measured.");
  process.exit(1);
}
mkdirSync(RESULTS, { recursive: true });
const root = mkdtempSync(join(RESULTS, "postgres-"));
const postgres = await startPostgres();
try {
  const [url, floor] = [await postgres.newDatabase(), await postgres.newDatabase()];
  await prepare(floor, CONNECTIONS);
  const database = await openPostgres({ url });
  const stores = { accounts: postgresAccounts(database), sessions: postgresSessions(database) };
  const tokens = await seedStores({ ...stores, ledger: postgresLedger(database) }, ACCOUNTS);
  await database.close();
  const server = await startSubject("packages/http/src/main.ts", root, {
    DATABASE_URL: url,
    DATA_DIR: root,
    JWT_SECRET,
    PORT: "0",
  });
  const asked = async (ask: Asking, time: number): Promise<number> => {
    const { answered, seconds: taken } = await load(server.port, CONNECTIONS, time, 201, ask);
    return answered / taken;
  };
  let from = 0;
  const floorOf = (clients: number, time: number): number => {
    from += 10_000_000;
    return run(command, floor, root, clients, time, from);
  };
  const [many, one] = [
    requestsOf(tokens, CONNECTIONS),
    requestsOf(
      Array.from({ length: CONNECTIONS }, () => tokens[0] ?? ""),
      CONNECTIONS,
    ),
  ];
  const measures: Readonly<Record<Name, (time: number) => Promise<number> | number>> = {
    orders: (time) => asked(many.order, time * 1000),
    pgbench: (time) => floorOf(CONNECTIONS, time),
    "orders of one account": (time) => asked(one.order, time * 1000),
    "one commit per order": (time) => floorOf(1, time),
  };
  const names = Object.keys(measures) as Name[];
  const rates = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (const name of names) await measures[name](seconds);
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of names) rates.get(name)?.push(await measures[name](seconds));
    console.log(`round ${round} of ${rounds}`);
  }
  await server.stop();
  const medians = Object.fromEntries([...rates].map(([name, all]) => [name, median(all)])) as Record<Name, number>;
  for (const name of names) console.log(`${name}: ${medians[name].toFixed(0)} a second`);
  const result = BOUNDS.map(({ of, floor: beside, least }) => {
    const ratio = medians[of] / medians[beside];
    console.log(`${of} / ${beside}: ${ratio.toFixed(2)} (${ratio >= least ? "holds" : "BROKEN"}: at least ${least})`);
    return { of, floor: beside, least, ratio, holds: ratio >= least };
  });
  keepResult("postgres", { ...origin(), rounds, medians, result });
  if (result.some(({ holds }) => !holds)) process.exitCode = 1;
} finally {
  await postgres.stop();
  rmSync(root, { recursive: true });
}
