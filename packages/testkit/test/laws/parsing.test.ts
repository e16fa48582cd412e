import {
  loginName,
  MAX_QUANTITY,
  parseEmail,
  parseKeyedRequest,
  parseLocalDate,
  parseMoney,
  parseName,
  parsePassword,
  parseQuantity,
  parseTicker,
  parseUsername,
} from "@bourse/core";
import { anyKey, anyTicker, tickerOf, uglyString, valueOf } from "@bourse/testkit";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

function mixedCase(text: string, flips: readonly boolean[]): string {
  return text
    .split("")
    .map((letter, index) => (flips[index] ? letter.toLowerCase() : letter))
    .join("");
}

describe("a ticker", () => {
  it("is the same in any case, with a dot or a dash", () => {
    const law = fc.property(anyTicker(), fc.array(fc.boolean(), { minLength: 10 }), (ticker, flips) => {
      const written = mixedCase(ticker, flips);
      expect(tickerOf(written)).toBe(ticker);
      expect(tickerOf(written.replace(".", "-"))).toBe(ticker);
      expect(tickerOf(tickerOf(written))).toBe(ticker);
    });
    fc.assert(law);
  });

  it("is ASCII letters and at most one dot, whatever was written", () => {
    const unit = fc.constantFrom("A", "a", "ß", "ſ", "ı", "K", "Ａ", ".", "-", " ", "1", "\n");
    const law = fc.property(fc.oneof(uglyString(), fc.string({ unit })), (text) => {
      const parsed = parseTicker(text);
      const plain = /^[A-Za-z.-]+$/.test(text) && /^[A-Z]{1,6}(\.[A-Z]{1,3})?$/.test(parsed.unwrapOr(""));
      expect(parsed.isOk() ? plain : parsed.error.kind === "InvalidTicker").toBe(true);
    });
    fc.assert(law, { numRuns: 2000 });
  });
});

describe("an idempotency key", () => {
  it("is kept as it is, with its command", () => {
    const law = fc.property(anyKey(), fc.string(), (key, command) => {
      expect(valueOf(parseKeyedRequest(key, command))).toEqual({ key, command });
    });
    fc.assert(law);
  });

  it("left out is no request", () => {
    expect(valueOf(parseKeyedRequest(undefined, "BUY 1 F"))).toBeNull();
  });

  it("of anything but visible ASCII is refused", () => {
    const law = fc.property(uglyString(), (key) => {
      expect(parseKeyedRequest(key, "BUY 1 F").isOk()).toBe(/^[!-~]{1,255}$/.test(key));
    });
    fc.assert(law, { numRuns: 1000 });
  });
});

describe("a quantity", () => {
  it("is a whole number within its bounds", () => {
    const law = fc.property(fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, 1, 1e6, 1e6 + 1)), (value) => {
      const good = Math.floor(value) === value && value > 0 && value <= MAX_QUANTITY;
      expect(parseQuantity(value).isOk()).toBe(good);
    });
    fc.assert(law, { numRuns: 1000 });
  });
});

describe("a login name", () => {
  it("of any one letter is the same in either case and any Unicode form", () => {
    const broken: string[] = [];
    for (let code = 0; code <= 0x10_ff_ff; code += 1) {
      const letter = String.fromCodePoint(code);
      const name = loginName(letter);
      const same = [
        name,
        letter.toLowerCase(),
        letter.toUpperCase(),
        letter.normalize("NFD"),
        letter.normalize("NFKD"),
      ];
      if (same.some((written) => loginName(written) !== name)) broken.push(letter);
    }
    expect(broken).toEqual([]);
  });

  it("of several letters that change with their case is the same too", () => {
    const few = [
      "a",
      "A",
      "i",
      "I",
      "ı",
      "İ",
      "ß",
      "ẞ",
      "σ",
      "Σ",
      "ς",
      "ϲ",
      "Ϲ",
      "ŉ",
      "ǰ",
      "ΐ",
      "ﬀ",
      "ﬃ",
      "ᲀ",
      "å",
      "Å",
    ];
    const unit = fc.constantFrom(...few, "\u0301", "\u0307", "\u0308", ".", "1");
    const law = fc.property(fc.string({ unit, maxLength: 6 }), (text) => {
      const [name, composed] = [loginName(text), text.normalize("NFC")];
      expect([name, composed.toLowerCase(), composed.toUpperCase()].map(loginName)).toEqual([name, name, name]);
      expect([composed, text.normalize("NFD")].map(loginName)).toEqual([name, name]);
    });
    fc.assert(law, { numRuns: 2000 });
  });

  it("of a username or an e-mail has no character that nobody sees, and its domain is ASCII", () => {
    const broken: string[] = [];
    for (let code = 0; code <= 0x10_ff_ff; code += 1) {
      const letter = String.fromCodePoint(code);
      const names = [parseUsername(`ad${letter}a`), parseEmail(`ad${letter}a@example.com`)];
      const texts = names.filter((name) => name.isOk()).flatMap(({ value }) => [value, loginName(value)]);
      const hasUnseen = texts.some((text) => /[\p{C}\p{Default_Ignorable_Code_Point}]/u.test(text));
      const domain = parseEmail(`ada@exa${letter}mple.com`).unwrapOr("");
      if (hasUnseen || /[^!-~]/.test(domain)) broken.push(letter);
    }
    expect(broken).toEqual([]);
  });

  it("of a username has no @, and of an e-mail has one, so that neither is the other", () => {
    const law = fc.property(uglyString(), uglyString(), (one, other) => {
      for (const text of [one, `${one}@${other}.com`, `ada${one}`, `ada${one}@example.com`]) {
        parseUsername(text).map((username) => expect(loginName(username)).not.toContain("@"));
        parseEmail(text).map((email) => expect(loginName(email)).toContain("@"));
      }
    });
    fc.assert(law, { numRuns: 2000 });
  });
});

describe("what is no text", () => {
  const parsers = [
    parseUsername,
    parseEmail,
    parseName,
    parsePassword,
    parseLocalDate,
    parseMoney,
    parseTicker,
    (text: string, field: string) => parseKeyedRequest(text, "BUY 1 F", field),
  ] as const;

  it("is refused by every parser of text, and never taken for the text it could be written as", () => {
    const texts = fc.constantFrom("5.00", "ada@example.com", "AAPL", "1990-05-17", "correct horse battery");
    const boxed = texts.chain((text) => fc.constantFrom([text], Object(text), { toString: () => text }));
    const anything = fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true });
    const law = fc.property(fc.oneof(boxed, anything), fc.constantFrom(...parsers), (value, parse) => {
      fc.pre(typeof value !== "string" && value !== undefined);
      const parsed = parse(value as never, "it");
      expect(parsed.isErr() && parsed.error.problems).toEqual([
        { field: "it", rule: "text", message: "it must be text." },
      ]);
    });
    fc.assert(law, { numRuns: 1000 });
  });
});

describe("what a person writes", () => {
  it("is accepted or refused, and never throws; what was accepted is accepted again, unchanged", () => {
    const parsers = [parseUsername, parseEmail, parseName, parsePassword] as const;
    const law = fc.property(uglyString(), (text) => {
      for (const parse of parsers) {
        const parsed = parse(text);
        expect(parsed.andThen((value) => parse(value))).toEqual(parsed);
        expect(parsed.isOk() || parsed.error.problems.length === 1).toBe(true);
      }
    });
    fc.assert(law, { numRuns: 2000 });
  });
});
