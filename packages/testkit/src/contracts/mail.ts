import assert from "node:assert/strict";
import { domainToASCII } from "node:url";
import { loginName, type Email, type Letter, type Mail, type ResetToken } from "@bourse/core";
import { errorOf, only, RACERS, racing, valueOf } from "../assertions.ts";
import { emailOf, START, usernameOf } from "../builders.ts";
import { clause, type Contract, type PortSubject } from "../contract.ts";
import { contractOf } from "./handles.ts";

/** A letter as it reached people. */
export type Delivered = {
  /** Every address it went to, as the carrier was told; not what is written at its top. */
  readonly to: readonly string[];
  /** All that its reader sees, or can copy. */
  readonly text: string;
};

/** Mail to be checked. */
export type MailSubject = PortSubject<Mail> & {
  /** Everything delivered so far, once all that was taken on has been. */
  readonly delivered: () => Promise<readonly Delivered[]>;
  /** What of it the adapter keeps; nothing where it hands letters on. */
  readonly kept: () => Promise<readonly Delivered[]>;
  /** The same kind of mail where nothing can be sent, and nothing kept can be reached. */
  readonly failing?: Mail;
};

/**
 * What the core takes for an address, or once took and an old account still has; much of it a careless adapter would
 * take for more than one, or for a command.
 */
const ADDRESSES: readonly string[] = [
  "ada@example.com",
  "o'hara@example.com",
  "ada+bourse@sub.example.com",
  "Ada@Example.COM",
  "a,eve@example.com",
  "a;eve@example.com",
  "a>eve@example.com",
  "<eve>@example.com",
  "a:eve;b@example.com",
  '"eve"@example.com',
  '"eve@example.com',
  "eve(a@example.com",
  "(a)eve@example.com",
  "eve%other.example@example.com",
  "eve!other.example@example.com",
  "=?utf-8?q?eve=2C?=@example.com",
  "-oQ/tmp/eve@example.com",
  "|eve@example.com",
  "..@example.com",
  "%0d%0aBcc:eve@example.com",
  "a\\@example.com",
  "zoë@example.com",
  "ada@bücher.example",
  "ada@example.com,other.example",
  "ada@example.com>,<eve.example",
];

function letterTo(to: Email, number = 1): Letter {
  const token = `-_tOkEn~${number}${"x".repeat(40)}` as ResetToken;
  return { kind: "PasswordReset", to, username: usernameOf("ada"), token, expiresAt: START };
}

/** Local part as it is, domain in the form that name servers know. */
function addressed(address: string): string {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1);
  return `${address.slice(0, at)}@${domainToASCII(domain) || domain}`;
}

const addressees = (mails: readonly Delivered[]): string[] => mails.flatMap(({ to }) => to).toSorted();

/** What every Mail must fulfil; the numbers are the port's promises. */
export const mailContract: Contract<MailSubject> = contractOf(
  "Mail",
  { port: "object", delivered: "function", kept: "function" },
  [
    clause("1. a letter goes to its one address", async ({ port, delivered }) => {
      valueOf(await port.send(letterTo(emailOf("ada@example.com"))));
      assert.deepEqual(only(await delivered()).to, ["ada@example.com"]);
    }),

    clause("1. whatever its characters, it goes there or nowhere", async ({ port, delivered }) => {
      const taken: string[] = [];
      for (const address of ADDRESSES) {
        const sent = await port.send(letterTo(address as Email));
        if (sent.isErr()) assert.equal(sent.error.kind, "MailUnavailable", address);
        else taken.push(address);
      }
      const went = (await delivered()).map(({ to }) => addressed(only(to)));
      assert.deepEqual(went.toSorted(), taken.map(addressed).toSorted());
      assert.deepEqual(taken.slice(0, 4), ADDRESSES.slice(0, 4));
    }),

    clause("2. its token can be copied from it whole, in one piece", async ({ port, delivered }) => {
      const letters = [...Array(20).keys()].map((number) => letterTo(emailOf(`ada-${number}@example.com`), number));
      const long = { ...letterTo(emailOf("long@example.com")), token: "aB3-_".repeat(40) as ResetToken };
      for (const letter of [...letters, long]) {
        valueOf(await port.send(letter));
        const { text } = only((await delivered()).filter(({ to }) => to[0] === letter.to));
        const at = text.indexOf(letter.token);
        assert.ok(at >= 0, `${letter.token} is not in ${text}`);
        // A letter of the token's own kind before or after it would be copied along.
        assert.doesNotMatch(`${text.charAt(at - 1)}${text.charAt(at + letter.token.length)}`, /[A-Za-z0-9_~-]/, text);
      }
    }),

    clause(`3. ${RACERS} letters taken on at once are each delivered once`, async ({ port, delivered }) => {
      const letters = [...Array(RACERS).keys()].map((number) => letterTo(emailOf(`p-${number}@example.com`), number));
      for (const sent of await Promise.all(letters.map((letter) => port.send(letter)))) valueOf(sent);
      const all = await delivered();
      for (const { to, token } of letters) {
        const { text } = only(all.filter((each) => each.to.includes(to)));
        assert.ok(text.includes(token), `${to} has another's token`);
      }
      assert.equal(all.length, RACERS);
    }),

    clause("3. what cannot be sent is MailUnavailable, and nothing is thrown", async ({ failing }) => {
      if (!failing) return;
      const refused = await racing(3, () => failing.send(letterTo(emailOf("ada@example.com"))));
      for (const result of refused) assert.equal(errorOf(result).kind, "MailUnavailable");
    }),

    clause("4. forgets the letters to an address, however it was written, and no others", async ({ port, kept }) => {
      const addresses = ["zoë@example.com", "ZOE\u0308@Example.COM", "zoe@example.com", "a.zoë@example.com"];
      for (const address of [...addresses, "zoë@example.com.au"]) valueOf(await port.send(letterTo(emailOf(address))));
      const before = addressees(await kept());
      valueOf(await port.forget(emailOf("Zoë@example.com")));
      const others = before.filter((address) => loginName(address) !== "zoë@example.com");
      assert.deepEqual(addressees(await kept()), others);
    }),

    clause("4. an address that nothing is kept for may be forgotten too, and again", async ({ port, kept }) => {
      const ada = emailOf("ada@example.com");
      valueOf(await port.forget(ada));
      valueOf(await port.send(letterTo(ada)));
      for (const result of await racing(3, () => port.forget(ada))) valueOf(result);
      assert.deepEqual(await kept(), []);
    }),

    clause("4. what cannot be forgotten is MailUnavailable, and nothing is thrown", async ({ failing }) => {
      const result = await failing?.forget(emailOf("ada@example.com"));
      if (result?.isErr()) assert.equal(result.error.kind, "MailUnavailable");
    }),
  ],
);
