import type { Part } from "./part.ts";
import { simulation } from "./simulation/index.ts";

/** In the order in which they run. */
export const PARTS: readonly Part[] = [simulation];
