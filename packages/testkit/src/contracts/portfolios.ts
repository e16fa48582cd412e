import type { Contract } from "../contract.ts";
import { contractOf } from "./handles.ts";
import { portfoliosChanges } from "./portfolios-changes.ts";
import { portfoliosFaults } from "./portfolios-faults.ts";
import { portfoliosKeys } from "./portfolios-keys.ts";
import type { PortfoliosSubject } from "./portfolios-subject.ts";
import { portfoliosWaiting } from "./portfolios-waiting.ts";

/** What every Portfolios must fulfil; the numbers are the port's promises. */
export const portfoliosContract: Contract<PortfoliosSubject> = contractOf(
  "Portfolios",
  { ledger: "object", makePortfolios: "function", openAccount: "function" },
  [...portfoliosChanges, ...portfoliosKeys, ...portfoliosFaults, ...portfoliosWaiting],
);
