import assert from "node:assert/strict";
import { loginName, type Account, type Accounts, type PasswordHash } from "@bourse/core";
import { valueOf } from "../assertions.ts";
import { hashOf } from "../builders.ts";
import type { DurableSubject } from "../contract.ts";

/** Accounts to be checked. */
export type AccountsSubject = DurableSubject<Accounts>;

export const HASH: PasswordHash = hashOf("$hash$1");

/** Adds accounts whose password hash is HASH; each must succeed. */
export async function addAll(port: Accounts, ...accounts: readonly Account[]): Promise<void> {
  for (const account of accounts) valueOf(await port.add(account, HASH));
}

/** Asserts that every look-up answers the account and its hash. */
export async function assertOpen(port: Accounts, account: Account, passwordHash: PasswordHash = HASH): Promise<void> {
  const { id, email, username } = account;
  assert.deepEqual(valueOf(await port.find(id)), account);
  assert.deepEqual(valueOf(await port.findByEmail(loginName(email))), account);
  for (const found of [
    await port.credentialsOf(id),
    await port.credentialsFor(loginName(username)),
    await port.credentialsFor(loginName(email)),
  ]) {
    assert.deepEqual(valueOf(found), { account, passwordHash });
  }
}

/** Asserts that no look-up answers anyone by the account's id or names. */
export async function assertUnknown(port: Accounts, { id, email, username }: Account): Promise<void> {
  assert.equal(valueOf(await port.find(id)), null);
  assert.equal(valueOf(await port.findByEmail(loginName(email))), null);
  assert.equal(valueOf(await port.credentialsOf(id)), null);
  assert.equal(valueOf(await port.credentialsFor(loginName(username))), null);
  assert.equal(valueOf(await port.credentialsFor(loginName(email))), null);
}
