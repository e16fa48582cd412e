import { createApp, type Password, type Ports, type SessionId } from "@bourse/core";
import { fakeAttempts, TEST_POLICY } from "@bourse/testkit";
import {
  blacklistSuite,
  endSessionSuite,
  findAccountSuite,
  reinstateSuite,
  requestPasswordResetSuite,
  resetPasswordSuite,
  signInSuite,
} from "@bourse/testkit/suites";
import { err, errAsync, ok } from "neverthrow";
import { describe } from "vitest";
import { catchesApps, type WrongApp } from "./wrong-brokerages.ts";

const wrongApps: readonly WrongApp[] = [
  [
    "tells anyone of anyone",
    findAccountSuite,
    (_, { accounts }) => ({
      findAccount: (query) =>
        ("email" in query ? accounts.findByEmail(query.email as never) : accounts.find(query.accountId)).andThen(
          (found) => (found ? ok(found) : err({ kind: "AccountNotFound" as const })),
        ),
    }),
    "someone else's account is as good as none",
  ],
  [
    "lets anyone blacklist",
    blacklistSuite,
    (_, { accounts }) => ({ blacklist: ({ accountId }) => accounts.setBlacklisted(accountId, true) }),
    "to everyone but an operator it is as if there were no such account",
  ],
  [
    "lets anyone reinstate",
    reinstateSuite,
    (_, { accounts }) => ({ reinstate: ({ accountId }) => accounts.setBlacklisted(accountId, false) }),
    "an operator who is blacklisted or has closed is none",
  ],
  [
    "ends the sessions of whoever is blacklisted",
    blacklistSuite,
    ({ blacklist }, { sessions }) => ({
      blacklist: (command) => blacklist(command).andThen((account) => sessions.endAll(account.id).map(() => account)),
    }),
    "it signs in and looks, and its sessions go on",
  ],
  [
    "verifies nothing for an unknown name",
    signInSuite,
    ({ signIn }, { accounts }) => ({
      signIn: (command) =>
        accounts
          .credentialsFor(command.login as never)
          .andThen((found) => (found ? signIn(command) : errAsync({ kind: "WrongCredentials" as const }))),
    }),
    "an unknown name is told what a known one is, each time",
  ],
  [
    "tells whether an e-mail is known",
    requestPasswordResetSuite,
    ({ requestPasswordReset }, { accounts }) => ({
      requestPasswordReset: (command) =>
        accounts
          .findByEmail(command.email.toLowerCase() as never)
          .andThen((found) =>
            found ? requestPasswordReset(command) : errAsync({ kind: "TooManyAttempts" as const, retryAfter: 1 }),
          ),
    }),
    "an unknown e-mail is told the same, each time, and gets no mail",
  ],
  [
    "mails to what was typed",
    requestPasswordResetSuite,
    (_, ports) => {
      let typed = "";
      const send: Ports["mail"]["send"] = (letter) => ports.mail.send({ ...letter, to: typed as never });
      const mail: Ports["mail"] = { ...ports.mail, send };
      const { requestPasswordReset } = createApp({ ...ports, mail }, TEST_POLICY);
      return {
        requestPasswordReset: (command) => {
          typed = command.email;
          return requestPasswordReset(command);
        },
      };
    },
    "mails a token, good for ten minutes, to the e-mail as the account has it",
  ],
  [
    "spends a token on a password that it refuses",
    resetPasswordSuite,
    ({ resetPassword }, { resets, resetTokens }) => ({
      resetPassword: (command) =>
        resetPassword(command).orElse((error) =>
          resets.take(resetTokens.fingerprint(command.token)).andThen(() => err(error)),
        ),
    }),
    "a new password is held to the rules, and a refused one does not spend the token",
  ],
  [
    "leaves whoever resets to wait",
    resetPasswordSuite,
    (_, ports) => {
      const { resetPassword } = createApp({ ...ports, attempts: fakeAttempts() }, TEST_POLICY);
      return { resetPassword };
    },
    "whoever has the mail need not wait out what others have failed at",
  ],
  [
    "ends any session",
    endSessionSuite,
    (_, { sessions }) => ({ endSession: ({ sessionId }) => sessions.end(sessionId) }),
    "someone else's session goes on, and is as good as none",
  ],
  [
    "ends all sessions with one",
    endSessionSuite,
    ({ endSession }, { sessions }) => ({
      endSession: (command) => endSession(command).andThen(() => sessions.endAll(command.accountId)),
    }),
    "ends that session for good, and no other",
  ],
  [
    "tells tokens that were used from those that never were",
    resetPasswordSuite,
    ({ resetPassword }) => {
      const used = new Set<string>();
      return {
        resetPassword: (command) =>
          used.has(command.token)
            ? errAsync({ kind: "PasswordsBusy" as const, retryAfter: 1 })
            : resetPassword(command).andTee(() => used.add(command.token)),
      };
    },
    "works once; a used, an expired and a made-up token are told alike",
  ],
  [
    "makes a hash for a token that it does not know",
    resetPasswordSuite,
    (_, ports) => ({
      resetPassword: (command) =>
        ports.passwords
          .hash(command.newPassword as Password)
          .andThen(() => errAsync({ kind: "ResetNotFound" as const })),
    }),
    "from then on the new password signs in, and the old one does not",
  ],
  [
    "keeps a session through a reset",
    resetPasswordSuite,
    (_, ports) => {
      let last: SessionId | undefined;
      const sessions: Ports["sessions"] = {
        ...ports.sessions,
        endAll: (accountId) =>
          ports.sessions
            .list(accountId)
            .andTee(([newest]) => {
              last = newest?.id;
            })
            .andThen(() => ports.sessions.endAll(accountId, last)),
      };
      return { resetPassword: createApp({ ...ports, sessions }, TEST_POLICY).resetPassword };
    },
    "ends every session of the account, and none of another",
  ],
];

describe("the suites, over wrong use cases", () => {
  catchesApps(wrongApps);
});
