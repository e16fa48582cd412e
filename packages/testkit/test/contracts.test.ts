import { verifyContract } from "@bourse/testkit";
import {
  accountsContract,
  clockContract,
  dailyClosesContract,
  idsContract,
  ledgerContract,
  passwordsContract,
  portfoliosContract,
  quoteSourceContract,
  sessionsContract,
  stockDirectoryContract,
} from "@bourse/testkit/contracts";
import { describe, it } from "vitest";
import {
  accountsSubject,
  clockSubject,
  idsSubject,
  ledgerSubject,
  marketSubject,
  passwordsSubject,
  portfoliosSubject,
  sessionsSubject,
} from "./subjects.ts";

const runner = { describe, it };

verifyContract(accountsContract, accountsSubject, runner);
verifyContract(sessionsContract, sessionsSubject, runner);
verifyContract(ledgerContract, ledgerSubject, runner);
verifyContract(portfoliosContract, portfoliosSubject, runner);
verifyContract(quoteSourceContract, marketSubject, runner);
verifyContract(dailyClosesContract, marketSubject, runner);
verifyContract(stockDirectoryContract, marketSubject, runner);
verifyContract(passwordsContract, passwordsSubject, runner);
verifyContract(clockContract, clockSubject, runner);
verifyContract(idsContract, idsSubject, runner);
