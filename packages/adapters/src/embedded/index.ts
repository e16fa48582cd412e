export { openEmbedded, type Embedded, type EmbeddedOptions } from "./embedded.ts";
