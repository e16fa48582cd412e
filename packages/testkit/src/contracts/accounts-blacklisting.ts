import assert from "node:assert/strict";
import type { Accounts } from "@bourse/core";
import { RACERS, racing, refusal, tally, valueOf } from "../assertions.ts";
import { accountOf, emailOf, hashOf, usernameOf } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import { addAll, assertOpen, assertUnknown, HASH, type AccountsSubject } from "./accounts-subject.ts";

const MALLORY = accountOf(1, { email: emailOf("Zoë@Example.com") });
/** MALLORY's e-mail, as others would write it. */
const WRITTEN = ["Zoë@Example.com", "ZOË@EXAMPLE.COM", "zoe\u0308@example.com", "ｚoë@example.com"].map(emailOf);
const GRACE = accountOf(2);

/** Asserts that the e-mail is refused, however written, to who would open an account and to who has one. */
async function assertRefused({ port }: Pick<AccountsSubject, "port">): Promise<void> {
  for (const [index, email] of WRITTEN.entries()) {
    const opening = accountOf(100 + index, { email });
    refusal(await port.add(opening, HASH), "EmailBlacklisted");
    assert.equal(valueOf(await port.find(opening.id)), null);
    refusal(await port.amend(GRACE.id, { email, name: "Changed" }), "EmailBlacklisted");
  }
  await assertOpen(port, GRACE);
}

/** What must hold of blacklisting. */
export const accountsBlacklisting: readonly Clause<AccountsSubject>[] = [
  clause("7. setBlacklisted changes that and nothing else, also after a restart", async ({ port, restart }) => {
    await addAll(port, MALLORY, GRACE);
    const barred = { ...MALLORY, blacklisted: true };
    for (let times = 0; times < 2; times += 1) {
      assert.deepEqual(valueOf(await port.setBlacklisted(MALLORY.id, true)), barred);
      await assertOpen(port, barred);
    }
    const again = await restart();
    await assertOpen(again, barred);
    await assertOpen(again, GRACE);
    assert.deepEqual(valueOf(await again.setBlacklisted(MALLORY.id, false)), MALLORY);
    await assertOpen(await restart(), MALLORY);
  }),

  clause("7. a blacklisted e-mail is refused to every other account, also after a restart", async (subject) => {
    const { port, restart } = subject;
    await addAll(port, MALLORY, GRACE);
    valueOf(await port.setBlacklisted(MALLORY.id, true));
    await assertRefused(subject);
    await assertRefused({ port: await restart() });
  }),

  clause("7. it is refused also after the account has changed its e-mail, but not to itself", async (subject) => {
    const { port, restart } = subject;
    await addAll(port, MALLORY, GRACE);
    valueOf(await port.setBlacklisted(MALLORY.id, true));
    const moved = { ...MALLORY, email: emailOf("elsewhere@example.com"), blacklisted: true };
    assert.deepEqual(valueOf(await port.amend(MALLORY.id, { email: moved.email })), moved);
    await assertRefused(subject);
    const again = await restart();
    await assertOpen(again, moved);
    const back = { ...moved, email: MALLORY.email };
    assert.deepEqual(valueOf(await again.amend(MALLORY.id, { email: back.email })), back);
    await assertOpen(again, back);
    await assertRefused({ port: again });
  }),

  clause(
    "7. every e-mail that it takes while it is blacklisted is refused, also after it was closed",
    async (subject) => {
      const { port, restart } = subject;
      await addAll(port, MALLORY, GRACE);
      valueOf(await port.setBlacklisted(MALLORY.id, true));
      const taken = [emailOf("second@example.com"), emailOf("third@example.com")];
      for (const email of taken) valueOf(await port.amend(MALLORY.id, { email }));
      const assertTaken = async (accounts: Accounts): Promise<void> => {
        for (const email of taken) refusal(await accounts.add(accountOf(50, { email }), HASH), "EmailBlacklisted");
        await assertRefused({ port: accounts });
      };
      await assertTaken(port);
      valueOf(await port.close(MALLORY.id));
      await assertTaken(port);
      await assertTaken(await restart());
    },
  ),

  clause("7. blacklisted again under another e-mail, both are refused until it is reinstated", async (subject) => {
    const { port } = subject;
    await addAll(port, MALLORY, GRACE);
    valueOf(await port.setBlacklisted(MALLORY.id, true));
    const second = emailOf("second@example.com");
    valueOf(await port.amend(MALLORY.id, { email: second }));
    valueOf(await port.setBlacklisted(MALLORY.id, true));
    valueOf(await port.amend(MALLORY.id, { email: emailOf("third@example.com") }));
    await assertRefused(subject);
    refusal(await port.add(accountOf(50, { email: second }), HASH), "EmailBlacklisted");
    valueOf(await port.setBlacklisted(MALLORY.id, false));
    await addAll(port, accountOf(50, { email: second }), accountOf(51, { email: MALLORY.email }));
  }),

  clause("7. it is refused also after the account was closed, and its username is free", async (subject) => {
    const { port, restart } = subject;
    await addAll(port, MALLORY, GRACE);
    valueOf(await port.setBlacklisted(MALLORY.id, true));
    valueOf(await port.close(MALLORY.id));
    await assertUnknown(port, MALLORY);
    await assertRefused(subject);
    const again = await restart();
    await assertRefused({ port: again });
    await addAll(again, accountOf(50, { username: MALLORY.username }));
  }),

  clause("7. once it is reinstated its old e-mails are free, and its own is taken as any is", async (subject) => {
    const { port, restart } = subject;
    await addAll(port, MALLORY, GRACE);
    valueOf(await port.setBlacklisted(MALLORY.id, true));
    valueOf(await port.setBlacklisted(MALLORY.id, false));
    refusal(await port.add(accountOf(50, { email: MALLORY.email }), HASH), "EmailTaken");
    refusal(await port.amend(GRACE.id, { email: MALLORY.email }), "EmailTaken");
    valueOf(await port.amend(MALLORY.id, { email: emailOf("elsewhere@example.com") }));
    await addAll(await restart(), accountOf(50, { email: MALLORY.email }));
  }),

  clause("7. reinstating one account leaves another's e-mail refused", async (subject) => {
    const { port } = subject;
    const other = accountOf(3);
    await addAll(port, MALLORY, GRACE, other);
    for (const { id } of [MALLORY, other]) valueOf(await port.setBlacklisted(id, true));
    valueOf(await port.setBlacklisted(other.id, false));
    await assertRefused(subject);
  }),

  clause("7. blacklisting while names and hash are changed keeps all of it", async ({ port }) => {
    await addAll(port, MALLORY);
    const next = hashOf("$hash$2");
    const changing = [
      port.amend(MALLORY.id, { username: usernameOf("other") }),
      port.setBlacklisted(MALLORY.id, true),
      port.amend(MALLORY.id, { name: "Other" }),
    ];
    const replacing = port.replacePassword(MALLORY.id, HASH, next);
    for (const result of await Promise.all(changing)) valueOf(result);
    assert.equal(valueOf(await replacing), true);
    await assertOpen(port, { ...MALLORY, username: usernameOf("other"), name: "Other", blacklisted: true }, next);
  }),

  clause(`7. of ${RACERS} that open accounts with the e-mail while it is blacklisted none does`, async ({ port }) => {
    await addAll(port, MALLORY);
    const opening = racing(RACERS, (index) => port.add(accountOf(100 + index, { email: MALLORY.email }), HASH));
    valueOf(await port.setBlacklisted(MALLORY.id, true));
    const { EmailBlacklisted = 0, EmailTaken = 0 } = tally(await opening);
    assert.equal(EmailBlacklisted + EmailTaken, RACERS);
  }),

  clause("8. nobody is blacklisted under an unknown or closed id", async ({ port }) => {
    await addAll(port, MALLORY, GRACE);
    valueOf(await port.close(MALLORY.id));
    for (const id of [MALLORY.id, accountOf(404).id]) {
      refusal(await port.setBlacklisted(id, true), "AccountNotFound");
      refusal(await port.setBlacklisted(id, false), "AccountNotFound");
    }
    await addAll(port, accountOf(50, { email: MALLORY.email }));
    await assertOpen(port, GRACE);
  }),

  clause("8. a closed account is not reinstated, and its e-mail stays refused", async (subject) => {
    const { port } = subject;
    await addAll(port, MALLORY, GRACE);
    valueOf(await port.setBlacklisted(MALLORY.id, true));
    valueOf(await port.close(MALLORY.id));
    refusal(await port.setBlacklisted(MALLORY.id, false), "AccountNotFound");
    await assertRefused(subject);
  }),
];
