/** The ways in which a text may stand in something written: what must not tell it has none of them. */
export function encodingsOf(text: string): string[] {
  const asBytes = (["hex", "base64", "base64url"] as const).flatMap((encoding) =>
    (["utf8", "utf16le"] as const).map((bytes) => Buffer.from(text, bytes).toString(encoding).replace(/=+$/, "")),
  );
  return [text, Array.from(text).toReversed().join(""), ...asBytes];
}
