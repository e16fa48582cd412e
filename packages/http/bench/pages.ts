/*
 * What the portfolio's page takes of the server's time beyond the use cases: of 50 holdings and a year of history, the
 * request less what the use cases took of it. Ends with 1 when the median is above the bound. A few seconds:
 *
 *   node --conditions=@bourse/source packages/http/bench/pages.ts
 */
import { richScene } from "../test/support/rich.ts";

const WARM_UP = 50;
const ROUNDS = 5;
const REQUESTS = 100;
const MOST = 5;

let useCases = 0;

/** The same use case, its time on the clock above. */
function timed<Command, Result extends { readonly then: (done: () => number) => unknown }>(
  useCase: (command: Command) => Result,
): (command: Command) => Result {
  return (command) => {
    const began = performance.now();
    const result = useCase(command);
    // Before whoever asked for it goes on: what was asked for first is told first.
    void result.then(() => {
      useCases += performance.now() - began;
      return useCases;
    });
    return result;
  };
}

const { bourse, guest } = await richScene({
  app: (real) => ({
    resumeSession: timed(real.resumeSession),
    viewPortfolio: timed(real.viewPortfolio),
    portfolioHistory: timed(real.portfolioHistory),
  }),
});

type Time = { readonly page: number; readonly useCases: number };

async function measured(): Promise<Time> {
  useCases = 0;
  const began = performance.now();
  const { status } = await guest.get("/");
  const whole = performance.now() - began;
  if (status !== 200) throw new Error(`${status} instead of the page`);
  return { page: whole - useCases, useCases };
}

async function times(count: number): Promise<readonly Time[]> {
  const taken: Time[] = [];
  for (let index = 0; index < count; index += 1) taken.push(await measured());
  return taken;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

try {
  await times(WARM_UP);
  const all: Time[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const taken = await times(REQUESTS);
    console.log(`round ${round}, median, ms               ${median(taken.map(({ page }) => page)).toFixed(2)}`);
    all.push(...taken);
  }
  const page = median(all.map((time) => time.page));
  console.log(`the use cases, median, ms        ${median(all.map((time) => time.useCases)).toFixed(2)}`);
  console.log(`the page beyond them, median, ms ${page.toFixed(2)} (at most ${MOST})`);
  if (!(page <= MOST)) process.exitCode = 1;
} finally {
  await bourse.close();
}
