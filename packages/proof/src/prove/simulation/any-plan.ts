import * as fc from "fast-check";
import { WRITES, type Look, type Mood, type Plan, type Round, type Step, type Trouble } from "./plan.ts";

const SECOND = 1000;
const HOUR = 3600 * SECOND;

const few = fc.constantFrom(0, 0, 0, 1, 1, 2, 3);
const key = fc.option(fc.integer({ min: 0, max: 15 }), { freq: 4 });
const ticker = fc.constantFrom(0, 0, 1, 2);
const maybe = fc.option(fc.integer({ min: 0, max: 5 }), { freq: 2 });

const cash = fc.record({
  do: fc.constantFrom("TOP-UP", "WITHDRAWAL"),
  who: few,
  cents: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 2_000_000 })),
  key,
});
/** More is bought than sold, so that there is something to sell, and something is left whose cost was shared. */
const trade = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("BUY"),
      who: few,
      ticker,
      quantity: fc.integer({ min: 1, max: 9 }),
      key,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("SELL"),
      who: few,
      ticker,
      quantity: fc.integer({ min: 1, max: 3 }),
      key,
    }),
  },
);

const clock = fc.oneof(
  fc.constantFrom(1, SECOND, 20 * SECOND, 61 * SECOND).map((by) => ({ do: "wait" as const, milliseconds: by })),
  fc.integer({ min: -2 * HOUR, max: 2 * HOUR }).map((by) => ({ do: "wait" as const, milliseconds: by })),
  fc.integer({ min: -24, max: 72 }).map((by) => ({ do: "wait" as const, milliseconds: by * HOUR })),
  fc.record({ do: fc.constant("wait for bell"), bell: fc.constantFrom("close", "close", "open") }),
);

const look = fc.record({
  do: fc.constant("look"),
  who: few,
  at: fc.constantFrom<Look>("balance", "cash", "portfolio", "trades", "value"),
  times: fc.integer({ min: 1, max: 6 }),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: cash },
  { weight: 18, arbitrary: trade },
  { weight: 10, arbitrary: fc.record({ do: fc.constant("again"), wish: fc.integer({ min: 0, max: 5 }) }) },
  { weight: 14, arbitrary: look },
  { weight: 6, arbitrary: clock },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("market"),
      ticker,
      mood: fc.constantFrom<Mood>("open", "open", "open", "open", "old day", "stale", "unavailable", "unknown"),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("open"),
      username: fc.integer({ min: 0, max: 5 }),
      email: fc.integer({ min: 0, max: 5 }),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant("sign in"),
      who: few,
      right: fc.integer({ min: 0, max: 4 }).map((chance) => chance > 0),
      byEmail: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("guess"),
      who: few,
      times: fc.integer({ min: 1, max: 7 }),
      at: fc.constantFrom("change", "sign-in", "sign-in"),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("sign out"), session: few, listed: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("resume"), session: few }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("amend"), who: few, username: maybe, email: maybe }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("change password"),
      who: few,
      right: fc.integer({ min: 0, max: 4 }).map((chance) => chance > 0),
      keep: maybe,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("ask for reset"), who: few, times: fc.constantFrom(1, 1, 1, 4) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("reset password"), letter: few }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("close"), who: few }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom("blacklist", "reinstate", "reinstate"),
      who: few,
      byOperator: fc.integer({ min: 0, max: 4 }).map((chance) => chance > 0),
    }),
  },
);

const call = fc.integer({ min: 0, max: 15 });
const kind = fc.constantFrom<Trouble["kind"]>(
  "after",
  "after",
  "before",
  "before",
  "crash after",
  "crash before",
  "late",
  "rival",
  "rival repeats",
  "rival repeats",
);

const trouble: fc.Arbitrary<Trouble> = fc.record({
  call,
  write: fc.option(fc.constantFrom(...WRITES), { freq: 3 }),
  kind,
});

const any: fc.Arbitrary<Round> = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 6, size: "max" }),
  troubles: fc.array(trouble, { maxLength: 2, size: "max" }),
});

/** So many changes of one account's money that some wait while another is written, and what they meet then. */
const crowd: fc.Arbitrary<Round> = few.chain((who) =>
  fc.record({
    steps: fc.array(
      fc
        .oneof({ weight: 4, arbitrary: cash }, { weight: 3, arbitrary: trade }, { weight: 2, arbitrary: look })
        .map((each) => ({ ...each, who })),
      { minLength: 4, maxLength: 8, size: "max" },
    ),
    troubles: fc.array(fc.record({ call, write: fc.constant("ledger.append" as const), kind }), {
      maxLength: 2,
      size: "max",
    }),
  }),
);

const round = fc.oneof({ weight: 5, arbitrary: any }, { weight: 1, arbitrary: crowd });

export function anyPlan(): fc.Arbitrary<Plan> {
  return fc.record({
    disk: fc.constantFrom("memory", "memory", "memory", "sqlite"),
    quotes: fc.constantFrom("asked", "kept"),
    rounds: fc.array(round, { minLength: 4, maxLength: 16, size: "max" }),
  });
}
