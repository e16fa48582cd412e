import assert from "node:assert/strict";
import { instant, type OpenAccount } from "@bourse/core";
import { errorOf, RACERS, racing, tally, valueOf } from "../assertions.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { openAccountRules } from "./open-account-rules.ts";
import { BUSY_PASSWORDS, noting } from "./hashing.ts";
import {
  appWith,
  blacklisted,
  BROKEN_STORE,
  opened,
  operator,
  PASSWORD,
  restarted,
  signedIn,
  type Suite,
} from "./stage.ts";

const ADA: OpenAccount = {
  username: "ada",
  email: "ada@example.com",
  password: PASSWORD,
  dateOfBirth: "1990-05-17",
};

const opens: readonly Clause<World>[] = [
  clause("opens an account, which can be found, signed in to, and holds nothing", async (world) => {
    const { app, clock } = world;
    const account = valueOf(await app.openAccount({ ...ADA, name: " Ada Lovelace " }));
    const { id, ...details } = account;
    assert.match(id, /^[0-9a-f-]{36}$/);
    const { username, email, dateOfBirth } = ADA;
    const openedAt = clock.now();
    assert.deepEqual(details, { username, email, name: "Ada Lovelace", dateOfBirth, blacklisted: false, openedAt });
    assert.deepEqual(valueOf(await app.findAccount({ askedBy: id, accountId: id })), account);
    assert.equal((await signedIn(world)).accountId, id);
    assert.equal(valueOf(await app.viewBalance({ accountId: id })).cash, 0n);
    assert.deepEqual(valueOf(await app.listCashTransactions({ accountId: id })).items, []);
  }),

  clause("the account is still there after a restart", async (world) => {
    const accountId = await opened(world);
    const again = await restarted(world);
    assert.equal(valueOf(await again.app.findAccount({ askedBy: accountId, accountId })).username, "ada");
    assert.equal((await signedIn(again)).accountId, accountId);
  }),

  clause("a name is not needed", async ({ app }) => {
    assert.equal(valueOf(await app.openAccount(ADA)).name, null);
  }),
];

const taken: readonly Clause<World>[] = [
  clause("a username is taken in any case and Unicode form", async (world) => {
    const { app } = world;
    await opened(world, "zoë.fin");
    for (const username of ["zoë.fin", "ZOË.FIN", "Zoe\u0308.fin", "zoë.ﬁn", "ｚoë.fin"]) {
      assert.deepEqual(errorOf(await app.openAccount({ ...ADA, username })), { kind: "UsernameTaken" }, username);
    }
    valueOf(await app.openAccount({ ...ADA, username: "zoe.fin" }));
  }),

  clause("an e-mail is taken in any case and Unicode form", async (world) => {
    const { app } = world;
    await opened(world, "zoë");
    for (const email of ["zoë@example.com", "ZOË@Example.COM", "zoe\u0308@example.com", "ｚoë@example.com"]) {
      assert.deepEqual(errorOf(await app.openAccount({ ...ADA, email })), { kind: "EmailTaken" }, email);
    }
    valueOf(await app.openAccount({ ...ADA, email: "zoe@example.com" }));
  }),

  clause("names that are taken or barred cost no hash", async (world) => {
    const { email } = await blacklisted(world);
    await opened(world, "grace");
    const { passwords, take } = noting(world.ports.passwords);
    const app = appWith(world, { passwords });
    const grace = { username: "GRACE", email: "Grace@Example.com" };
    assert.equal(errorOf(await app.openAccount({ ...ADA, ...grace })).kind, "UsernameTaken");
    assert.equal(errorOf(await app.openAccount({ ...ADA, username: grace.username })).kind, "UsernameTaken");
    assert.equal(errorOf(await app.openAccount({ ...ADA, email: grace.email })).kind, "EmailTaken");
    assert.equal(errorOf(await app.openAccount({ ...ADA, email })).kind, "EmailBlacklisted");
    assert.deepEqual(take(), []);
    valueOf(await app.openAccount(ADA));
    assert.deepEqual(take(), ["hash"]);
  }),

  clause("a refused account leaves nothing behind", async (world) => {
    const { app } = world;
    await opened(world, "grace");
    const askedBy = await operator(world);
    errorOf(await app.openAccount({ ...ADA, username: "GRACE" }));
    assert.deepEqual(errorOf(await app.findAccount({ askedBy, email: ADA.email })), { kind: "AccountNotFound" });
    errorOf(await app.openAccount({ ...ADA, email: "Grace@example.com" }));
    assert.deepEqual(errorOf(await app.signIn({ login: "ada", password: PASSWORD })), { kind: "WrongCredentials" });
    valueOf(await app.openAccount(ADA));
  }),

  clause(`of ${RACERS} that open the same account at once one does`, async (world) => {
    const { app } = world;
    const askedBy = await operator(world);
    const results = await racing(RACERS, () => app.openAccount(ADA));
    const { ok, UsernameTaken = 0, EmailTaken = 0 } = tally(results);
    assert.deepEqual([ok, UsernameTaken + EmailTaken], [1, RACERS - 1]);
    const winner = results.flatMap((result) => (result.isOk() ? [result.value] : []));
    assert.deepEqual([valueOf(await app.findAccount({ askedBy, email: ADA.email }))], winner);
  }),

  clause(`of ${RACERS} that open accounts of one username, written otherwise, at once one does`, async ({ app }) => {
    const written = ["Zoë.Fin", "zoë.fin", "ZOE\u0308.FIN", "ｚoë.ﬁn"];
    const results = await racing(RACERS, (index) =>
      app.openAccount({ ...ADA, username: written[index % 4] ?? "", email: `person-${index}@example.com` }),
    );
    assert.deepEqual(tally(results), { ok: 1, UsernameTaken: RACERS - 1 });
  }),

  clause(`of ${RACERS} that open accounts of one e-mail, written otherwise, at once one does`, async ({ app }) => {
    const written = ["Zoë@Example.com", "zoë@example.com", "ZOE\u0308@EXAMPLE.COM", "ｚoë@example.com"];
    const results = await racing(RACERS, (index) =>
      app.openAccount({ ...ADA, username: `person-${index}`, email: written[index % 4] ?? "" }),
    );
    assert.deepEqual(tally(results), { ok: 1, EmailTaken: RACERS - 1 });
  }),

  clause("the e-mail of a blacklisted account is refused with a code of its own", async (world) => {
    const { id: accountId, email } = await blacklisted(world);
    const refused = { kind: "EmailBlacklisted" };
    assert.deepEqual(errorOf(await world.app.openAccount({ ...ADA, email })), refused);
    valueOf(await world.app.closeAccount({ accountId }));
    assert.deepEqual(errorOf(await world.app.openAccount({ ...ADA, email: email.toUpperCase() })), refused);
    valueOf(await world.app.openAccount(ADA));
  }),

  clause("accounts opened at once under different names all open", async (world) => {
    const ids = await racing(RACERS, (index) => opened(world, `person-${index}`));
    assert.equal(new Set(ids).size, RACERS);
  }),
];

const failures: readonly Clause<World>[] = [
  clause("while passwords are busy nothing opens", async (world) => {
    const app = appWith(world, { passwords: BUSY_PASSWORDS });
    assert.deepEqual(errorOf(await app.openAccount(ADA)), { kind: "PasswordsBusy", retryAfter: 3 });
    valueOf(await world.app.openAccount(ADA));
  }),

  clause("a store that fails is StoreUnavailable", async (world) => {
    const app = appWith(world, { accounts: BROKEN_STORE });
    assert.equal(errorOf(await app.openAccount(ADA)).kind, "StoreUnavailable");
  }),

  clause("whoever is refused for what they wrote costs no hash", async (world) => {
    const app = appWith(world, { passwords: BUSY_PASSWORDS });
    assert.equal(errorOf(await app.openAccount({ ...ADA, username: "" })).kind, "InvalidInput");
    assert.equal(errorOf(await app.openAccount({ ...ADA, dateOfBirth: "2020-01-01" })).kind, "UnderAge");
  }),

  clause("openedAt is the clock's time", async ({ app, clock }) => {
    clock.set(instant(1_800_000_000_123));
    assert.equal(valueOf(await app.openAccount(ADA)).openedAt, 1_800_000_000_123);
  }),
];

export const openAccountSuite: Suite = {
  name: "open account",
  clauses: [...opens, ...openAccountRules, ...taken, ...failures],
};
