/**
 * The text that is hashed, in NFC: one system's keyboard writes "é" as one code point and another's as two, and the
 * same password must open the account from both. NFKC would go further and make different passwords equal ("①" and
 * "1"), so it is not for passwords.
 *
 * Every character counts, also the two kinds that scrypt would lose: HMAC pads its key with zeros, so a NUL at the
 * end would not count, and UTF-8 writes every lone surrogate alike. A text with one of those is spelled in
 * hexadecimal, after a NUL, which no other text has.
 */
export function passphrase(password: string): string {
  const text = password.normalize("NFC");
  const plain = text.isWellFormed() && !text.includes("\0");
  return plain ? text : `\0${Buffer.from(text, "utf16le").toString("hex")}`;
}
