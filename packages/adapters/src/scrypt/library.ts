import * as exported from "scrypt-kdf";

/**
 * scrypt-kdf 4.0.0 exports one object, as its default; its type declarations name that object's functions as if they
 * were exported one by one. This is the one place that knows.
 */
export const scrypt: typeof exported = (exported as unknown as { readonly default: typeof exported }).default;
