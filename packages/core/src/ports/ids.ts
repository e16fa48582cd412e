/**
 * New names for things. Promises:
 *
 * 1. No two are equal, in this process or another.
 * 2. Each is a UUID in lower case; a later one sorts after an earlier one of the same process.
 */
export interface Ids {
  next(): string;
}
