import assert from "node:assert/strict";
import type { Account, AccountChanges, PasswordHash } from "@bourse/core";
import { only, RACERS, racing, refusal, tally, valueOf } from "../assertions.ts";
import { accountOf, dateOf, emailOf, hashOf, usernameOf } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import { addAll, assertOpen, assertUnknown, HASH, type AccountsSubject } from "./accounts-subject.ts";

const NEXT_HASH = hashOf("$hash$2");

/** One change of each field, and one of all. */
const CHANGES: readonly AccountChanges[] = [
  { username: usernameOf("ada") },
  { email: emailOf("ada@example.com") },
  { name: "Ada Lovelace" },
  { name: null },
  { dateOfBirth: dateOf("1815-12-10") },
  { username: usernameOf("grace"), email: emailOf("grace@example.com"), name: "Grace", dateOfBirth: null },
];

function racerHash(index: number): PasswordHash {
  return hashOf(`$racer$${index}`);
}

/** What must hold of changing accounts and closing them. */
export const accountsChanges: readonly Clause<AccountsSubject>[] = [
  clause("4. amend changes what it is given and nothing else", async ({ port, restart }) => {
    let account: Account = accountOf(1, { blacklisted: true });
    const bystander = accountOf(2);
    await addAll(port, account, bystander);
    for (const changes of CHANGES) {
      const amended = { ...account, ...changes };
      assert.deepEqual(valueOf(await port.amend(account.id, changes)), amended);
      await assertOpen(port, amended);
      account = amended;
    }
    const again = await restart();
    await assertOpen(again, account);
    await assertOpen(again, bystander);
  }),

  clause("4. amended names free the old ones", async ({ port }) => {
    const account = accountOf(1);
    await addAll(port, account);
    valueOf(await port.amend(account.id, { username: usernameOf("ada"), email: emailOf("ada@example.com") }));
    const successor = { ...account, id: accountOf(2).id };
    await addAll(port, successor);
    await assertOpen(port, successor);
  }),

  clause("4. a taken name changes nothing, not even what came with it", async ({ port }) => {
    const [account, other] = [accountOf(1), accountOf(2)];
    await addAll(port, account, other);
    const name = "Changed";
    refusal(await port.amend(account.id, { name, username: usernameOf("PERSON-2") }), "UsernameTaken");
    refusal(await port.amend(account.id, { name, email: emailOf("Person-2@EXAMPLE.com") }), "EmailTaken");
    const half = { username: usernameOf("ada"), email: other.email };
    refusal(await port.amend(account.id, half), "EmailTaken");
    await assertOpen(port, account);
    await assertOpen(port, other);
  }),

  clause("4. one's own name may be written anew", async ({ port }) => {
    const account = accountOf(1);
    await addAll(port, account);
    const changes = { username: usernameOf("PERSON-1"), email: emailOf("Person-1@Example.com") };
    const amended = { ...account, ...changes };
    assert.deepEqual(valueOf(await port.amend(account.id, changes)), amended);
    await assertOpen(port, amended);
  }),

  clause("4. of many that amend to one name at once one has it", async ({ port }) => {
    const accounts = Array.from({ length: RACERS }, (_, index) => accountOf(index));
    await addAll(port, ...accounts);
    const username = usernameOf("the-one");
    const results = await Promise.all(accounts.map(({ id }) => port.amend(id, { username })));
    assert.deepEqual(tally(results), { ok: 1, UsernameTaken: RACERS - 1 });
    for (const [index, account] of accounts.entries()) {
      await assertOpen(port, results[index]?.isOk() ? { ...account, username } : account);
    }
  }),

  clause("4. amendments of different fields at once are all kept", async ({ port }) => {
    const account = accountOf(1);
    await addAll(port, account);
    const changes = CHANGES.slice(0, 3);
    const amending = changes.map((each) => port.amend(account.id, each));
    const replacing = port.replacePassword(account.id, HASH, NEXT_HASH);
    for (const each of await Promise.all(amending)) valueOf(each);
    assert.equal(valueOf(await replacing), true);
    const amended: Account = Object.assign({}, account, ...changes);
    await assertOpen(port, amended, NEXT_HASH);
  }),

  clause("5. replacePassword replaces the hash that it is given, and no other", async ({ port, restart }) => {
    const [account, other] = [accountOf(1), accountOf(2)];
    await addAll(port, account, other);
    assert.equal(valueOf(await port.replacePassword(account.id, hashOf("$hash$"), NEXT_HASH)), false);
    await assertOpen(port, account, HASH);
    assert.equal(valueOf(await port.replacePassword(account.id, HASH, NEXT_HASH)), true);
    assert.equal(valueOf(await port.replacePassword(account.id, HASH, hashOf("$hash$3"))), false);
    const again = await restart();
    await assertOpen(again, account, NEXT_HASH);
    await assertOpen(again, other, HASH);
  }),

  clause(`5. of ${RACERS} racing password changes one wins and the others are told`, async ({ port }) => {
    const account = accountOf(1);
    await addAll(port, account);
    const results = await racing(RACERS, (index) => port.replacePassword(account.id, HASH, racerHash(index)));
    const won = results.flatMap((result, index) => (valueOf(result) ? [racerHash(index)] : []));
    await assertOpen(port, account, only(won));
  }),

  clause("6. a closed account is forgotten, also after a restart", async ({ port, restart }) => {
    const [account, other] = [accountOf(1), accountOf(2)];
    await addAll(port, account, other);
    valueOf(await port.close(account.id));
    await assertUnknown(port, account);
    const again = await restart();
    await assertUnknown(again, account);
    await assertOpen(again, other);
  }),

  clause("6. a closed account's username and e-mail are free", async ({ port }) => {
    const [account, other] = [accountOf(1), accountOf(2)];
    await addAll(port, account, other);
    valueOf(await port.close(account.id));
    const successor = { ...account, id: accountOf(3).id };
    await addAll(port, successor);
    await assertOpen(port, successor);
    valueOf(await port.close(other.id));
    valueOf(await port.amend(successor.id, { username: other.username, email: other.email }));
  }),

  clause("6. of many that close an account at once one does", async ({ port }) => {
    const account = accountOf(1);
    await addAll(port, account);
    const results = await racing(RACERS, () => port.close(account.id));
    assert.deepEqual(tally(results), { ok: 1, AccountNotFound: RACERS - 1 });
    await assertUnknown(port, account);
  }),

  clause("8. an unknown id answers null or AccountNotFound, and nothing comes of it", async ({ port }) => {
    const [unknown, bystander] = [accountOf(1), accountOf(2)];
    await addAll(port, bystander);
    await assertUnknown(port, unknown);
    refusal(await port.amend(unknown.id, { name: "Nobody" }), "AccountNotFound");
    refusal(await port.amend(unknown.id, { username: bystander.username }), "AccountNotFound");
    refusal(await port.close(unknown.id), "AccountNotFound");
    assert.equal(valueOf(await port.replacePassword(unknown.id, HASH, NEXT_HASH)), false);
    await assertUnknown(port, unknown);
    await assertOpen(port, bystander);
  }),

  clause("8. nothing brings a closed account back", async ({ port, restart }) => {
    const account = accountOf(1);
    await addAll(port, account);
    valueOf(await port.close(account.id));
    refusal(await port.amend(account.id, { username: usernameOf("ada") }), "AccountNotFound");
    refusal(await port.close(account.id), "AccountNotFound");
    assert.equal(valueOf(await port.replacePassword(account.id, HASH, NEXT_HASH)), false);
    const again = await restart();
    await assertUnknown(again, account);
    await assertUnknown(again, { ...account, username: usernameOf("ada") });
  }),
];
