import { verifyContract } from "@bourse/testkit";
import {
  accountsContract,
  attemptsContract,
  clockContract,
  commonPasswordsContract,
  dailyClosesContract,
  idsContract,
  ledgerContract,
  mailContract,
  marketCalendarContract,
  passwordResetsContract,
  passwordsContract,
  portfoliosContract,
  quoteSourceContract,
  resetTokensContract,
  sessionsContract,
  stockDirectoryContract,
} from "@bourse/testkit/contracts";
import { describe, it } from "vitest";
import {
  attemptsSubject,
  commonPasswordsSubject,
  mailSubject,
  passwordResetsSubject,
  resetTokensSubject,
} from "./security-subjects.ts";
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
verifyContract(attemptsContract, attemptsSubject, runner);
verifyContract(passwordResetsContract, passwordResetsSubject, runner);
verifyContract(resetTokensContract, resetTokensSubject, runner);
verifyContract(mailContract, mailSubject, runner);
verifyContract(commonPasswordsContract, commonPasswordsSubject, runner);
