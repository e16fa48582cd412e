export { scryptPasswords, type ScryptOptions } from "./passwords.ts";
export type { ScryptParameters } from "./parameters.ts";
