import type { FastifyInstance } from "fastify";
import type { Config } from "./config.ts";

/** Every address of this machine: the server is reached by any, and this is the one that it knows. */
const EVERYWHERE: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);

/** Where people reach the server. Never what a request says of it: whoever sends one could lead others astray. */
export function publicUrl({
  PUBLIC_URL,
  HOST,
  PORT,
}: Pick<Config, "HOST" | "PORT"> & { readonly PUBLIC_URL?: string }): string {
  if (PUBLIC_URL !== undefined) return PUBLIC_URL;
  const host = EVERYWHERE.has(HOST) ? "localhost" : HOST.includes(":") ? `[${HOST}]` : HOST;
  return `http://${host}:${PORT}`;
}

/** The port that a server listens on; where PORT leaves it open, it is known only once the server does. */
export function portOf(server: Pick<FastifyInstance, "addresses">): number | undefined {
  const [address] = server.addresses();
  return typeof address === "object" ? address.port : undefined;
}
