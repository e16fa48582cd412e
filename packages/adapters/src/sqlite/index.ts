export { sqliteAccounts } from "./accounts.ts";
export { sqliteBudgetStore } from "./budget-store.ts";
export { sqliteCloseStore } from "./close-store.ts";
export { sqliteLedger } from "./ledger.ts";
export { DatabaseInUse } from "./lock.ts";
export { assertDurable, openSqlite, type BourseDatabase } from "./open.ts";
export { sqliteProfileStore } from "./profile-store.ts";
export { sqliteQuoteStore } from "./quote-store.ts";
export { sqliteSessions } from "./sessions.ts";
