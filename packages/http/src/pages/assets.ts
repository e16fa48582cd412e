import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import compress from "@fastify/compress";
import fastifyStatic from "@fastify/static";
import type { Server } from "../typed-server.ts";

const PICO = fileURLToPath(import.meta.resolve("@picocss/pico/css/pico.classless.min.css"));
const OURS = fileURLToPath(new URL("assets/", import.meta.url));

/** How long a browser may keep a style sheet before it asks whether there is another one. */
const KEPT = "1h";

/** Styles and the icon, from this server itself: a page loads nothing from anywhere else. */
export async function registerAssets(pages: Server): Promise<void> {
  await pages.register(async (assets: Server) => {
    // Only here, in a scope of their own. A page holds secrets beside text that somebody else may have chosen, and how
    // short both become together would tell of the secrets.
    await assets.register(compress, { globalDecompression: false });
    await assets.register(fastifyStatic, { root: OURS, prefix: "/assets/", index: false, maxAge: KEPT });
    assets.get("/assets/pico.css", (_request, reply) =>
      reply.sendFile("pico.classless.min.css", dirname(PICO), { maxAge: KEPT }),
    );
  });
}
