import type { App } from "@bourse/core";
import type { Server } from "../typed-server.ts";
import { namedCashRoutes } from "./cash.ts";
import { namedPortfolioRoutes } from "./portfolio.ts";
import { namedSessionRoutes } from "./sessions.ts";
import { namedTradeRoutes } from "./trades.ts";
import { namedUserRoutes } from "./users.ts";

/** The routes as the design documents name them: each a line onto the use case that its `/v1` twin calls. */
export function registerNamedRoutes(server: Server, app: App): void {
  namedUserRoutes(server, app);
  namedSessionRoutes(server, app);
  namedCashRoutes(server, app);
  namedTradeRoutes(server, app);
  namedPortfolioRoutes(server, app);
}
