import { setTimeout as wait } from "node:timers/promises";

/** In milliseconds; each try may wait twice as long as the one before, up to the last of these. */
const [FIRST_PAUSE, LONGEST_PAUSE] = [5, 200];

/** Before a try is made again, for a random while: those that met would else meet once more. */
export async function pause(tries: number): Promise<void> {
  await wait(Math.random() * Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** tries));
}
