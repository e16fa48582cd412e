import { randomFrom } from "@bourse/testkit";
import { few } from "../few.ts";
import type { Finding, Part, Task } from "../part.ts";
import { fuzz } from "./fuzz.ts";
import { fuzzPages } from "./pages.ts";
import { rawFaults, slowClients } from "./raw.ts";
import { withWorld, type World } from "./world.ts";

const REQUESTS = { short: 2000, long: 10_000 };
/** For so many requests of the API, one of a page. */
const API_TO_PAGES = 2;

/** Whatever is sent to the server, each of its answers is one that its document tells of. */
export const wire: Part = {
  name: "wire",
  about:
    "requests made of the server's own document, good and odd, while 200 clients hang on it: each answer is as the document tells, none a fault, and the books stay sound",
  run,
};

async function run(task: Task): Promise<Finding> {
  const [found, faults] = await withWorld(task, (world) => asked(task, world));
  return { ...found, violations: few([...found.violations, ...faults]) };
}

async function asked(task: Task, world: World): Promise<Finding> {
  const count = task.count ?? REQUESTS[task.setting];
  const slow = slowClients(world.port);
  // Many of these wait until the server has had enough of waiting.
  const raw = rawFaults(world, randomFrom(task.seed));
  const api = await fuzz(task, world, count);
  task.say(`${api.sent} requests answered`);
  const pages = await fuzzPages(task, world, Math.ceil(count / API_TO_PAGES));
  const { sent, faults } = await raw;
  const slowFaults = await slow.end();
  const statuses = [...api.statuses].toSorted(([a], [b]) => a - b).map(([status, times]) => `${times} × ${status}`);
  return {
    tried: {
      "requests of the API": api.sent,
      "operations they were for": api.operations,
      "requests of pages": pages.sent,
      "pages and forms they were for": pages.places,
      "requests that are hardly HTTP, or pipelined": sent,
      "clients that hung on the server meanwhile": slow.count,
    },
    notes: [`answers: ${statuses.join(", ")}`, `never done: ${api.neverDone.join(", ") || "nothing"}`],
    violations: [...api.faults, ...pages.faults, ...faults, ...slowFaults],
  };
}
