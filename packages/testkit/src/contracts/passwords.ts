import assert from "node:assert/strict";
import type { Password, PasswordHash, Passwords } from "@bourse/core";
import { valueOf } from "../assertions.ts";
import { hashOf, passwordOf } from "../builders.ts";
import { clause, type Contract, type PortSubject } from "../contract.ts";
import { contractOf } from "./handles.ts";

/** Passwords to be checked, with parameters as cheap as the adapter allows. */
export type PasswordsSubject = PortSubject<Passwords> & {
  /**
   * What a verification costs: key derivations counted, or processor time, or whatever else shows real work.
   */
  readonly costOf: (verification: () => ReturnType<Passwords["verify"]>) => Promise<number>;
  /** Hashes of CORRECT, sound in themselves, but of parameters that the adapter does not allow. */
  readonly disallowed?: readonly PasswordHash[];
  /** Hashes of CORRECT of less work than new ones get, which the adapter still allows: at least one. */
  readonly weak: readonly PasswordHash[];
};

const CORRECT = passwordOf("correct horse battery staple");

/** Of the longest password, in one, two and four bytes a character; the last two bytes are beyond bcrypt's 72. */
const LONGEST: readonly Password[] = ["a", "é", "🔑"].map((character) => passwordOf(character.repeat(128)));

/** What the core would refuse: a stored password may be older than the rule, and an adapter is held to any text. */
const anyText = (text: string): Password => text as Password;

const UGLY: readonly Password[] = [
  "        ",
  "password",
  "Password",
  "pässwörd",
  "nul\0byte-and-more",
  "\uD83D\uDE00".repeat(8),
  "correct horse battery staple ",
].map(anyText);

async function hashFrom(port: Passwords, password: Password): Promise<PasswordHash> {
  return valueOf(await port.hash(password));
}

async function verifies(port: Passwords, password: string, hash: PasswordHash | null): Promise<boolean> {
  return valueOf(await port.verify(password, hash));
}

/** Texts that only look like a hash, some of them made from a real one. */
function counterfeits(real: PasswordHash): PasswordHash[] {
  const middle = Math.floor(real.length / 2);
  const flipped = real.charAt(middle) === "0" ? "1" : "0";
  return [
    "",
    " ",
    "$",
    "scrypt$",
    "c2NyeXB0AAAA",
    "{SSHA}AAAA",
    CORRECT,
    `plain:${CORRECT}`,
    "$2b$10$abcdefghijklmnopqrstuuGUnr4nCCkD/y2KGqWJdEEwWWpqJxGjS",
    "$scrypt$ln=31,r=64,p=64$c2FsdA$aGFzaA",
    "$argon2id$v=19$m=4294967295,t=4294967295,p=16$c2FsdA$aGFzaA",
    real.slice(0, -2),
    real.slice(2),
    `${real.slice(0, middle)}${flipped}${real.slice(middle + 1)}`,
  ].map(hashOf);
}

const telling = [
  clause<PasswordsSubject>("1. a password verifies against its own hash and no other's", async ({ port }) => {
    const hashes: PasswordHash[] = [];
    for (const password of UGLY) hashes.push(await hashFrom(port, password));
    for (const [index, password] of UGLY.entries()) {
      const own = hashes[index] ?? null;
      const others = hashes[(index + 1) % hashes.length] ?? null;
      assert.equal(await verifies(port, password, own), true, JSON.stringify(password));
      assert.equal(await verifies(port, password, others), false, JSON.stringify(password));
    }
  }),

  clause<PasswordsSubject>("1. the same password hashes differently each time", async ({ port }) => {
    const [first, second] = [await hashFrom(port, CORRECT), await hashFrom(port, CORRECT)];
    assert.notEqual(first, second);
    assert.equal(await verifies(port, CORRECT, first), true);
    assert.equal(await verifies(port, CORRECT, second), true);
  }),

  clause<PasswordsSubject>("1. no hash contains its password", async ({ port }) => {
    for (const password of [CORRECT, ...UGLY]) {
      const hash = await hashFrom(port, password);
      for (const encoding of ["utf8", "hex", "base64", "base64url"] as const) {
        const written = Buffer.from(password).toString(encoding).replace(/=+$/, "");
        assert.ok(!hash.includes(written), `the hash of ${JSON.stringify(password)} contains it as ${encoding}`);
      }
    }
  }),

  clause<PasswordsSubject>("4. every character counts, to the last of the longest password", async ({ port }) => {
    for (const password of LONGEST) {
      const hash = await hashFrom(port, password);
      const [first = ""] = password;
      const short = password.slice(0, -first.length);
      assert.equal(await verifies(port, password, hash), true);
      for (const wrong of [`${short}b`, short, `${password}${first}`, `b${password.slice(first.length)}`]) {
        assert.equal(await verifies(port, wrong, hash), false);
      }
    }
  }),

  clause<PasswordsSubject>("4. nothing ends a password early, and blanks at its ends count", async ({ port }) => {
    const hash = await hashFrom(port, anyText("nul\0byte-and-more"));
    for (const wrong of ["nul\0byte-and-less", "nul\0", "nul"]) assert.equal(await verifies(port, wrong, hash), false);
    const plain = await hashFrom(port, CORRECT);
    for (const wrong of [`${CORRECT} `, ` ${CORRECT}`, CORRECT.toUpperCase(), ""]) {
      assert.equal(await verifies(port, wrong, plain), false);
    }
  }),
];

const working = [
  clause<PasswordsSubject>("2. null never verifies", async ({ port }) => {
    for (const password of ["", "null", ...UGLY]) assert.equal(await verifies(port, password, null), false);
  }),

  clause<PasswordsSubject>("2. verifying against null costs what a real verification does", async (subject) => {
    const { port, costOf } = subject;
    const hash = await hashFrom(port, CORRECT);
    const right = await costOf(() => port.verify(CORRECT, hash));
    const wrong = await costOf(() => port.verify("something else", hash));
    const nobody = await costOf(() => port.verify(CORRECT, null));
    assert.ok(right > 0, `a verification costs ${right}`);
    // Where the cost is time, it varies: twice is no tell-tale, and skipped work is far below a half.
    for (const cost of [wrong, nobody])
      assert.ok(cost >= right / 2 && cost <= right * 2, `${cost} instead of ${right}`);
  }),

  clause<PasswordsSubject>("3. a hash that it did not make never verifies", async ({ port, disallowed = [] }) => {
    const real = await hashFrom(port, CORRECT);
    for (const hash of [...counterfeits(real), ...disallowed]) {
      assert.equal(await verifies(port, CORRECT, hash), false, hash);
    }
  }),

  clause<PasswordsSubject>("3. a hash that it did not make costs no more than one it did", async (subject) => {
    const { port, costOf, disallowed = [] } = subject;
    const real = await hashFrom(port, CORRECT);
    const usual = await costOf(() => port.verify(CORRECT, real));
    for (const hash of [...counterfeits(real), ...disallowed]) {
      const cost = await costOf(() => port.verify(CORRECT, hash));
      assert.ok(cost <= usual * 2, `${hash} costs ${cost} instead of ${usual}`);
    }
  }),
];

const weakness = [
  clause<PasswordsSubject>("5. a hash of less work than new ones get is weak, and still verifies", async (subject) => {
    const { port, weak } = subject;
    assert.ok(weak.length > 0, "there is no weak hash to tell");
    for (const hash of weak) {
      assert.equal(port.isWeak(hash), true, hash);
      assert.equal(await verifies(port, CORRECT, hash), true, hash);
      assert.equal(await verifies(port, `${CORRECT} `, hash), false, hash);
    }
  }),

  clause<PasswordsSubject>("5. no hash that has just been made is weak", async ({ port }) => {
    for (const password of [CORRECT, ...UGLY]) assert.equal(port.isWeak(await hashFrom(port, password)), false);
  }),

  clause<PasswordsSubject>(
    "5. a hash that it cannot read is told weak or not, and nothing is thrown",
    async ({ port }) => {
      const real = await hashFrom(port, CORRECT);
      for (const hash of counterfeits(real)) assert.equal(typeof port.isWeak(hash), "boolean", hash);
    },
  ),
];

/** What every Passwords must fulfil; the numbers are the port's promises. One call at a time: an adapter may be busy. */
export const passwordsContract: Contract<PasswordsSubject> = contractOf(
  "Passwords",
  { port: "object", costOf: "function", weak: "object" },
  [...telling, ...working, ...weakness],
);
