export { accountsContract } from "./accounts.ts";
export type { AccountsSubject } from "./accounts-subject.ts";
export { ledgerContract } from "./ledger.ts";
export type { LedgerSubject } from "./ledger-subject.ts";
export { portfoliosContract } from "./portfolios.ts";
export type { PortfoliosSubject } from "./portfolios-subject.ts";
export { sessionsContract, type SessionsSubject } from "./sessions.ts";
