export { createLogger } from "./logger.ts";
export type { Limits } from "./limits.ts";
export { createMetrics, type BudgetFigures, type Metrics } from "./metrics.ts";
export { healthOf, type Health } from "./routes/health.ts";
export { createServer, type ServerOptions } from "./server.ts";
export type { Server } from "./typed-server.ts";
