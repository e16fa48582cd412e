import assert from "node:assert/strict";
import type { AccountId, App, Entry, ListEntries, Page } from "@bourse/core";
import { errorOf, valueOf } from "../assertions.ts";
import { accountIdOf } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { appWith, blacklisted, BROKEN_STORE, funded, rulesOf } from "./stage.ts";

/** One of the two use cases that list entries. */
export type List = {
  readonly list: (app: App, command: ListEntries) => ReturnType<App["listCashTransactions"]>;
  /** Adds `count` entries, of which each is listed. */
  readonly add: (world: World, accountId: AccountId, count: number) => Promise<void>;
  /** How many listed entries the blacklisted account has. */
  readonly blacklistedHas: number;
};

const PAGE = 50;
const MOST = 200;

/** Follows `next` from the newest page to the oldest. */
async function walked(pageBefore: (before?: number) => Promise<Page<Entry>>): Promise<Page<Entry>[]> {
  const pages = [await pageBefore()];
  for (let next = pages[0]?.next ?? null; next !== null; next = pages.at(-1)?.next ?? null) {
    pages.push(await pageBefore(next));
  }
  return pages;
}

function isNewestFirst(entries: readonly Entry[]): boolean {
  return entries.every(({ seq }, index) => seq > (entries[index + 1]?.seq ?? 0));
}

function paging({ list, add }: List): readonly Clause<World>[] {
  return [
    clause("the pages hold every entry once, newest first", async (world) => {
      const accountId = await funded(world, "1000.00");
      await add(world, accountId, 23);
      const all = valueOf(await list(world.app, { accountId, limit: MOST }));
      assert.equal(all.next, null);
      assert.ok(all.items.length >= 23 && isNewestFirst(all.items));
      for (const limit of [1, 5, all.items.length - 1, all.items.length, MOST]) {
        const pages = await walked(async (before) => valueOf(await list(world.app, { accountId, limit, before })));
        assert.equal(pages.length, Math.ceil(all.items.length / limit));
        assert.ok(pages.every(({ items }) => items.length > 0 && items.length <= limit));
        assert.deepEqual(
          pages.flatMap(({ items }) => items),
          all.items,
        );
      }
    }),

    clause("entries that come while one reads do not shift the pages below", async (world) => {
      const accountId = await funded(world, "1000.00");
      await add(world, accountId, 10);
      const all = valueOf(await list(world.app, { accountId, limit: MOST })).items;
      const first = valueOf(await list(world.app, { accountId, limit: 4 }));
      await add(world, accountId, 5);
      const before = first.next ?? undefined;
      const second = valueOf(await list(world.app, { accountId, limit: 4, before }));
      assert.deepEqual([...first.items, ...second.items], all.slice(0, 8));
    }),

    clause("a page holds 50 entries unless asked for 1 to 200", async (world) => {
      const accountId = await funded(world, "1000.00");
      await add(world, accountId, MOST + 1);
      const page = valueOf(await list(world.app, { accountId }));
      assert.deepEqual([page.items.length, page.next], [PAGE, page.items.at(-1)?.seq]);
      for (const limit of [1, MOST]) {
        const { items, next } = valueOf(await list(world.app, { accountId, limit }));
        assert.deepEqual([items.length, next], [limit, items.at(-1)?.seq]);
      }
    }),

    clause("any other limit or cursor is InvalidInput", async (world) => {
      const accountId = await funded(world, "1000.00");
      for (const limit of [0, -1, 1.5, MOST + 1, Number.NaN, Infinity]) {
        const error = errorOf(await list(world.app, { accountId, limit }));
        assert.deepEqual(rulesOf(error), ["limit range"], String(limit));
      }
      for (const before of [0, -1, 1.5, Number.NaN, Infinity, 2 ** 53]) {
        const error = errorOf(await list(world.app, { accountId, before }));
        assert.deepEqual(rulesOf(error), ["cursor cursor"], String(before));
      }
      assert.deepEqual(valueOf(await list(world.app, { accountId, before: 1 })), { items: [], next: null });
    }),
  ];
}

function whose({ list, add, blacklistedHas }: List): readonly Clause<World>[] {
  return [
    clause("no other account's entries are listed", async (world) => {
      const [ada, grace] = [await funded(world, "100.00", "ada"), await funded(world, "100.00", "grace")];
      await Promise.all([add(world, ada, 5), add(world, grace, 5)]);
      for (const accountId of [ada, grace]) {
        const { items } = valueOf(await list(world.app, { accountId }));
        assert.ok(items.length >= 5 && items.every((entry) => entry.accountId === accountId));
      }
      const nobody = accountIdOf(404);
      assert.deepEqual(valueOf(await list(world.app, { accountId: nobody })), { items: [], next: null });
    }),

    clause("a blacklisted account may look", async (world) => {
      const { id: accountId } = await blacklisted(world);
      assert.equal(valueOf(await list(world.app, { accountId })).items.length, blacklistedHas);
    }),

    clause("a store that fails is StoreUnavailable", async (world) => {
      const accountId = await funded(world, "1.00");
      const app = appWith(world, { ledger: BROKEN_STORE });
      assert.equal(errorOf(await list(app, { accountId })).kind, "StoreUnavailable");
    }),
  ];
}

/** What both lists do. */
export function listClauses(list: List): readonly Clause<World>[] {
  return [...paging(list), ...whose(list)];
}
