import type { Instant } from "@bourse/core";
import type { Static } from "typebox";
import { OPEN_TO_ALL, TAGS } from "../openapi.ts";
import { HealthView } from "../schemas/health.ts";
import { HEALTH } from "../schemas/story.ts";
import { isoTime } from "../schemas/iso-time.ts";
import { problems } from "../schemas/problem.ts";
import { ref } from "../schemas/ref.ts";
import type { Server } from "../typed-server.ts";
import { answers, showing } from "./common.ts";

export type Health = Static<typeof HealthView>;

/** Where a request budget stands; the instants are in milliseconds since 1970. */
type BudgetStanding = Omit<NonNullable<Health["requestBudget"]>, "blockedUntil" | "nextAt"> & {
  readonly nextAt: Instant;
  readonly blockedUntil: Instant | null;
};

function budgetView(budget: BudgetStanding | null): Health["requestBudget"] {
  if (!budget) return null;
  const { perDay, usedToday, left, keptForTrades, nextAt, blockedUntil, reason } = budget;
  const blocked = blockedUntil === null ? null : isoTime(blockedUntil);
  return { perDay, usedToday, left, keptForTrades, nextAt: isoTime(nextAt), blockedUntil: blocked, reason };
}

/** Starting a server again helps one whose disk has failed; on a full disk it would not even start. */
const STATUS: Record<Health["database"], Health["status"]> = {
  ok: "ok",
  full: "reads-only",
  failed: "unavailable",
  unavailable: "unavailable",
};

/** How a server is that stands on this database and this market. */
export function healthOf(
  database: { readonly state: () => Health["database"] | Promise<Health["database"]> },
  market: { readonly name: string; readonly budget: () => Promise<BudgetStanding | null> },
): () => Promise<Health> {
  return async () => {
    const state = await database.state();
    return {
      status: STATUS[state],
      database: state,
      quotes: market.name,
      requestBudget: budgetView(await market.budget()),
    };
  };
}

export function healthRoute(server: Server, health: () => Promise<Health>): void {
  server.get(
    "/healthcheck",
    {
      logLevel: "warn",
      schema: {
        operationId: "checkHealth",
        tags: [TAGS.server.name],
        summary: "How the server is",
        description:
          "200 when the server can do its work, or all but change anything; 503 when it cannot. Either way, what it depends on.",
        security: OPEN_TO_ALL,
        response: {
          ...problems(),
          200: answers(ref(HealthView), "All is well, or all but the writes."),
          503: showing(answers(ref(HealthView), "Something it depends on does not answer."), {
            ...HEALTH,
            status: "unavailable",
            database: "failed",
          }),
        },
      },
    },
    async (_request, reply) => {
      const found = await health();
      return reply.code(found.status === "unavailable" ? 503 : 200).send(found);
    },
  );
}
