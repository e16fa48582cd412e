import assert from "node:assert/strict";
import type { AccountId, App, AppError, Contended, Recorded } from "@bourse/core";
import { errAsync, type ResultAsync } from "neverthrow";
import { errorOf, RACERS, racing, tally, valueOf } from "../assertions.ts";
import { accountIdOf } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { appWith, blacklisted, BROKEN_STORE, refused, restarted, rulesOf } from "./stage.ts";

type Moved = ResultAsync<Recorded, AppError>;

/** One of the four use cases that add an entry. */
export type Mover = {
  /** Opens an account that can afford `move` three times over. */
  readonly prepare: (world: World, name: string) => Promise<AccountId>;
  readonly move: (app: App, accountId: AccountId, idempotencyKey?: string) => Moved;
  /** The same use case with another command. */
  readonly moveOtherwise: (app: App, accountId: AccountId, idempotencyKey: string) => Moved;
};

function contended(): ResultAsync<never, Contended> {
  return errAsync({ kind: "Contended" });
}

async function entryCount({ ports }: World, accountId: AccountId): Promise<number> {
  return valueOf(await ports.ledger.portfolio(accountId)).seq;
}

/** What all four refuse. */
export function moverRefusals({ prepare, move }: Mover): readonly Clause<World>[] {
  return [
    clause("an unknown or closed account is AccountNotFound", async (world) => {
      const accountId = await prepare(world, "ada");
      valueOf(await world.app.closeAccount({ accountId }));
      for (const gone of [accountId, accountIdOf(404)]) {
        const error = await refused(world, gone, () => move(world.app, gone));
        assert.deepEqual(error, { kind: "AccountNotFound" });
      }
    }),

    clause("a blacklisted account may not, and nothing changes", async (world) => {
      await prepare(world, "ada");
      const { id } = await blacklisted(world);
      const error = await refused(world, id, () => move(world.app, id, "k"));
      assert.deepEqual(error, { kind: "AccountBlacklisted" });
    }),

    clause("a key is 1 to 255 visible ASCII characters", async (world) => {
      const accountId = await prepare(world, "ada");
      for (const key of ["", " ", "a b", "k\n", "ké", "k".repeat(256)]) {
        const error = await refused(world, accountId, () => move(world.app, accountId, key));
        assert.deepEqual(rulesOf(error), ["Idempotency-Key key"], JSON.stringify(key));
      }
      for (const key of ["!", "~".repeat(255)]) valueOf(await move(world.app, accountId, key));
    }),

    clause("a key that is no text at run time is refused, whatever it could be written as", async (world) => {
      const accountId = await prepare(world, "ada");
      for (const key of [null, true, 4, {}, ["k"], Object("k")]) {
        const error = await refused(world, accountId, () => move(world.app, accountId, key as never));
        assert.deepEqual(rulesOf(error), ["idempotencyKey text"], String(key));
      }
    }),

    clause("an account that others keep changing is Contended", async (world) => {
      const accountId = await prepare(world, "ada");
      const app = appWith(world, { portfolios: { ...world.ports.portfolios, change: contended } });
      assert.deepEqual(await refused(world, accountId, () => move(app, accountId)), { kind: "Contended" });
    }),

    clause("stores that fail are StoreUnavailable", async (world) => {
      const accountId = await prepare(world, "ada");
      for (const broken of [{ accounts: BROKEN_STORE }, { portfolios: BROKEN_STORE }]) {
        const error = await refused(world, accountId, () => move(appWith(world, broken), accountId, "k"));
        assert.equal(error.kind, "StoreUnavailable");
      }
    }),
  ];
}

/** What an idempotency key does in all four. */
export function moverKeys({ prepare, move, moveOtherwise }: Mover): readonly Clause<World>[] {
  return [
    clause(`${RACERS} calls at once under one key make one entry, and all get it`, async (world) => {
      const accountId = await prepare(world, "ada");
      const before = await entryCount(world, accountId);
      const results = (await racing(RACERS, () => move(world.app, accountId, "k"))).map(valueOf);
      assert.equal(await entryCount(world, accountId), before + 1);
      assert.equal(results.filter(({ replayed }) => replayed).length, RACERS - 1);
      for (const { entry } of results) assert.deepEqual(entry, results[0]?.entry);
    }),

    clause("a later call under the key gets the first one's entry, also after a restart", async (world) => {
      const accountId = await prepare(world, "ada");
      const { entry, replayed } = valueOf(await move(world.app, accountId, "k"));
      assert.equal(replayed, false);
      valueOf(await move(world.app, accountId));
      world.clock.advance(365 * 86_400_000);
      assert.deepEqual(valueOf(await move(world.app, accountId, "k")), { entry, replayed: true });
      const again = await restarted(world);
      assert.deepEqual(valueOf(await move(again.app, accountId, "k")), { entry, replayed: true });
      assert.equal(await entryCount(again, accountId), entry.seq + 1);
    }),

    clause("a replay is answered whatever has become of the account, since it does nothing", async (world) => {
      const accountId = await prepare(world, "ada");
      const { entry } = valueOf(await move(world.app, accountId, "k"));
      valueOf(await world.app.closeAccount({ accountId }));
      assert.deepEqual(valueOf(await move(world.app, accountId, "k")), { entry, replayed: true });
      assert.deepEqual(errorOf(await move(world.app, accountId, "another")), { kind: "AccountNotFound" });
    }),

    clause("the key with another command is KeyReused, and changes nothing", async (world) => {
      const accountId = await prepare(world, "ada");
      valueOf(await move(world.app, accountId, "k"));
      const error = await refused(world, accountId, () => moveOtherwise(world.app, accountId, "k"));
      assert.deepEqual(error, { kind: "KeyReused" });
    }),

    clause("of two commands racing for a key one is made", async (world) => {
      const accountId = await prepare(world, "ada");
      const before = await entryCount(world, accountId);
      const results = await racing(RACERS, (index) => (index % 2 ? move : moveOtherwise)(world.app, accountId, "k"));
      assert.deepEqual(tally(results), { ok: RACERS / 2, KeyReused: RACERS / 2 });
      assert.equal(await entryCount(world, accountId), before + 1);
    }),

    clause("another account's same key is its own", async (world) => {
      const [ada, grace] = [await prepare(world, "ada"), await prepare(world, "grace")];
      const [first, second] = await Promise.all([move(world.app, ada, "k"), moveOtherwise(world.app, grace, "k")]);
      const owners = [valueOf(first), valueOf(second)].map(({ entry, replayed }) => [entry.accountId, replayed]);
      assert.deepEqual(owners, [
        [ada, false],
        [grace, false],
      ]);
    }),

    clause("without a key each call is made", async (world) => {
      const accountId = await prepare(world, "ada");
      const results = (await racing(3, () => move(world.app, accountId))).map(valueOf);
      assert.equal(new Set(results.map(({ entry }) => entry.seq)).size, 3);
      assert.ok(results.every(({ replayed }) => !replayed));
    }),

    clause("a refused call does not take its key", async (world) => {
      const accountId = await prepare(world, "ada");
      const app = appWith(world, { accounts: BROKEN_STORE });
      errorOf(await move(app, accountId, "k"));
      const { replayed } = valueOf(await moveOtherwise(world.app, accountId, "k"));
      assert.equal(replayed, false);
    }),

    clause("entry times never run backwards, even when the clock is set back", async (world) => {
      const accountId = await prepare(world, "ada");
      const first = valueOf(await move(world.app, accountId)).entry;
      assert.equal(first.at, world.clock.now());
      world.clock.advance(-600_000);
      const second = valueOf(await move(world.app, accountId)).entry;
      assert.equal(second.at, first.at);
      world.clock.advance(1_200_000);
      assert.equal(valueOf(await move(world.app, accountId)).entry.at, world.clock.now());
    }),
  ];
}
