import { copy } from "./copy/index.ts";
import { crash } from "./crash/index.ts";
import { disk } from "./disk/index.ts";
import { overload } from "./overload/index.ts";
import { power } from "./power/index.ts";
import type { Part } from "./part.ts";
import { replicas } from "./replicas/index.ts";
import { schema } from "./schema/index.ts";
import { simulation } from "./simulation/index.ts";
import { stop } from "./stop/index.ts";
import { wire } from "./wire/index.ts";

/** In the order in which they run. */
export const PARTS: readonly Part[] = [simulation, crash, power, disk, wire, overload, stop, schema, copy, replicas];
