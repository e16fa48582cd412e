import "./runtime.ts";
import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { alphaVantageQuotes } from "@bourse/adapters/alpha-vantage";
import { inMemoryPortfolios } from "@bourse/adapters/in-memory";
import { scryptPasswords } from "@bourse/adapters/scrypt";
import { simulatedMarket } from "@bourse/adapters/simulated-market";
import { openSqlite, sqliteAccounts, sqliteLedger, sqliteSessions } from "@bourse/adapters/sqlite";
import { listedStocks } from "@bourse/adapters/stock-list";
import { systemClock, uuidIds } from "@bourse/adapters/system";
import { createApp, type QuoteSource } from "@bourse/core";
import closeWithGrace from "close-with-grace";
import { readConfig, type Config } from "./config.ts";
import { jwtSecret } from "./jwt-secret.ts";
import { createLogger, logEntry } from "./logger.ts";
import { createServer } from "./server.ts";

/** How long a shutdown waits for the requests under way, in milliseconds. */
const SHUTDOWN_TIME = 10_000;

const clock = systemClock();
let log = createLogger("info");

function quoteSource(config: Config): { readonly name: string; readonly quotes: QuoteSource } {
  const { ALPHA_VANTAGE_API_KEY: apiKey, ALPHA_VANTAGE_URL: url } = config;
  if (apiKey === undefined) return { name: "simulated", quotes: simulatedMarket({ clock, calendar }) };
  const quotes = alphaVantageQuotes({
    apiKey,
    url,
    clock,
    onRequest: (request) => log.info(request, "outbound request"),
  });
  return { name: "alpha-vantage", quotes };
}

function makeDataFolder(path: string): void {
  try {
    // Only where it must be: Node.js never returns from a recursive call for a folder that can never be.
    if (!existsSync(path)) mkdirSync(path, { recursive: !existsSync(dirname(path)), mode: 0o700 });
    accessSync(path, constants.W_OK);
  } catch (cause) {
    throw new Error("DATA_DIR must be a folder that can be written to", { cause });
  }
}

async function start(): Promise<void> {
  const config = readConfig(process.env);
  log = createLogger(config.LOG_LEVEL);
  makeDataFolder(config.DATA_DIR);
  const secret = jwtSecret(config.JWT_SECRET, config.DATA_DIR);
  const database = openSqlite(join(config.DATA_DIR, "bourse.sqlite"));
  const ledger = sqliteLedger(database.db);
  const { name, quotes } = quoteSource(config);
  const app = createApp(
    {
      accounts: sqliteAccounts(database.db),
      sessions: sqliteSessions(database.db),
      ledger,
      portfolios: inMemoryPortfolios(ledger, { onRecorded: (entry) => logEntry(log, entry) }),
      quotes,
      directory: listedStocks(),
      passwords: scryptPasswords(),
      clock,
      ids: uuidIds(),
    },
    {
      minimumAge: config.MINIMUM_AGE,
      maxQuoteAge: config.MAX_QUOTE_AGE,
      sessionLifetime: config.SESSION_LIFETIME,
    },
  );
  const server = await createServer({
    app,
    jwtSecret: secret,
    logger: log,
    trustProxy: config.TRUST_PROXY,
    health: async () => {
      const answers = database.isAlive();
      const state = answers ? ("ok" as const) : ("unavailable" as const);
      return { status: state, database: state, quotes: name };
    },
  });
  closeWithGrace({ delay: SHUTDOWN_TIME, logger: false }, async ({ err, signal }) => {
    if (err) log.fatal({ err }, "a bug brought the server down");
    else log.info({ signal }, "closing");
    await server.close();
    database.close();
  });
  const listening = server.listen({
    host: config.HOST,
    port: config.PORT,
    listenTextResolver: (url) => `Bourse is open at ${url}, its docs at ${url}/docs`,
  });
  await listening.catch((cause: unknown) => {
    throw new Error("HOST and PORT must be an address and a free port of this machine", { cause });
  });
}

/** The message with what it came from. */
function told(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message.replace(/\.$/, "")}: ${told(error.cause)}`;
}

try {
  await start();
} catch (error) {
  log.fatal(told(error));
  process.exitCode = 1;
  process.exit();
}
