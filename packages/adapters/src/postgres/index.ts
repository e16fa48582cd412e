export { postgresLedger } from "./ledger.ts";
export { openPostgres, type PostgresDatabase, type PostgresOptions } from "./open.ts";
