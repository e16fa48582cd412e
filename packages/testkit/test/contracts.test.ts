import { accountIdOf, fakeAccounts, fakeLedger, fakePortfolios, fakeSessions, verifyContract } from "@bourse/testkit";
import { accountsContract, ledgerContract, portfoliosContract, sessionsContract } from "@bourse/testkit/contracts";
import { describe, it } from "vitest";

const runner = { describe, it };

/** The fakes need no account to be there, so any new id will do. */
function accountIds() {
  let opened = 0;
  return async () => {
    opened += 1;
    return accountIdOf(opened);
  };
}

verifyContract(
  accountsContract,
  async () => {
    const port = fakeAccounts();
    return { port, restart: async () => port };
  },
  runner,
);

verifyContract(
  sessionsContract,
  async () => {
    const port = fakeSessions();
    return { port, restart: async () => port, openAccount: accountIds() };
  },
  runner,
);

verifyContract(
  ledgerContract,
  async () => {
    const port = fakeLedger();
    return { port, restart: async () => port, openAccount: accountIds() };
  },
  runner,
);

verifyContract(
  portfoliosContract,
  async () => ({ ledger: fakeLedger(), makePortfolios: fakePortfolios, openAccount: accountIds() }),
  runner,
);
