import type { Plan } from "../../src/prove/simulation/plan.ts";

/** What was once broken, and steps that found it. They are played in several orders. */
export type Regression = { readonly found: string; readonly plan: Plan };

export const REGRESSIONS: readonly Regression[] = [
  {
    found: "an entry that a rival made under the same key was told of, and the balance in memory did not have it",
    plan: {
      disk: "memory",
      quotes: "asked",
      rounds: [
        {
          steps: [{ do: "TOP-UP", who: 0, cents: 1, key: 0 }],
          troubles: [{ call: 0, write: null, kind: "rival repeats" }],
        },
      ],
    },
  },
  {
    found: "an entry that took effect late was told of by its key, and the balance in memory did not have it",
    plan: {
      disk: "memory",
      quotes: "asked",
      rounds: [
        {
          steps: [
            { do: "TOP-UP", who: 0, cents: 1, key: 0 },
            { do: "look", who: 0, at: "balance", times: 4 },
            { do: "again", wish: 0 },
          ],
          troubles: [{ call: 0, write: null, kind: "late" }],
        },
        { steps: [{ do: "again", wish: 0 }], troubles: [] },
      ],
    },
  },
];
