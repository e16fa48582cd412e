import type { Ledger } from "@bourse/core";
import type { FastifyInstance } from "fastify";

/** What an outbound request says of itself once it is over: never its URL, which has the key. */
type OutboundRequest = {
  readonly function: string;
  readonly status: number | null;
  readonly milliseconds: number;
};

/** Where the time of a request goes, for whoever has a collector. Without one none of it is there, and costs nothing. */
export type Tracing = {
  /** A span for each request, by its route and never by its URL, within the trace that its `traceparent` names. */
  readonly watch: (server: FastifyInstance) => void;
  /** A span for each append, which waits for its turn and for the disk. */
  readonly traced: (ledger: Ledger) => Ledger;
  readonly tellOutbound: (request: OutboundRequest) => void;
  /** Sends what has not been sent. */
  readonly close: () => Promise<void>;
};
