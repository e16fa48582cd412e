import assert from "node:assert/strict";
import * as fc from "fast-check";
import { racing } from "../assertions.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { opened, PASSWORD } from "./stage.ts";

/** Sign-ins after so many milliseconds; where they are negative, the clock was set back. Guesses come many at once. */
type Step = { readonly wait: number; readonly isRight: boolean; readonly byEmail: boolean; readonly atOnce: number };

const DAY = 86_400_000;

const anyStep: fc.Arbitrary<Step> = fc.record({
  wait: fc.oneof(
    { arbitrary: fc.constantFrom(0, 1, 14_999, 15_000, 30_000, 60_000, 899_999, 900_000), weight: 8 },
    { arbitrary: fc.integer({ min: 0, max: 120_000 }), weight: 3 },
    { arbitrary: fc.constantFrom(DAY - 1, DAY, -1, -60_000, -DAY), weight: 1 },
  ),
  isRight: fc.nat(9).map((of10) => of10 === 0),
  byEmail: fc.boolean(),
  atOnce: fc.oneof({ arbitrary: fc.constant(1), weight: 4 }, { arbitrary: fc.integer({ min: 2, max: 20 }), weight: 1 }),
});

/** What the throttle is to say, written apart from the core: how often someone has failed, and who must wait. */
function referenceThrottle(): (now: number, isRight: boolean) => string {
  let failed = 0;
  let since = 0;
  return (now, isRight) => {
    if (now - since >= DAY) failed = 0;
    since = Math.min(since, now);
    const wait = [0, 0, 0, 0, 0, 15, 30, 60, 120, 240, 480][failed] ?? 900;
    const left = since + wait * 1000 - now;
    if (left > 0) return `wait ${Math.ceil(left / 1000)}`;
    if (isRight) failed = 0;
    else [failed, since] = [failed + 1, now];
    return isRight ? "signed in" : "wrong";
  };
}

async function answerOf({ app }: World, name: string, { isRight, byEmail }: Step): Promise<string> {
  const login = byEmail ? `${name}@example.com` : name;
  const result = await app.signIn({ login, password: isRight ? PASSWORD : "a wrong password" });
  if (result.isOk()) return "signed in";
  if (result.error.kind === "TooManyAttempts") return `wait ${result.error.retryAfter}`;
  return result.error.kind === "WrongCredentials" ? "wrong" : result.error.kind;
}

export const signInLaw: Clause<World> = clause(
  "whatever comes, and however the clock goes, it is as the rule has it",
  async (world) => {
    let runs = 0;
    const law = fc.asyncProperty(fc.array(anyStep, { maxLength: 40, size: "max" }), async (steps) => {
      runs += 1;
      const name = `person-${runs}`;
      await opened(world, name);
      const expected = referenceThrottle();
      for (const [index, step] of steps.entries()) {
        world.clock.advance(step.wait);
        const times = step.isRight ? 1 : step.atOnce;
        const said = await racing(times, () => answerOf(world, name, step));
        // As if one had come after another, at the same moment.
        const wanted = said.map(() => expected(world.clock.now(), step.isRight));
        assert.deepEqual(said.toSorted(), wanted.toSorted(), `step ${index + 1}`);
      }
    });
    await fc.assert(law, { numRuns: 30 });
  },
);
