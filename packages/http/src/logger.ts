import { fstatSync, writeSync } from "node:fs";
import { Socket } from "node:net";
import { actionOf, formatMoney, instant, isTrade, type Entry } from "@bourse/core";
import { LogController, type FastifyReply, type FastifyRequest } from "fastify";
import { pino, type Logger } from "pino";
import { isoTime } from "./schemas/iso-time.ts";

/** How much is written at once, in bytes, and how long it waits for that at most, in milliseconds. */
const [WRITTEN_AT_ONCE, WRITTEN_AFTER] = [8 * 1024, 100];
/** How much is kept of what cannot be written, in bytes: what comes after that is dropped. */
const MOST_UNWRITTEN = 1024 * 1024;

/**
 * Standard output, written to some lines at a time: each write takes as long as the line took to make. The last ones
 * are written when the process ends; a kill takes what came in its last tenth of a second.
 */
export function standardOutput(): pino.DestinationStream {
  const to = fstatSync(1);
  if (to.isFIFO() || to.isSocket()) return pipedOutput();
  const options = { minLength: WRITTEN_AT_ONCE, maxLength: MOST_UNWRITTEN, periodicFlush: WRITTEN_AFTER };
  const output = pino.destination({ fd: 1, sync: true, ...options });
  // Where it goes may be full, as a disk is: it is tried again with the lines that come, and no server ends for its log.
  output.on("error", () => undefined);
  // `flushSync` would try for ever where nothing can be written.
  process.once("exit", () => output.end());
  return output;
}

/** The same to a pipe: one that is full, since nobody reads it, would hold up whoever writes to it, and so all requests. */
function pipedOutput(): pino.DestinationStream {
  const pipe = new Socket({ fd: 1, readable: false, writable: true });
  let lines = "";
  const flush = (): void => {
    if (lines !== "" && !pipe.destroyed) pipe.write(lines);
    lines = "";
  };
  pipe.on("error", () => undefined);
  setInterval(flush, WRITTEN_AFTER).unref();
  process.once("exit", () => {
    try {
      // What does not fit is lost. Nothing is before it that is not written yet, unless nobody reads.
      if (pipe.writableLength === 0) writeSync(1, lines);
    } catch {
      // There is nobody left to tell.
    }
  });
  return {
    write: (line) => {
      if (lines.length + pipe.writableLength < MOST_UNWRITTEN) lines += line;
      if (lines.length >= WRITTEN_AT_ONCE) flush();
    },
  };
}

/** One line for each request, once it is answered; that one has come in is told at the level `debug`. */
export class RequestLog extends LogController {
  override incomingRequest(request: FastifyRequest): void {
    request.log.debug({ req: request }, "incoming request");
  }
  override requestCompleted(error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply): void {
    // To the microsecond: the digits beyond say nothing, and take as long to write as the rest of the line.
    const responseTime = Math.round(reply.elapsedTime * 1000) / 1000;
    const told = { req: request, res: reply, responseTime };
    if (error) reply.log.error({ ...told, err: error }, "request errored");
    else reply.log.info(told, "request completed");
  }
}

/**
 * JSON lines. A request is told by its route's pattern, never by its URL: paths and queries carry tokens and e-mails.
 * No header and no body is ever logged.
 */
export function createLogger(level: string, destination?: pino.DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${isoTime(instant(Date.now()))}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: {
      req: (request: FastifyRequest) => ({
        method: request.method,
        route: request.routeOptions?.url ?? "none",
        from: request.ip,
      }),
      res: (reply: FastifyReply) => ({ status: reply.statusCode }),
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Why a start failed: to standard error, where it is read whatever is logged. */
export function logFatal(reason: string): void {
  createLogger("fatal", pino.destination({ fd: 2, sync: true })).fatal(reason);
}

/** One line for each entry. */
export function logEntry(log: Logger, entry: Entry): void {
  const { accountId, seq, status } = entry;
  const amount = formatMoney(entry.amount);
  if (!isTrade(entry)) {
    log.info({ account: accountId, seq, what: status, amount }, "entry");
    return;
  }
  const { quantity, quote } = entry.trade;
  const trade = { action: actionOf(entry), ticker: quote.ticker, quantity, price: formatMoney(quote.price) };
  log.info({ account: accountId, seq, what: status, amount, ...trade }, "entry");
}
