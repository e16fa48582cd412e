/**
 * A text to look for. PostgreSQL holds none with a NUL in it, and refuses to be asked for one: what is found under it is
 * what is found under no name at all.
 */
export function lookedFor(text: string): string {
  return text.includes("\0") ? "" : text;
}
