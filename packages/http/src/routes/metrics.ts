import type { Registry } from "prom-client";
import { Type } from "typebox";
import { OPEN_TO_ALL, TAGS } from "../openapi.ts";
import { problems } from "../schemas/problem.ts";
import type { Server } from "../typed-server.ts";

export function metricsRoute(server: Server, registry: Registry): void {
  server.get(
    "/metrics",
    {
      logLevel: "warn",
      schema: {
        operationId: "getMetrics",
        tags: [TAGS.server.name],
        summary: "Figures for Prometheus",
        description: "Requests by route, entries, requests to the price source and what is left of its budget.",
        security: OPEN_TO_ALL,
        response: {
          ...problems(),
          200: {
            description: "The figures, in Prometheus' text form.",
            content: {
              "text/plain": {
                schema: Type.String({ examples: ['bourse_entries_total{status="TOP-UP"} 1'] }),
              },
            },
          },
        },
      },
    },
    async (_request, reply) =>
      reply
        .type(registry.contentType)
        .serializer(String)
        .send(await registry.metrics()),
  );
}
