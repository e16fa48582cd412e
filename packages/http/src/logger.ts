import { actionOf, formatMoney, isTrade, type Entry } from "@bourse/core";
import type { FastifyReply, FastifyRequest } from "fastify";
import { pino, type Logger } from "pino";

/**
 * JSON lines. A request is told by its route's pattern, never by its URL: paths and queries carry tokens and e-mails.
 * No header and no body is ever logged.
 */
export function createLogger(level: string, destination?: pino.DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
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
