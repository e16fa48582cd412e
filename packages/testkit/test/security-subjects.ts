import type { CommonPasswords, Email, Letter, Mail, PasswordResets, ResetTokens } from "@bourse/core";
import {
  fakeAttempts,
  fakeCommonPasswords,
  fakeMail,
  fakePasswordResets,
  fakeResetTokens,
  type FakeAttempts,
  type FakeMail,
} from "@bourse/testkit";
import type {
  AttemptsSubject,
  CommonPasswordsSubject,
  Delivered,
  MailSubject,
  PasswordResetsSubject,
  ResetTokensSubject,
} from "@bourse/testkit/contracts";
import { accountIds } from "./subjects.ts";

// Each takes the port to be checked, so that a test of the contract itself can hand in a wrong one.

export async function attemptsSubject(port: FakeAttempts = fakeAttempts()): Promise<AttemptsSubject> {
  return { port, restart: async () => port, kept: async () => port.kept() };
}

export async function passwordResetsSubject(
  port: PasswordResets = fakePasswordResets(),
): Promise<PasswordResetsSubject> {
  return { port, restart: async () => port, openAccount: accountIds() };
}

export async function resetTokensSubject(
  make: (lane?: number) => ResetTokens = fakeResetTokens,
): Promise<ResetTokensSubject> {
  let lane = 0;
  const another = () => {
    lane += 1;
    return make(lane);
  };
  return { port: make(), another };
}

/** What a test of the contract itself may do to letters on their way, and to mail that cannot be sent. */
export type Post = {
  readonly carry: (letter: Letter) => readonly Delivered[];
  readonly forget: (right: FakeMail, address: Email) => ReturnType<Mail["forget"]>;
  readonly failing: Mail;
};

export async function mailSubject(changed: Partial<Post> = {}): Promise<MailSubject> {
  const [port, broken] = [fakeMail(), fakeMail()];
  broken.fail(true);
  const carry = changed.carry ?? (({ to, token }) => [{ to: [to], text: `Your token: ${token}` }]);
  const { forget = (right, address) => right.forget(address) } = changed;
  const delivered = async () => port.outbox().flatMap(carry);
  return {
    port: { ...port, forget: (address) => forget(port, address) },
    failing: changed.failing ?? broken,
    delivered,
    kept: delivered,
  };
}

export async function commonPasswordsSubject(
  port: CommonPasswords = fakeCommonPasswords(),
): Promise<CommonPasswordsSubject> {
  return { port };
}
