import { Type, type Static } from "typebox";
import { OPEN_TO_ALL, TAGS } from "../openapi.ts";
import { problems } from "../schemas/problem.ts";
import type { Server } from "../typed-server.ts";
import { answers } from "./common.ts";

const HealthView = Type.Object({
  status: Type.Enum(["ok", "unavailable"], { description: "Whether the server can do its work." }),
  database: Type.Enum(["ok", "unavailable"], { description: "Whether the database answers." }),
  quotes: Type.String({ description: "Where prices come from.", examples: ["simulated", "alpha-vantage"] }),
});

export type Health = Static<typeof HealthView>;

export function healthRoute(server: Server, health: () => Promise<Health>): void {
  server.get(
    "/healthcheck",
    {
      logLevel: "warn",
      schema: {
        operationId: "checkHealth",
        tags: [TAGS.server.name],
        summary: "How the server is",
        description: "200 when the server can do its work, 503 when it cannot; either way, what it depends on.",
        security: OPEN_TO_ALL,
        response: {
          ...problems(),
          200: answers(HealthView, "All is well."),
          503: answers(HealthView, "Something it depends on does not answer."),
        },
      },
    },
    async (_request, reply) => {
      const found = await health();
      return reply.code(found.status === "ok" ? 200 : 503).send(found);
    },
  );
}
