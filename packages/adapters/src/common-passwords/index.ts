export { listedCommonPasswords } from "./listed.ts";
