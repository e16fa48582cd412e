import type { App } from "@bourse/core";
import type { Registry } from "prom-client";
import type { Server } from "../typed-server.ts";
import { accountRoutes } from "./accounts.ts";
import { cashRoutes } from "./cash-transactions.ts";
import { healthRoute, type Health } from "./health.ts";
import { metricsRoute } from "./metrics.ts";
import { passwordRoutes } from "./passwords.ts";
import { portfolioRoutes } from "./portfolio.ts";
import { sessionRoutes } from "./sessions.ts";
import { stockRoutes } from "./stocks.ts";
import { tradeRoutes } from "./trades.ts";

export type { Health };

export function registerRoutes(server: Server, app: App, health: () => Promise<Health>, registry: Registry): void {
  accountRoutes(server, app);
  passwordRoutes(server, app);
  sessionRoutes(server, app);
  cashRoutes(server, app);
  stockRoutes(server, app);
  tradeRoutes(server, app);
  portfolioRoutes(server, app);
  healthRoute(server, health);
  metricsRoute(server, registry);
}
