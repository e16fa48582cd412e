import { randomFrom } from "@bourse/testkit";
import { few } from "../few.ts";
import type { Finding, Part, Task } from "../part.ts";
import { stopUnderLoad, type Stop } from "./round.ts";

const ROUNDS = { short: 3, long: 20 };

/** Told to stop, the server answers what is under way or leaves it so that it can be asked again, and goes. */
export const stop: Part = {
  name: "stop",
  about:
    "SIGTERM with 100 orders under way: each is answered or can be sent again, none is lost or doubled, and the server leaves with 0 within 10 s",
  run,
};

async function run(task: Task): Promise<Finding> {
  const random = randomFrom(task.seed);
  const stops: Stop[] = [];
  for (const round of Array.from({ length: task.count ?? ROUNDS[task.setting] }).keys()) {
    const found = await stopUnderLoad(task, random);
    stops.push(found);
    task.say(
      `stopped ${round + 1}: ${found.answered} of ${found.inFlight} answered, gone after ${found.milliseconds} ms`,
    );
  }
  const sum = (count: (stop: Stop) => number): number => stops.reduce((total, one) => total + count(one), 0);
  const faults = stops.flatMap((one, index) =>
    one.faults.map((fault) => `stop ${index + 1} of seed ${task.seed}: ${fault}`),
  );
  // Whoever just leaves loses nothing either, but that is no way to treat those who wait for an answer.
  if (sum(({ answered }) => answered) === 0) faults.push("of the orders under way at the signals not one was answered");
  return {
    tried: {
      "servers stopped under load": stops.length,
      "orders under way at the signals": sum(({ inFlight }) => inFlight),
      "of them answered": sum(({ answered }) => answered),
      "orders acknowledged, and found": sum(({ acknowledged }) => acknowledged),
      "orders not answered, and sent again": sum(({ repeated }) => repeated),
    },
    notes: [`the slowest left after ${Math.max(...stops.map(({ milliseconds }) => milliseconds))} ms`],
    violations: few(faults),
  };
}
