import { secondsAfter } from "@bourse/core";
import {
  blacklistSuite,
  changePasswordSuite,
  closeAccountSuite,
  confirmOperatorSuite,
  endSessionSuite,
  listSessionsSuite,
  openAccountSuite,
  requestPasswordResetSuite,
  resetPasswordSuite,
} from "@bourse/testkit/suites";
import { okAsync } from "neverthrow";
import { describe } from "vitest";
import { catchesBrokerages, FORGETFUL, type WrongPorts } from "./wrong-brokerages.ts";

const nothing = () => okAsync(undefined);

const wrongPorts: readonly WrongPorts[] = [
  [
    "takes a blacklisted account for an operator",
    confirmOperatorSuite,
    ({ accounts }) => ({
      accounts: {
        ...accounts,
        find: (id) => accounts.find(id).map((account) => account && { ...account, blacklisted: false }),
      },
    }),
    "who is blacklisted or has closed is none",
  ],
  [
    "takes common passwords",
    openAccountSuite,
    () => ({ commonPasswords: { has: () => false } }),
    "a common password is refused in any case, and told why, for no hash",
  ],
  [
    "takes common passwords for a change",
    changePasswordSuite,
    () => ({ commonPasswords: { has: () => false } }),
    "a new password is 8 to 128 characters, and no common one",
  ],
  [
    "looks at no name before it makes a hash",
    openAccountSuite,
    ({ accounts }) => ({ accounts: { ...accounts, findByEmail: () => okAsync(null) } }),
    "names that are taken or barred cost no hash",
  ],
  [
    "lets resets outlive the account",
    closeAccountSuite,
    ({ resets }) => ({ resets: { ...resets, drop: nothing } }),
    "a reset that was mailed before is forgotten with it",
  ],
  [
    "lets a reset outlive a change of password",
    resetPasswordSuite,
    ({ resets }) => ({ resets: { ...resets, drop: nothing } }),
    "a change of password ends it",
  ],
  [
    "takes a token again and again",
    resetPasswordSuite,
    ({ resets }) => ({ resets: { ...resets, take: () => okAsync(true), drop: nothing } }),
    "works once; a used, an expired and a made-up token are told alike",
  ],
  [
    "makes resets that last an hour",
    resetPasswordSuite,
    ({ resets }) => ({
      resets: {
        ...resets,
        find: (print) =>
          resets.find(print).map((reset) => reset && { ...reset, expiresAt: secondsAfter(reset.askedAt, 3600) }),
      },
    }),
    "works for ten minutes, and not a millisecond longer",
  ],
  [
    "ends no session with a reset",
    resetPasswordSuite,
    ({ sessions }) => ({ sessions: { ...sessions, endAll: nothing } }),
    "ends every session of the account, and none of another",
  ],
  [
    "keeps the token itself",
    requestPasswordResetSuite,
    ({ resetTokens }) => ({ resetTokens: { ...resetTokens, fingerprint: (token) => token as never } }),
    "only a fingerprint of the token is kept",
  ],
  [
    "mails one token to all",
    requestPasswordResetSuite,
    ({ resetTokens }) => {
      const token = resetTokens.next();
      return { resetTokens: { ...resetTokens, next: () => token } };
    },
    "each mail has a token of its own",
  ],
  [
    "sends as many mails as are asked for",
    requestPasswordResetSuite,
    () => ({ attempts: FORGETFUL }),
    "of a hundred requests at once three are mailed",
  ],
  [
    "lists sessions that are over",
    listSessionsSuite,
    ({ clock }) => ({ clock: { ...clock, now: () => secondsAfter(clock.now(), -86_400) } }),
    "a session is on the list until its time is over",
  ],
  [
    "ends anyone's session",
    endSessionSuite,
    ({ sessions }) => ({
      sessions: {
        ...sessions,
        find: (id) => sessions.find(id).andTee(async () => sessions.end(id)),
      },
    }),
    "someone else's session goes on, and is as good as none",
  ],
  [
    "forgets a blacklisted e-mail",
    blacklistSuite,
    ({ accounts }) => ({
      accounts: {
        ...accounts,
        close: (id) => accounts.setBlacklisted(id, false).andThen(() => accounts.close(id)),
      },
    }),
    "nor does it once the account has another e-mail, or is closed",
  ],
];

describe("the suites of what keeps accounts safe", () => {
  catchesBrokerages(wrongPorts);
});
