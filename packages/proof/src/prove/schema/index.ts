import { randomFrom } from "@bourse/testkit";
import { Client } from "pg";
import { startPostgres } from "../../postgres/server.ts";
import { few } from "../few.ts";
import type { Finding, Part, Task } from "../part.ts";
import { open } from "./opening.ts";

/** How many kills, of as many as there are statements; how often several begin at once. */
const SETTINGS = { short: { kills: 2, races: 1 }, long: { kills: Infinity, races: 20 } };
const RACERS = 3;

/** All that a schema is made of, by the server's own description, and what it is filled with at first. */
const CATALOGUE = `
  SELECT relname || ' ' || relkind::text AS what FROM pg_class WHERE relnamespace::regnamespace::text = ANY ($1)
  UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace::regnamespace::text = ANY ($1)
  UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT 'lock ' || name FROM locks UNION ALL SELECT 'lock of prices ' || name FROM prices.locks
  UNION ALL SELECT 'version ' || version FROM brokerage_schema UNION ALL SELECT 'prices ' || version FROM prices.prices_schema
  ORDER BY what`;

/** A schema is made once, however many make it at once, and whichever of them dies. */
export const schema: Part = {
  name: "schema",
  about: `a process is killed before any of the statements that make a PostgreSQL database's schema, and ${RACERS} that then start at once find it made, once and whole`,
  run,
};

async function run(task: Task): Promise<Finding> {
  const { kills: most, races } = SETTINGS[task.setting];
  const random = randomFrom(task.seed);
  const postgres = await startPostgres();
  const violations: string[] = [];
  let [kills, started] = [0, 0];
  try {
    const first = await postgres.newDatabase();
    const statements = (await open(first, 0, task.root)) ?? 0;
    const whole = await catalogueOf(first);
    const begin = async (killAt: number): Promise<void> => {
      const url = await postgres.newDatabase();
      if (killAt > 0 && (await open(url, killAt, task.root)) !== null)
        violations.push(`statement ${killAt} killed nobody`);
      const openings = await Promise.allSettled(Array.from({ length: RACERS }, () => open(url, 0, task.root)));
      started += RACERS;
      const after = killAt > 0 ? `after a kill at statement ${killAt} of ${statements}` : "when they began at once";
      for (const each of openings) if (each.status === "rejected") violations.push(`${after}: ${String(each.reason)}`);
      if ((await catalogueOf(url)).join("\n") !== whole.join("\n")) violations.push(`${after}, the schema was another`);
    };
    for (let race = 0; race < races; race += 1) await begin(0);
    for (const at of chosen(statements, Math.min(most, task.count ?? Infinity), random)) {
      await begin(at);
      kills += 1;
      if (kills % 10 === 0) task.say(`${kills} kills`);
    }
  } finally {
    await postgres.stop();
  }
  return { tried: { "kills in a migration": kills, "starts at once": started }, violations: few(violations) };
}

/** So many of the numbers from 1, in any order; all of them in their order when that is as many. */
function chosen(of: number, most: number, random: () => number): readonly number[] {
  const all = Array.from({ length: of }, (_, index) => index + 1);
  if (most >= of) return all;
  return Array.from({ length: most }, () => all.splice(Math.floor(random() * all.length), 1)).flat();
}

async function catalogueOf(url: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ what: string }>(CATALOGUE, [["public", "prices"]]);
    return rows.map(({ what }) => what);
  } finally {
    await client.end();
  }
}
