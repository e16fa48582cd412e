export { systemClock } from "./clock.ts";
export { uuidIds } from "./ids.ts";
