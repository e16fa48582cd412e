export { postgresAccounts } from "./accounts.ts";
export { postgresAttempts } from "./attempts.ts";
export { postgresLedger } from "./ledger.ts";
export { openPostgres, type PostgresDatabase, type PostgresOptions } from "./open.ts";
export { postgresPasswordResets } from "./password-resets.ts";
export { openPostgresPrices, type PostgresPrices } from "./prices.ts";
export { postgresSessions } from "./sessions.ts";
