import type { FastifyInstance } from "fastify";
import type { Config } from "./config.ts";

/** What a server that listens on is reached by from this machine alone, or by no name at all. */
const HERE: ReadonlySet<string> = new Set(["127.0.0.1", "::1", "0.0.0.0", "::"]);

/** Where people reach the server. Never what a request says of it: whoever sends one could lead others astray. */
export function publicUrl({
  PUBLIC_URL,
  HOST,
  PORT,
}: Pick<Config, "HOST" | "PORT"> & { readonly PUBLIC_URL?: string }): string {
  if (PUBLIC_URL !== undefined) return PUBLIC_URL;
  const host = HERE.has(HOST) ? "localhost" : HOST.includes(":") ? `[${HOST}]` : HOST;
  return `http://${host}:${PORT}`;
}

/** The port that a server listens on; where PORT leaves it open, it is known only once the server does. */
export function portOf(server: Pick<FastifyInstance, "addresses">): number | undefined {
  const [address] = server.addresses();
  return typeof address === "object" ? address.port : undefined;
}
