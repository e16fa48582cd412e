/**
 * The passwords that are tried first. Promises:
 *
 * 1. `has` is true for those on the list, in any case, and false for a long text that nobody has chosen before.
 */
export interface CommonPasswords {
  has(password: string): boolean;
}
