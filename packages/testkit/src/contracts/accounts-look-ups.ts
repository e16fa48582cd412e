import assert from "node:assert/strict";
import { loginName } from "@bourse/core";
import * as fc from "fast-check";
import { anyAccount } from "../arbitraries.ts";
import { RACERS, racing, refusal, tally, valueOf } from "../assertions.ts";
import { accountOf, emailOf, hashOf, usernameOf } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import { addAll, assertOpen, assertUnknown, HASH, type AccountsSubject } from "./accounts-subject.ts";

/** Usernames and e-mails that are one name each, however they are written; the first is the hardest to know again. */
const ONE_USERNAME = ["Ｚoë.Ångström", "zoë.ångström", "ZOË.ÅNGSTRÖM", "Zoe\u0308.A\u030angstro\u0308m"];
const ONE_EMAIL = ["ＡDa@Example.com", "ada@example.com", "ADA@EXAMPLE.COM", "ａｄａ@example.com"];

/** What must hold of adding accounts and finding them. */
export const accountsLookUps: readonly Clause<AccountsSubject>[] = [
  clause("1. an added account is found by its id, username and e-mail, also after a restart", async (subject) => {
    const account = accountOf(1);
    await addAll(subject.port, account, accountOf(2));
    await assertOpen(subject.port, account);
    await assertOpen(await subject.restart(), account);
  }),

  clause("1. whatever an account says comes back exactly", async ({ port }) => {
    let number = 0;
    const law = fc.asyncProperty(fc.gen(), async (gen) => {
      number += 1;
      const account = gen(anyAccount, number);
      await addAll(port, account);
      await assertOpen(port, account);
    });
    await fc.assert(law, { numRuns: 50 });
  }),

  clause("1. many accounts added at once are all found after a restart", async ({ port, restart }) => {
    const accounts = Array.from({ length: RACERS }, (_, index) => accountOf(index));
    for (const added of await Promise.all(accounts.map((each) => port.add(each, HASH)))) valueOf(added);
    const again = await restart();
    for (const account of accounts) await assertOpen(again, account);
  }),

  clause("1. each account keeps its own password hash", async ({ port }) => {
    const hashes = [hashOf("a"), hashOf("a "), hashOf("$argon2id$v=19$m=65536,t=2,p=1$é'\\%")];
    for (const [index, hash] of hashes.entries()) valueOf(await port.add(accountOf(index), hash));
    for (const [index, hash] of hashes.entries()) await assertOpen(port, accountOf(index), hash);
  }),

  clause(`2. of ${RACERS} accounts added at once with one username one is`, async ({ port }) => {
    const racers = Array.from({ length: RACERS }, (_, index) =>
      accountOf(index, { username: usernameOf(ONE_USERNAME[index % ONE_USERNAME.length] as string) }),
    );
    const results = await racing(RACERS, (index) => port.add(racers[index] ?? accountOf(index), HASH));
    assert.deepEqual(tally(results), { ok: 1, UsernameTaken: RACERS - 1 });
    for (const [index, account] of racers.entries()) {
      if (results[index]?.isOk()) await assertOpen(port, account);
      else assert.equal(valueOf(await port.find(account.id)), null);
    }
  }),

  clause(`2. of ${RACERS} accounts added at once with one e-mail one is`, async ({ port }) => {
    const racers = Array.from({ length: RACERS }, (_, index) =>
      accountOf(index, { email: emailOf(ONE_EMAIL[index % ONE_EMAIL.length] as string) }),
    );
    const results = await racing(RACERS, (index) => port.add(racers[index] ?? accountOf(index), HASH));
    assert.deepEqual(tally(results), { ok: 1, EmailTaken: RACERS - 1 });
    for (const [index, account] of racers.entries()) {
      if (results[index]?.isOk()) await assertOpen(port, account);
      else assert.equal(valueOf(await port.find(account.id)), null);
    }
  }),

  clause("2. a refused account leaves nothing, and its other name stays free", async ({ port, restart }) => {
    const [first, second, third] = [accountOf(1), accountOf(2), accountOf(3)];
    await addAll(port, first);
    refusal(await port.add({ ...second, username: first.username }, HASH), "UsernameTaken");
    refusal(await port.add({ ...third, email: first.email }, HASH), "EmailTaken");
    const again = await restart();
    await assertUnknown(again, second);
    await assertUnknown(again, third);
    await addAll(again, second, third);
    await assertOpen(again, second);
    await assertOpen(again, first);
  }),

  clause("3. a username is found in any case and Unicode form", async ({ port }) => {
    const account = accountOf(1, { username: usernameOf(ONE_USERNAME[0] as string) });
    await addAll(port, account, accountOf(2));
    for (const written of ONE_USERNAME) {
      const found = valueOf(await port.credentialsFor(loginName(written)));
      assert.deepEqual(found, { account, passwordHash: HASH }, written);
    }
  }),

  clause("3. an e-mail is found in any case and Unicode form", async ({ port }) => {
    const account = accountOf(1, { email: emailOf(ONE_EMAIL[0] as string) });
    await addAll(port, account, accountOf(2));
    for (const written of ONE_EMAIL) {
      assert.deepEqual(valueOf(await port.credentialsFor(loginName(written)))?.account, account, written);
      assert.deepEqual(valueOf(await port.findByEmail(loginName(written))), account, written);
    }
  }),

  clause("3. a part of a name, a pattern or the other kind of name finds nobody", async ({ port }) => {
    const account = accountOf(1, { username: usernameOf("ada_l"), email: emailOf("ada_l@example.com") });
    await addAll(port, account);
    for (const text of ["ada", "ada_", "ada.l", "adaxl", "%", "", "ada_l@", "ada_l@example", "adaxl@example.com"]) {
      assert.equal(valueOf(await port.credentialsFor(loginName(text))), null, text);
      assert.equal(valueOf(await port.findByEmail(loginName(text))), null, text);
    }
    assert.equal(valueOf(await port.findByEmail(loginName("ada_l"))), null);
  }),
];
