import { expect } from "vitest";
import { overloaded } from "./overload.ts";
import { ask, PASSWORD } from "./people.ts";
import { opening, signing, type Refusal } from "./refusals.ts";

/** What the server cannot help, and says when to ask again. */
export const OUTAGES: readonly Refusal[] = [
  {
    kind: "QuoteUnavailable",
    when: "the source is down",
    facts: { ticker: "AAPL", retryAfter: 25 },
    retryAfter: "25",
    act: ({ bourse, person }) => {
      bourse.market.fail("AAPL", 25);
      return person.trade("BUY", "AAPL", 1);
    },
  },
  {
    kind: "QuoteUnavailable",
    when: "the source is down for a look-up",
    facts: { ticker: "AAPL", retryAfter: 25 },
    retryAfter: "25",
    act: ({ bourse, person }) => {
      bourse.market.fail("AAPL", 25);
      return person.ask("GET", "/v1/stocks/AAPL");
    },
  },
  {
    kind: "QuoteUnavailable",
    when: "the price is a second too old",
    facts: { ticker: "AAPL", retryAfter: 60 },
    retryAfter: "60",
    act: ({ bourse, person }) => {
      bourse.market.age("AAPL", 901);
      return person.trade("SELL", "AAPL", 1);
    },
  },
  {
    kind: "SearchUnavailable",
    when: "the directory is down",
    facts: { retryAfter: 25 },
    retryAfter: "25",
    act: ({ faults, person }) => {
      faults.searchFails = true;
      return person.ask("GET", "/v1/stocks?search=apple");
    },
  },
  {
    kind: "StoreUnavailable",
    when: "the past cannot be read",
    retryAfter: "1",
    act: async ({ ledger, person }) => {
      ledger.failReads(true);
      const answer = await person.ask("GET", "/v1/accounts/me/portfolio?at=2026-06-12");
      ledger.failReads(false);
      return answer;
    },
  },
  {
    kind: "StoreUnavailable",
    when: "the history cannot be read",
    retryAfter: "1",
    act: async ({ ledger, person }) => {
      ledger.failReads(true);
      const answer = await person.ask("GET", "/v1/accounts/me/portfolio/history?from=2026-06-11&to=2026-06-12");
      ledger.failReads(false);
      return answer;
    },
  },
  {
    kind: "StoreUnavailable",
    when: "the ledger cannot write",
    retryAfter: "1",
    act: ({ ledger, person }) => {
      ledger.failNextAppend("before");
      return person.trade("BUY", "AAPL", 1);
    },
  },
  {
    kind: "StoreUnavailable",
    when: "the ledger cannot read",
    retryAfter: "1",
    act: async ({ ledger, person }) => {
      ledger.failReads(true);
      const answer = await person.ask("GET", "/v1/accounts/me/trades");
      ledger.failReads(false);
      return answer;
    },
  },
  {
    kind: "StoreUnavailable",
    when: "the disk is full",
    facts: { reason: "disk-full", detail: expect.stringContaining("nothing was done") as string },
    retryAfter: "1",
    act: ({ ledger, person }) => {
      ledger.failNextAppend("before", "disk-full");
      return person.trade("BUY", "AAPL", 1);
    },
  },
  {
    kind: "StoreUnavailable",
    when: "the disk has failed before",
    facts: { reason: "disk-failed", detail: expect.stringContaining("nothing was done") as string },
    retryAfter: "1",
    act: ({ ledger, person }) => {
      ledger.failNextAppend("before", "disk-failed");
      return person.trade("BUY", "AAPL", 1);
    },
  },
  {
    kind: "PasswordsBusy",
    when: "too many sign in",
    facts: { retryAfter: 7 },
    retryAfter: "7",
    act: (scene) => {
      scene.faults.passwordsBusy = true;
      return signing(scene, "anybody", PASSWORD);
    },
  },
  {
    kind: "PasswordsBusy",
    when: "too many open an account",
    facts: { retryAfter: 7 },
    retryAfter: "7",
    act: (scene) => {
      scene.faults.passwordsBusy = true;
      return opening(scene, {});
    },
  },
  {
    kind: "Overloaded",
    when: "the event loop cannot keep up",
    facts: { retryAfter: 5 },
    retryAfter: "5",
    act: async () => {
      const bourse = await overloaded();
      const answer = await ask(bourse, "GET", "/v1/accounts/me");
      await bourse.close();
      return answer;
    },
  },
  {
    kind: "Contended",
    when: "too much happens to the account",
    retryAfter: "1",
    act: ({ faults, person }) => {
      faults.contended = true;
      return person.topUp("5.00");
    },
  },
  {
    kind: "Internal",
    when: "an adapter has a bug",
    act: ({ faults, person }) => {
      faults.marketThrows = true;
      return person.trade("BUY", "AAPL", 1);
    },
  },
];
