export { systemClock } from "./clock.ts";
export { makeLastingFolder } from "./folder.ts";
export { uuidIds } from "./ids.ts";
export { randomResetTokens } from "./reset-tokens.ts";
