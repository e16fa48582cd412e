export { keptDirectory, type KeptDirectoryOptions } from "./kept-directory.ts";
