import assert from "node:assert/strict";
import type { ConsecutiveEntries, Entry } from "@bourse/core";
import { RACERS, racing } from "../assertions.ts";
import { requestOf } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import { oneOfEach } from "./ledger-appends.ts";
import { assertHistory, historyOf, type LedgerSubject } from "./ledger-subject.ts";
import { append, appendOf, assertConflict, assertEntries, assertOneWins, callOf } from "./ledger-told.ts";
import { errorIn, valueIn } from "./told.ts";

/** What must hold of appending several entries at once. */
export const ledgerTogether: readonly Clause<LedgerSubject>[] = [
  clause("8. entries appended together are all there after a restart", async ({ port, openAccount, restart }) => {
    const accountId = await openAccount();
    const [first, second, third, fourth] = oneOfEach(accountId);
    const keyed = [withKey(second, "a"), withKey(third, "b"), fourth] as const;
    await append(port, [first]);
    await append(port, keyed);
    const after = `after ${appendOf(keyed)}`;
    await assertHistory(port, accountId, [first, ...keyed], after);
    await assertHistory(await restart(), accountId, [first, ...keyed], `${after} and a restart`);
  }),

  clause("8. an account's first entries can be appended together", async ({ port, openAccount }) => {
    const accountId = await openAccount();
    const entries = oneOfEach(accountId);
    await append(port, entries);
    await assertHistory(port, accountId, entries, `after ${appendOf(entries)}`);
  }),

  clause("8. if one of several conflicts, none of them is there", async ({ port, openAccount, restart }) => {
    const [accountId, other] = [await openAccount(), await openAccount()];
    const [first, second, third, fourth] = oneOfEach(accountId);
    const keyed = withKey(first, "taken");
    await append(port, [keyed]);
    const wrong: Record<string, ConsecutiveEntries> = {
      "the first one's number is taken": [first, second],
      "there is nothing before the first": [third, fourth],
      "one is left out": [second, fourth],
      "they are in no order": [third, second],
      "the first one's key is taken": [withKey(second, "taken"), third],
      "the last one's key is taken": [second, third, withKey(fourth, "taken")],
      "two have one key": [withKey(second, "new"), withKey(third, "new")],
      "they are of two accounts": [second, { ...first, accountId: other }],
    };
    for (const [why, entries] of Object.entries(wrong)) {
      await assertConflict(port, entries, why);
      const query = { accountId, limit: 100 };
      const call = `after ${appendOf(entries)}, where ${why}, ${callOf("entries", query)}`;
      assertEntries(call, await port.entries(query), [keyed]);
    }
    const again = await restart();
    await assertHistory(again, accountId, [keyed], "after conflicts and a restart");
    await assertHistory(again, other, [], "after conflicts and a restart");
    const others: ConsecutiveEntries = [withKey(second, "new"), third, fourth];
    await append(again, others);
    await assertHistory(again, accountId, [keyed, ...others], `after conflicts and ${appendOf(others)}`);
  }),

  clause(
    `8. of ${RACERS} appends of one entry or several at one seq one succeeds, whole`,
    async ({ port, openAccount }) => {
      const accountId = await openAccount();
      const four = oneOfEach(accountId);
      const racers = Array.from({ length: RACERS }, (_, index): ConsecutiveEntries => {
        const [first, ...others] = four;
        return [withKey(first, `racer-${index}`), ...others.slice(0, index % 4)];
      });
      const results = await racing(RACERS, (index) => port.append(racers[index] ?? four));
      assertOneWins(results);
      await assertHistory(port, accountId, racers[results.findIndex((result) => result.isOk())] ?? []);
    },
  ),

  clause("8. entries of many accounts, one or several of each, can be appended at once", async (subject) => {
    const ids = await racing(RACERS, subject.openAccount);
    const stories = ids.map((accountId, index): ConsecutiveEntries => {
      const [first, ...others] = oneOfEach(accountId);
      return index % 2 === 0 ? [first] : [first, ...others];
    });
    const appended = await Promise.all(stories.map((entries) => subject.port.append(entries)));
    for (const [index, entries] of stories.entries()) {
      valueIn(`${appendOf(entries)}, one of ${RACERS} at once,`, appended[index] ?? assert.fail());
      await assertHistory(subject.port, entries[0].accountId, entries, `after ${RACERS} appends at once`);
    }
  }),

  clause("7. several whose append failed are all there or none is", async (subject) => {
    const accountId = await subject.openAccount();
    const [first, ...others] = oneOfEach(accountId);
    await append(subject.port, [first]);
    await subject.breakNextAppend?.();
    const appended = await subject.port.append(others);
    if (appended.isErr()) errorIn(appendOf(others), appended, "StoreUnavailable");
    const again = await subject.restart();
    const isWhole = appended.isOk() || (await historyOf(again, accountId)).length > 1;
    const after = `after ${appendOf(others)}, which ${appended.isOk() ? "succeeded" : "failed"}, and a restart`;
    await assertHistory(again, accountId, isWhole ? [first, ...others] : [first], after);
  }),
];

function withKey<E extends Entry>(entry: E, key: string): E {
  return { ...entry, request: requestOf(key, `${entry.status} under ${key}`) };
}
