import assert from "node:assert/strict";
import type { ConsecutiveEntries, Entry } from "@bourse/core";
import { RACERS, racing, refusal, tally, valueOf } from "../assertions.ts";
import { requestOf } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import { oneOfEach } from "./ledger-appends.ts";
import { assertHistory, historyOf, type LedgerSubject } from "./ledger-subject.ts";

/** What must hold of appending several entries at once. */
export const ledgerTogether: readonly Clause<LedgerSubject>[] = [
  clause("8. entries appended together are all there after a restart", async ({ port, openAccount, restart }) => {
    const accountId = await openAccount();
    const [first, second, third, fourth] = oneOfEach(accountId);
    const keyed = [withKey(second, "a"), withKey(third, "b"), fourth] as const;
    valueOf(await port.append([first]));
    valueOf(await port.append(keyed));
    await assertHistory(port, accountId, [first, ...keyed]);
    await assertHistory(await restart(), accountId, [first, ...keyed]);
  }),

  clause("8. an account's first entries can be appended together", async ({ port, openAccount }) => {
    const accountId = await openAccount();
    const entries = oneOfEach(accountId);
    valueOf(await port.append(entries));
    await assertHistory(port, accountId, entries);
  }),

  clause("8. if one of several conflicts, none of them is there", async ({ port, openAccount, restart }) => {
    const [accountId, other] = [await openAccount(), await openAccount()];
    const [first, second, third, fourth] = oneOfEach(accountId);
    const keyed = withKey(first, "taken");
    valueOf(await port.append([keyed]));
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
      const appended = await port.append(entries);
      assert.deepEqual(tally([appended]), { Conflict: 1 }, why);
      assert.deepEqual(await historyOf(port, accountId), [keyed], `${why}: the account has only what it had`);
    }
    const again = await restart();
    await assertHistory(again, accountId, [keyed]);
    await assertHistory(again, other, []);
    valueOf(await again.append([withKey(second, "new"), third, fourth]));
    await assertHistory(again, accountId, [keyed, withKey(second, "new"), third, fourth]);
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
      assert.deepEqual(tally(results), { ok: 1, Conflict: RACERS - 1 });
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
    assert.deepEqual(tally(appended), { ok: RACERS });
    for (const entries of stories) await assertHistory(subject.port, entries[0].accountId, entries);
  }),

  clause("7. several whose append failed are all there or none is", async (subject) => {
    const accountId = await subject.openAccount();
    const [first, ...others] = oneOfEach(accountId);
    valueOf(await subject.port.append([first]));
    await subject.breakNextAppend?.();
    const appended = await subject.port.append(others);
    if (appended.isErr()) refusal(appended, "StoreUnavailable");
    const again = await subject.restart();
    const found = await historyOf(again, accountId);
    if (appended.isOk()) assert.equal(found.length, 4);
    await assertHistory(again, accountId, found.length === 1 ? [first] : [first, ...others]);
  }),
];

function withKey<E extends Entry>(entry: E, key: string): E {
  return { ...entry, request: requestOf(key, `${entry.status} under ${key}`) };
}
