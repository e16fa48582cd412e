export { oneATurn } from "./one-a-turn.ts";
export { timer } from "./timer.ts";
