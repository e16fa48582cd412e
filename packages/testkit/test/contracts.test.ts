import { verifyContract } from "@bourse/testkit";
import {
  accountsContract,
  clockContract,
  dailyClosesContract,
  idsContract,
  ledgerContract,
  marketCalendarContract,
  passwordsContract,
  portfoliosContract,
  quoteSourceContract,
  sessionsContract,
  stockDirectoryContract,
} from "@bourse/testkit/contracts";
import { describe, it } from "vitest";
import {
  accountsSubject,
  calendarSubject,
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
verifyContract(marketCalendarContract, calendarSubject, runner);
verifyContract(dailyClosesContract, marketSubject, runner);
verifyContract(stockDirectoryContract, marketSubject, runner);
verifyContract(passwordsContract, passwordsSubject, runner);
verifyContract(clockContract, clockSubject, runner);
verifyContract(idsContract, idsSubject, runner);
