import { createApp } from "@bourse/core";
import { TEST_POLICY } from "@bourse/testkit";
import { changePasswordSuite, signInSuite } from "@bourse/testkit/suites";
import { okAsync } from "neverthrow";
import { describe } from "vitest";
import { catchesApps, catchesBrokerages, FORGETFUL, type WrongApp, type WrongPorts } from "./wrong-brokerages.ts";

const wrongPorts: readonly WrongPorts[] = [
  [
    "counts no failures",
    signInSuite,
    () => ({ attempts: FORGETFUL }),
    "after five failures even the right password must wait, to the millisecond",
  ],
  [
    "never clears failures",
    signInSuite,
    ({ attempts }) => ({
      attempts: {
        change: (keys, decide) =>
          attempts.change(keys, (found) => {
            const { answer, failures } = decide(found);
            return { answer, failures: failures.map((each, index) => each ?? found[index] ?? null) };
          }),
      },
    }),
    "a success clears it",
  ],
  [
    "counts every failure for everyone",
    signInSuite,
    ({ attempts }) => ({
      attempts: {
        change: (keys, decide) =>
          attempts.change(
            keys.map((_, index) => `${index}`),
            decide,
          ),
      },
    }),
    "another account's sign-ins need not wait",
  ],
  [
    "counts on the names that were typed",
    signInSuite,
    ({ accounts, attempts }) => {
      let typed = "";
      return {
        accounts: {
          ...accounts,
          credentialsFor: (login) => {
            typed = login;
            return accounts.credentialsFor(login);
          },
        },
        attempts: {
          change: (keys, decide) =>
            attempts.change(
              keys.map((key, index) => (index === 0 ? typed : key)),
              decide,
            ),
        },
      };
    },
    "failures by username and by e-mail, however written, count together",
  ],
  [
    "counts no addresses",
    signInSuite,
    ({ attempts }) => ({
      attempts: {
        change: (keys, decide) =>
          attempts.change(keys, (found) => {
            const { answer, failures } = decide(found.map((each, index) => (index === 0 ? each : null)));
            return { answer, failures };
          }),
      },
    }),
    "fifty failures from one address, whoever as, make all from there wait",
  ],
  [
    "counts accounts and addresses by name alone",
    signInSuite,
    ({ attempts }) => ({
      attempts: {
        change: (keys, decide) =>
          attempts.change(
            keys.map((key) => key.replace(/^[a-z-]+:/, "")),
            decide,
          ),
      },
    }),
    "an account and an address of one name are apart",
  ],
  [
    "thinks every hash strong",
    signInSuite,
    ({ accounts }) => ({ accounts: { ...accounts, replacePassword: () => okAsync(true) } }),
    "a weak hash is made again at the next sign-in, once, and no session ends",
  ],
  [
    "counts changes of password with sign-ins",
    changePasswordSuite,
    ({ attempts }) => ({
      attempts: {
        change: (keys, decide) =>
          attempts.change(
            keys.map((key) => key.replace("change-", "sign-in-")),
            decide,
          ),
      },
    }),
    "what fails here keeps nobody from signing in, and a success clears it",
  ],
  [
    "counts no guesses",
    changePasswordSuite,
    () => ({ attempts: FORGETFUL }),
    "of twenty guesses at once five are verified, and past them, of a hundred, one",
  ],
];

const wrongApps: readonly WrongApp[] = [
  [
    "makes many attempts at the same time",
    signInSuite,
    (_, ports) => ({ signIn: (command) => createApp(ports, TEST_POLICY).signIn(command) }),
    "guesses by username and by e-mail at once count together",
  ],
];

describe("the suites of what is throttled", () => {
  catchesBrokerages(wrongPorts);
  catchesApps(wrongApps);
});
