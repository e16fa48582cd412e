import { inMemoryPortfolios } from "@bourse/adapters/in-memory";
import { sqliteLedger } from "@bourse/adapters/sqlite";
import type { Ledger, Portfolios } from "@bourse/core";
import { accountIdOf, fakeLedger, verifyContract } from "@bourse/testkit";
import { portfoliosContract, type PortfoliosSubject } from "@bourse/testkit/contracts";
import { describe, it } from "vitest";
import { newStore } from "../sqlite/store.ts";

type Make = (ledger: Ledger) => Portfolios;

async function overFakes(makePortfolios: Make): Promise<PortfoliosSubject> {
  let opened = 0;
  const openAccount = async () => accountIdOf((opened += 1));
  return { ledger: fakeLedger(), makePortfolios, openAccount };
}

async function overSqlite(makePortfolios: Make): Promise<PortfoliosSubject> {
  const { db, openAccount, dispose } = newStore();
  return { ledger: sqliteLedger(db()), makePortfolios, openAccount, dispose };
}

const roomy: Make = (ledger) => inMemoryPortfolios(ledger);
/** Every account but one has always been forgotten. */
const crowded: Make = (ledger) => inMemoryPortfolios(ledger, { capacity: 1 });

describe.each([
  { over: "the fake ledger", subject: overFakes },
  { over: "SQLite", subject: overSqlite },
])("portfolios in memory over $over", ({ subject }) => {
  describe("with room for all", () => {
    verifyContract(portfoliosContract, () => subject(roomy), { describe, it });
  });
  describe("with room for one", () => {
    verifyContract(portfoliosContract, () => subject(crowded), { describe, it });
  });
});
