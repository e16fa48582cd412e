import { setTimeout as wait } from "node:timers/promises";
import { anyOf, CASH, noted, send, settle } from "../../load/orders.ts";
import { crowd, during, type Crowd } from "./crowd.ts";
import type { Replica, Town } from "./town.ts";
import { beginTransactions } from "./transactions.ts";

/** For how long the crowd is at it before a kill, at most, and after it; in milliseconds. */
const [BEFORE, AFTER] = [600, 700];
/** By when a replica must have acknowledged a write again after the database's return, in milliseconds. */
export const RECOVERED_WITHIN = 10_000;
/** How often a replica is asked whether it works again, in milliseconds. */
const ASKED_EVERY = 10;

/** Ends one replica under load, at once or in good order; the others go on, and it comes back. */
export async function endReplica(town: Town, signal: "SIGKILL" | "SIGTERM"): Promise<Crowd> {
  const { book, random, replicas } = town;
  const killed = anyOf(replicas, random);
  const { server } = killed;
  const done = await crowdWithout(town, killed, AFTER, async () => server().kill(signal));
  if (signal === "SIGTERM" && (server().exitCode() !== 0 || server().complaints.length > 0)) {
    book.faults.push(`${killed.name} left with ${server().exitCode()}: ${server().complaints.join("; ")}`);
  }
  for (const { name } of replicas.filter((replica) => replica !== killed)) {
    const failed = done.failed.filter((each) => each.name === name);
    for (const { what } of failed) book.faults.push(`while ${killed.name} was gone, ${name} failed: ${what}`);
    if (!done.acknowledged.has(name)) book.faults.push(`while ${killed.name} was gone, ${name} did nothing`);
  }
  await killed.restart();
  await settled(town);
  return done;
}

/** Stops one replica for a while without its end; what it knew is old when it goes on. */
export async function pauseReplica(town: Town, milliseconds: number): Promise<Crowd> {
  const { book, random, replicas } = town;
  const paused = anyOf(replicas, random);
  const hung = await crowdWithout(town, paused, milliseconds, async () => {
    process.kill(paused.server().pid, "SIGSTOP");
    setTimeout(() => process.kill(paused.server().pid, "SIGCONT"), milliseconds);
  });
  const done = merged(hung, await crowd(town, during(AFTER)));
  for (const { name, what } of done.failed)
    book.faults.push(`${paused.name} hung for a while, and ${name} failed: ${what}`);
  return done;
}

/** A crowd that asks all replicas until something befalls one of them, and then only the others for a while. */
async function crowdWithout(
  town: Town,
  one: Replica,
  milliseconds: number,
  befall: () => Promise<void>,
): Promise<Crowd> {
  let isOver = false;
  const load = crowd(town, () => !isOver);
  await wait(town.random() * BEFORE);
  await befall();
  const others = town.replicas.filter((replica) => replica !== one);
  const without = await crowd({ ...town, replicas: others }, during(milliseconds));
  isOver = true;
  return merged(await load, without);
}

export type Recovery = { readonly crowd: Crowd; readonly milliseconds: readonly number[] };

/** Ends the database under load and starts it again: the replicas must say so meanwhile, and recover by themselves. */
export async function killDatabase(town: Town): Promise<Recovery> {
  const { book, postgres, random, replicas } = town;
  let isOver = false;
  const load = crowd(town, () => !isOver);
  await wait(random() * BEFORE);
  await beginTransactions(town);
  await postgres.kill();
  await Promise.all(replicas.map((replica) => told(town, replica, 503, "unavailable")));
  await wait(random() * AFTER);
  await postgres.restart();
  const back = performance.now();
  const milliseconds = await Promise.all(replicas.map((replica) => recovered(town, replica, back)));
  await Promise.all(replicas.map((replica) => told(town, replica, 200, "ok")));
  isOver = true;
  const done = await load;
  for (const { name, server } of replicas) {
    if (server().hasEnded()) book.faults.push(`${name} did not outlive the database's end`);
    for (const line of server().complaints) book.faults.push(`${name} complained of the database's end: ${line}`);
  }
  await settled(town);
  return { crowd: done, milliseconds };
}

async function told({ book }: Town, { name, client }: Replica, status: number, database: string): Promise<void> {
  const answer = await client()
    .call({ path: "/healthcheck" })
    .catch(() => null);
  if (answer?.status === status && answer.body["database"] === database) return;
  book.faults.push(`${name} should say ${status} ${database}, and said ${JSON.stringify(answer)}`);
}

/** How long after the database was back the replica acknowledged a write. */
async function recovered({ book, holders, random }: Town, { name, client }: Replica, back: number): Promise<number> {
  const holder = anyOf(holders, random);
  for (let tries = 1; performance.now() - back < RECOVERED_WITHIN; tries += 1) {
    const order = {
      holder,
      path: CASH,
      key: `back-${name}-${back}-${tries}`,
      body: { status: "TOP-UP", amount: "1.00" },
    };
    const answer = await send(client(), order).catch(() => null);
    noted(book, order, answer);
    if (answer?.status === 201) return Math.ceil(performance.now() - back);
    await wait(ASKED_EVERY);
  }
  book.faults.push(`${name} did not recover within ${RECOVERED_WITHIN} ms of the database's return`);
  return Infinity;
}

/** Learns at any replica what became of each order whose answer was lost; not where one has gone that should be there. */
async function settled({ book, random, replicas }: Town): Promise<void> {
  if (replicas.some(({ server }) => server().hasEnded())) return;
  await settle({ call: (call) => anyOf(replicas, random).client().call(call), close: () => undefined }, book);
}

function merged(one: Crowd, other: Crowd): Crowd {
  const acknowledged = new Map(one.acknowledged);
  for (const [name, count] of other.acknowledged) acknowledged.set(name, (acknowledged.get(name) ?? 0) + count);
  return {
    requests: one.requests + other.requests,
    looks: one.looks + other.looks,
    acknowledged,
    failed: [...one.failed, ...other.failed],
  };
}
