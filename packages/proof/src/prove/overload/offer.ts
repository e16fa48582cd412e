import { setTimeout as wait } from "node:timers/promises";
import type { Crowd } from "./crowd.ts";

/** How often those who have come in the meantime are sent, in milliseconds. */
const TICK = 5;

/** So many clients ask again as soon as they are answered: answers how many a second that makes. */
export async function closedLoop(crowd: Crowd, clients: number, milliseconds: number): Promise<number> {
  const began = performance.now();
  let answers = 0;
  const client = async (): Promise<void> => {
    while (performance.now() - began < milliseconds) {
      await crowd.ask();
      answers += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return (answers * 1000) / (performance.now() - began);
}

export type Offered = {
  /** How many came. */
  readonly came: number;
  /** How many of them found every connection waiting for an answer, and went away. */
  readonly turnedAway: number;
  /** Those still under way when no more came; a promise in an object, so that nobody waits for it unasked. */
  readonly rest: { readonly done: Promise<unknown> };
};

/** So many come a second, whether those before them have been answered or not, and go when they cannot be connected. */
export async function openLoop(crowd: Crowd, rate: number, milliseconds: number): Promise<Offered> {
  const began = performance.now();
  const under = new Set<Promise<void>>();
  let [came, turnedAway] = [0, 0];
  for (let now = 0; now < milliseconds; now = performance.now() - began) {
    for (const due = (now * rate) / 1000; came < due; came += 1) {
      const asking = crowd.ask();
      if (asking === null) turnedAway += 1;
      else {
        const tracked = asking.finally(() => under.delete(tracked));
        under.add(tracked);
      }
    }
    await wait(TICK);
  }
  return { came, turnedAway, rest: { done: Promise.all(under) } };
}
