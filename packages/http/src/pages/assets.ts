import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { Server } from "../typed-server.ts";

const PICO = fileURLToPath(import.meta.resolve("@picocss/pico/css/pico.classless.min.css"));
const OURS = fileURLToPath(new URL("assets/", import.meta.url));

/** How long a browser may keep a style sheet before it asks whether there is another one. */
const KEPT = "1h";

/** Styles and the icon, from this server itself: a page loads nothing from anywhere else. */
export async function registerAssets(pages: Server): Promise<void> {
  await pages.register(fastifyStatic, { root: OURS, prefix: "/assets/", index: false, maxAge: KEPT });
  pages.get("/assets/pico.css", (_request, reply) =>
    reply.sendFile("pico.classless.min.css", dirname(PICO), { maxAge: KEPT }),
  );
}
