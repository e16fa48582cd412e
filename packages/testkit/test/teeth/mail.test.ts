import type { Letter } from "@bourse/core";
import { fakeMail } from "@bourse/testkit";
import { mailContract, type Delivered } from "@bourse/testkit/contracts";
import { errAsync, ResultAsync } from "neverthrow";
import { describe } from "vitest";
import { mailSubject, type Post } from "../security-subjects.ts";
import { hasTeeth, type Wrong } from "./bites.ts";

function carrying(carry: (letter: Letter) => readonly Delivered[]): () => Partial<Post> {
  return () => ({ carry });
}

/** Forgets the letters whose address is as `isMeant` says. */
function forgetting(isMeant: (to: string, address: string) => boolean): () => Partial<Post> {
  return () => ({
    forget: (right, address) => {
      const meant = right.outbox().filter(({ to }) => isMeant(to, address));
      return ResultAsync.combine(meant.map(({ to }) => right.forget(to))).map(() => undefined);
    },
  });
}

const FORGETS = "4. forgets the letters to an address, however it was written, and no others";
const ADDRESS = "1. whatever its characters, it goes there or nowhere";
const COPIED = "2. its token can be copied from it whole, in one piece";
const ONCE = "3. 64 letters taken on at once are each delivered once";

const text = (token: string): string => `Your token:\n${token}\n`;

const posts: readonly Wrong<Partial<Post>>[] = [
  [
    "takes a comma for the end of an address",
    carrying(({ to, token }) => [{ to: to.split(",").map((each) => each.trim()), text: text(token) }]),
    ADDRESS,
  ],
  [
    "takes what is in angles",
    carrying(({ to, token }) => [{ to: [/<(.*)>/.exec(to)?.[1] ?? to], text: text(token) }]),
    ADDRESS,
  ],
  ["takes quotes away", carrying(({ to, token }) => [{ to: [to.replaceAll('"', "")], text: text(token) }]), ADDRESS],
  ["changes case", carrying(({ to, token }) => [{ to: [to.toLowerCase()], text: text(token) }]), ADDRESS],
  [
    "copies to someone else",
    carrying(({ to, token }) => [{ to: [to, "audit@example.com"], text: text(token) }]),
    "1. a letter goes to its one address",
  ],
  ["loses what it has taken on", carrying(() => []), "1. a letter goes to its one address"],
  [
    "breaks long lines",
    carrying(({ to, token }) => [{ to: [to], text: text(token.replaceAll(/.{76}/g, "$&\n")) }]),
    COPIED,
  ],
  [
    "ends a sentence with it",
    carrying(({ to, token }) => [{ to: [to], text: `https://bourse.example/reset/${token}_` }]),
    COPIED,
  ],
  ["writes it in capitals", carrying(({ to, token }) => [{ to: [to], text: text(token.toUpperCase()) }]), COPIED],
  [
    "sends twice",
    carrying(({ to, token }) => Array.from({ length: 2 }, () => ({ to: [to], text: text(token) }))),
    ONCE,
  ],
  [
    "throws when it cannot send",
    () => ({
      failing: {
        ...fakeMail(),
        send: () => {
          throw new Error("no connection");
        },
      },
    }),
    "3. what cannot be sent is MailUnavailable, and nothing is thrown",
  ],
  [
    "says that it has sent what it has not",
    () => ({ failing: fakeMail() }),
    "3. what cannot be sent is MailUnavailable, and nothing is thrown",
  ],
  ["forgets nothing", forgetting(() => false), FORGETS],
  ["forgets an address only as it is written", forgetting((to, address) => to === address), FORGETS],
  [
    "forgets all that has the address in it",
    forgetting((to, address) => to.toLowerCase().includes(address.toLowerCase())),
    FORGETS,
  ],
  ["forgets everybody", forgetting(() => true), FORGETS],
  [
    "fails to forget what it does not keep",
    () => ({
      forget: (right, address) =>
        right.outbox().length === 0
          ? errAsync({ kind: "MailUnavailable", cause: new Error("no such file") })
          : right.forget(address),
    }),
    "4. an address that nothing is kept for may be forgotten too, and again",
  ],
  [
    "throws when it cannot forget",
    () => ({
      failing: {
        send: () => errAsync({ kind: "MailUnavailable", cause: new Error("no folder") }),
        forget: () => {
          throw new Error("no folder");
        },
      },
    }),
    "4. what cannot be forgotten is MailUnavailable, and nothing is thrown",
  ],
];

describe("the mail's contract", () => {
  hasTeeth(mailContract, mailSubject, posts);
});
