import { Type } from "typebox";
import { HEALTH } from "./story.ts";
import { oneOf, orNull, time } from "./values.ts";

export const HealthView = Type.Object(
  {
    status: oneOf(["ok", "reads-only", "unavailable"], {
      description: "Whether the server can do its work: all of it, only what changes nothing, or none that counts.",
    }),
    database: oneOf(["ok", "full", "failed", "unavailable"], {
      description:
        "full: its disk is, and writes are refused until there is room. failed: its disk did, and nothing more is written until the server is started again. unavailable: it does not answer.",
    }),
    quotes: Type.String({ description: "Where prices come from.", examples: ["simulated", "alpha-vantage"] }),
    requestBudget: orNull(
      Type.Object(
        {
          perDay: orNull(Type.Integer({ description: "Requests that the plan allows a day.", examples: [25] })),
          usedToday: Type.Integer({ description: "Requests counted today.", examples: [3] }),
          left: orNull(Type.Integer({ description: "Requests left today.", examples: [22] })),
          keptForTrades: Type.Integer({ description: "Of those left, how many only a trade may use.", examples: [5] }),
          nextAt: time("The earliest instant of the next request."),
          blockedUntil: orNull(time("Until when a refusal is waited out; null when none is.")),
          reason: orNull(
            Type.String({ description: "Why there are none now; null when there are.", examples: [null] }),
          ),
        },
        { description: "What the price source still allows; null where nothing limits it." },
      ),
    ),
  },
  { $id: "Health", examples: [HEALTH], description: "How the server is, and what it depends on." },
);
