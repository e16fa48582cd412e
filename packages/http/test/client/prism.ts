import { getHttpOperationsFromSpec } from "@stoplight/prism-http";
import { createServer } from "@stoplight/prism-http-server";
import { pino } from "pino";
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
  // It tells what it finds to its log alone: of a status that is not told as a warning.
  const write = (line: string): void => {
    const { msg = "" } = JSON.parse(line) as { msg?: string };
    if (/^(?:Violation|Request terminated)/.test(msg)) violations.push(msg);
  };
  const logger = pino({ level: "warn" }, { write });
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
