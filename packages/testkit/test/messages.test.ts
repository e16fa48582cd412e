import {
  instant,
  money,
  type AccountId,
  type Clock,
  type Ledger,
  type Portfolio,
  type QuoteSource,
} from "@bourse/core";
import { accountIdOf, fakeLedger, manualMarket, type Contract } from "@bourse/testkit";
import { clockContract, ledgerContract, quoteSourceContract } from "@bourse/testkit/contracts";
import { expect, it } from "vitest";
import { accountIds, ledgerSubject, marketSubject } from "./subjects.ts";

/** What a contract says of a subject, clause by clause, under the titles of those that fail. */
async function failuresOf<Subject>(
  contract: Contract<Subject>,
  make: () => Promise<unknown>,
): Promise<ReadonlyMap<string, string>> {
  const failures = new Map<string, string>();
  for (const { title, check } of contract.clauses) {
    await check(make as () => Promise<Subject>).catch((error: unknown) => failures.set(title, String(error)));
  }
  return failures;
}

type Market = ReturnType<typeof manualMarket>;

/** What is said of a quote source some of whose operations are these, which no compiler has seen. */
function failuresOfQuotes(
  changed: (right: QuoteSource, clock: Clock) => unknown,
): Promise<ReadonlyMap<string, string>> {
  return failuresOf(quoteSourceContract, () =>
    marketSubject((right, clock) => changed(right, clock) as Partial<Market>),
  );
}

it("an answer that is no map is told as what it is, under no promise", async () => {
  const failures = await failuresOfQuotes((right) => ({
    latestOf: async (...asked: Parameters<QuoteSource["latestOf"]>) => [...(await right.latestOf(...asked)).values()],
  }));
  expect(failures.size).toBeGreaterThan(3);
  for (const message of failures.values()) {
    expect(message).toMatch(/the port's type is broken.*\n.*latestOf\(.*\) must answer a Map; it answered an array$/);
  }
});

it("an answer that is no result is told as what it is, under no promise", async () => {
  const failures = await failuresOfQuotes((right) => ({
    latest: async (...asked: Parameters<QuoteSource["latest"]>) => (await right.latest(...asked)).unwrapOr(null),
  }));
  expect(failures.size).toBeGreaterThan(3);
  for (const message of failures.values()) {
    expect(message).toMatch(/the port's type is broken.*\n.*latest\(.*\).* must answer a Result, .*; it answered .+$/);
  }
});

it("a result that is none is told by every contract that has not said which call it was", async () => {
  const failures = await failuresOf(ledgerContract, async () => {
    return { ...(await ledgerSubject()), port: { ...fakeLedger(), portfolio: async () => ({ cash: 0n }) } };
  });
  expect([...failures.values()].join("\n")).toContain(
    'must answer a Result, neverthrow\'s ok(…) or err(…); it answered {"cash":"0n"}',
  );
  expect([...failures.values()].join("\n")).not.toContain("a port never does");
});

it("a subject's own fault is told as such", async () => {
  const failures = await failuresOf(ledgerContract, async () => ({ port: fakeLedger(), restart: accountIds() }));
  expect(failures.size).toBe(ledgerContract.clauses.length);
  expect(new Set(failures.values())).toEqual(new Set(["Error: the subject has no openAccount"]));
});

it.each([
  ["nothing", undefined, "the subject must be an object; it is undefined"],
  ["nothing at all in it", {}, "the subject has no port"],
  ["a port that is no object", { port: "clock" }, "the subject's port must be an object; it is string"],
])("a subject that is wrong by %s is told as such", async (_what, subject, message) => {
  const failures = await failuresOf(clockContract, async () => subject);
  expect(new Set(failures.values())).toEqual(new Set([`Error: ${message}`]));
});

it("a subject that lacks a handle is disposed of", async () => {
  let disposed = 0;
  const dispose = async () => {
    disposed += 1;
  };
  await failuresOf(ledgerContract, async () => ({ openAccount: accountIds(), dispose }));
  expect(disposed).toBe(ledgerContract.clauses.length);
});

it("times are told as people read them", async () => {
  const failures = await failuresOfQuotes((right, clock) => ({
    latest: (...asked: Parameters<QuoteSource["latest"]>) =>
      right.latest(...asked).map((quote) => ({ ...quote, fetchedAt: clock.now() - 86_400_000 * 7 })),
    latestOf: async (...asked: Parameters<QuoteSource["latestOf"]>) => {
      const outcomes = [...(await right.latestOf(...asked))];
      return new Map(
        outcomes.map(([ticker, outcome]) => [
          ticker,
          outcome.map((quote) => ({ ...quote, fetchedAt: clock.now() - 86_400_000 * 7 })),
        ]),
      );
    },
  }));
  const told = [...failures].filter(([title]) => title.startsWith("4. ")).map(([, message]) => message);
  expect(told.length).toBeGreaterThan(0);
  expect(told.join("\n")).toContain("fetched at 2026-06-08T14:45:00.001Z, while it is 2026-06-15T14:45:00.001Z");
  for (const message of told) {
    expect(message).toMatch(/ 2026-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/);
    expect(message.split("\n").slice(0, 2).join(" ")).not.toMatch(/\d{13}/);
  }
});

it("what a random property finds is told as the promise's breach, with how to find it again", async () => {
  const failures = await failuresOf(ledgerContract, async () => {
    const port = fakeLedger();
    return { ...(await ledgerSubject()), port: { ...port, portfolio: () => port.portfolio(accountIdOf(999)) } };
  });
  const message = failures.get("4. the portfolio is what the entries add up to, after each of them") ?? "";
  expect(message).toMatch(/promise 4 is broken/);
  expect(message).toMatch(/Property failed after 1 tests\n\{ seed: /);
  expect(message).not.toContain("a port never does");
});

it("an append that leaves some of a list out is told by the call, what it must answer and what it answered", async () => {
  const failures = await failuresOf(ledgerContract, async () => {
    const port = fakeLedger();
    const append: Ledger["append"] = ([first]) => port.append([first]);
    return { ...(await ledgerSubject()), port: { ...port, append } };
  });
  const message = failures.get("8. entries appended together are all there after a restart");
  const call = `after append of entries 2, 3, 4 entries({"accountId":"${accountIdOf(1)}","limit":1000000})`;
  expect(message).toContain(`${call} must answer entries 4, 3, 2, 1; it answered 2, 1`);
});

it("an entry or a portfolio that comes back changed is told by the field", async () => {
  const failures = await failuresOf(ledgerContract, async () => {
    const port = fakeLedger();
    const entry: Ledger["entry"] = (...asked) =>
      port.entry(...asked).map((found) => found && { ...found, at: instant(0) });
    return {
      ...(await ledgerSubject()),
      port: { ...port, entry, portfolio: (id: AccountId) => port.portfolio(id).map(halved) },
    };
  });
  expect(failures.get("4. a ticker whose last share is sold is no holding, until it is bought again")).toMatch(
    /portfolio\(".*"\) must answer what entries 1 to 3 add up to: the portfolio: cash must be 10007500n; it is 5003750n/,
  );
  expect(failures.get("6. entry answers the entry of that number, or null")).toMatch(
    /entry\(".*", 1\): at must be "?2026-.*Z"?; it is "?1970-01-01T00:00:00.000Z/,
  );
});

function halved(portfolio: Portfolio): Portfolio {
  return { ...portfolio, cash: money(portfolio.cash / 2n) };
}
