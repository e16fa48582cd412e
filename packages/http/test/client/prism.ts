import { getHttpOperationsFromSpec } from "@stoplight/prism-http";
import { createServer } from "@stoplight/prism-http-server";
import type { Json } from "../support/document.ts";

export type Prism = {
  readonly url: string;
  /** Every way so far in which an answer was not one that the document allows. */
  readonly violations: () => readonly string[];
  readonly close: () => Promise<void>;
};

/**
 * Prism, which knows nothing of Bourse but its document, as a proxy before it: it passes every request on, and holds
 * every answer's status, media type, headers and body to what the document says of its operation.
 */
export async function prismBefore(document: Json, upstream: string): Promise<Prism> {
  const violations: string[] = [];
  const silent = (): void => undefined;
  // It tells what it finds to its log alone: of a status that is not told as a warning.
  const hear = (_: unknown, message = ""): void => {
    if (message.startsWith("Violation:") || message.startsWith("Request terminated")) violations.push(message);
  };
  const logger = {
    child: () => logger,
    debug: silent,
    error: hear,
    info: silent,
    success: silent,
    trace: silent,
    warn: hear,
  };
  const operations = await getHttpOperationsFromSpec(JSON.parse(JSON.stringify(document)));
  const config = {
    isProxy: true,
    upstream: new URL(upstream),
    upstreamProxy: undefined,
    validateRequest: false,
    checkSecurity: false,
    validateResponse: true,
    errors: false,
    mock: { dynamic: false },
  } as const;
  const server = createServer(operations, { cors: false, config, components: { logger } });
  const url = await server.listen(0, "127.0.0.1");
  return { url, violations: () => violations, close: () => server.close() };
}
