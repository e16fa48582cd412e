import { brokenClauses, fakePortfolios } from "@bourse/testkit";
import { portfoliosContract } from "@bourse/testkit/contracts";
import { describe, expect, it } from "vitest";
import { portfoliosSubject } from "../subjects.ts";
import { portfoliosWith, type Flaw } from "./portfolios.ts";

/** The clause that must find each flaw. Not one is missing: a new flaw does not compile until it has its clause. */
const FOUND_BY: Readonly<Record<Flaw, string>> = {
  "answers an empty portfolio when the ledger fails":
    "6. while the ledger cannot be read, a cold account answers StoreUnavailable",
  "applies a conflict all the same": "1. two processes over one ledger lose nothing between them",
  "decides on a read from before its turn": "1. of racing changes to one account none is built on a stale one",
  "forgets to mark a replay": "5. 64 calls under one key make one entry, and all get it",
  "gives up at the first conflict": "7. a writer that comes first makes decide run again, over what it wrote",
  "has no queue": "4. changes to one account wait for one another",
  "has one queue for all accounts": "4. a change that hangs does not hold up another account's",
  "ignores keys": "5. 64 calls under one key make one entry, and all get it",
  "keeps its copy after a failure": "6. after a failure after the append took effect, find says what the ledger does",
  "keeps its copy when a replay tells of more": "6. what took effect late is found once a change has answered it",
  "keeps something of what was refused": "2. what decide refuses comes back, and changes nothing",
  "never gives up": "7. a change that is always beaten answers Contended, and nothing was done",
  "puts memory before disk": "3. find does not show a change that the ledger does not have yet",
  "replays any command under a key": "5. another command under the key answers KeyReused and changes nothing",
  "takes the key of a refusal": "2. a refusal neither takes the key nor holds up what follows",
  "tries a failure again": "6. a failure after the append took effect is settled by the same key",
};

describe("the portfolios' contract", () => {
  it.each([
    ["the fake", fakePortfolios],
    ["one that keeps portfolios in memory", portfoliosWith(null)],
  ])("finds nothing wrong with %s", async (_, right) => {
    expect(await brokenClauses(portfoliosContract, () => portfoliosSubject(right))).toEqual([]);
  });

  it.each(Object.entries(FOUND_BY))("catches one that %s", async (flaw, title) => {
    const wrong = portfoliosWith(flaw as Flaw);
    expect(await brokenClauses(portfoliosContract, () => portfoliosSubject(wrong))).toContain(title);
  });
});
