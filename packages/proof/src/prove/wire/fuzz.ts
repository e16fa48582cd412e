import { operationsOf, type Operation } from "@bourse/testkit/open-api";
import * as fc from "fast-check";
import type { Task } from "../part.ts";
import { callersOf, type Caller } from "./callers.ts";
import { lawOf } from "./laws.ts";
import { send, toldOf } from "./send.ts";
import type { Known } from "./values.ts";
import { anyWish, goodWish, type Wish } from "./wishes.ts";
import { NEWCOMERS, strangers, type World } from "./world.ts";

export type Fuzzed = {
  readonly sent: number;
  readonly operations: number;
  /** How often each status was answered. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Operations that never did what they are for. */
  readonly neverDone: readonly string[];
  readonly faults: readonly string[];
};

/** Asks each operation of the server's own document in turn, one request after the other, until there were so many. */
export async function fuzz(task: Task, world: World, count: number): Promise<Fuzzed> {
  const operations = operationsOf(world.document);
  const wishes = wishesOf(task.seed, world, operations, Math.ceil(count / operations.length));
  const law = lawOf(world.document);
  const credentialsOf = credentials(world);
  const [statuses, done, faults] = [new Map<number, number>(), new Set<Operation>(), [] as string[]];
  for (const [index, wish] of wishes.slice(0, count).entries()) {
    const answer = await send(world.port, wish, credentialsOf(wish));
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    if (answer.status >= 200 && answer.status < 300 && !wish.isAstray) done.add(wish.operation);
    const fault = law(wish, answer);
    const again = `--seed ${task.seed} --count ${index + 1}`;
    if (fault !== null) faults.push(`${fault}\n    asked ${toldOf(wish)}\n    again: pnpm prove wire ${again}`);
  }
  const neverDone = operations.filter((each) => !done.has(each)).map(({ method, path }) => `${method} ${path}`);
  return { sent: Math.min(count, wishes.length), operations: operations.length, statuses, neverDone, faults };
}

/** Each operation's first request, which is good, then each one's second, and so on: fewer are the first of more. */
function wishesOf(seed: number, world: World, operations: readonly Operation[], each: number): readonly Wish[] {
  const odd = (Object.keys(callersOf(world)) as Caller[]).filter((name) => name !== "owner");
  const columns = operations.map((operation, index) => {
    const caller = operation.path.endsWith("/blacklisted") ? "operator" : "owner";
    const known = knownFor(operation, world);
    const [first] = fc.sample(goodWish(operation, known, caller), { seed: seed + index, numRuns: 1 });
    const others = fc.sample(anyWish(operation, known, caller, odd), { seed: seed + index, numRuns: each });
    return first === undefined ? others : [first, ...others];
  });
  return Array.from({ length: each }, (_, row) => columns.flatMap((column) => column.slice(row, row + 1))).flat();
}

function knownFor({ method, path }: Operation, { known, spares }: World): Known {
  if (path.endsWith("/blacklisted")) return { ...known, ...strangers(spares) };
  const isNaming = method === "patch" || /\/(accounts|users|create-account)$/.test(path);
  return isNaming && method !== "get" ? { ...known, ...NEWCOMERS } : known;
}

/** The headers of a wish's caller. Whoever may not be there afterwards is asked for in the owner's place. */
function credentials({ owner, operator, spares }: World): (wish: Wish) => Wish["headers"] {
  const callers = callersOf({ owner, operator });
  let ended = 0;
  return ({ method, operation, caller }) => {
    const isEnding = method === "DELETE" || operation.path === "/logout" || operation.path.endsWith("password");
    const spare = spares[ended % spares.length];
    if (!isEnding || spare === undefined) return callers[caller];
    ended += 1;
    return callersOf({ owner: spare, operator })[caller];
  };
}
