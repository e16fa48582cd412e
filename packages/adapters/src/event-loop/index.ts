export { oneATurn } from "./one-a-turn.ts";
