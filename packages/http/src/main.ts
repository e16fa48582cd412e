import "./runtime.ts";
import { join } from "node:path";
import { listedCommonPasswords } from "@bourse/adapters/common-passwords";
import type { AlphaVantageRequest } from "@bourse/adapters/alpha-vantage";
import { inMemoryPortfolios } from "@bourse/adapters/in-memory";
import { fileMail, smtpMail, type SmtpMail } from "@bourse/adapters/mail";
import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import { scryptPasswords } from "@bourse/adapters/scrypt";
import { randomResetTokens, systemClock, uuidIds } from "@bourse/adapters/system";
import { createApp, type Ports, type StoreUnavailable } from "@bourse/core";
import closeWithGrace from "close-with-grace";
import { readConfig, type Config } from "./config.ts";
import { makeDataFolder } from "./wiring/data-folder.ts";
import { jwtSecret } from "./jwt-secret.ts";
import { createLogger, logEntry, logFatal, standardOutput } from "./logger.ts";
import { logMailFailure } from "./mail-log.ts";
import { createMetrics } from "./metrics.ts";
import { logVacantOperators } from "./operators.ts";
import { policyOf } from "./policy.ts";
import { portOf, publicUrl } from "./public-url.ts";
import { healthOf } from "./routes/health.ts";
import { createServer } from "./server.ts";
import { told } from "./told.ts";
import type { Tracing } from "./tracing.ts";
import { openMarket } from "./wiring/market.ts";
import { openPostgresStore } from "./wiring/postgres-store.ts";
import { openSqliteStore } from "./wiring/sqlite-store.ts";
import type { Store } from "./wiring/store.ts";

/** How long a shutdown waits for the requests under way, in milliseconds. */
const SHUTDOWN_TIME = 10_000;

const clock = systemClock();
const calendar = nyseCalendar();
const output = standardOutput();
let log = createLogger("info", output);
async function openStore(config: Config): Promise<Store> {
  const { DATABASE_URL: url } = config;
  return url === undefined ? openSqliteStore(config, log, clock) : openPostgresStore(url, config, log, clock);
}

/** Mail for people, or for whoever runs the server to look at. */
function openMail(config: Config, port: () => number): Ports["mail"] & Partial<SmtpMail> {
  const links = { publicUrl: () => publicUrl({ ...config, PORT: port() }) };
  const common = { from: config.MAIL_FROM, ...links, onFailure: logMailFailure(log) };
  if (config.SMTP_URL !== undefined) return smtpMail({ ...common, url: config.SMTP_URL });
  const onWritten = ({ path }: { readonly path: string }) => log.info({ path }, "mail kept as a file");
  return fileMail({ ...common, folder: join(config.DATA_DIR, "mail"), onWritten });
}

/** Whoever has no collector does not even load what would speak to one. */
async function openTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }: Config): Promise<Tracing | null> {
  if (endpoint === undefined) return null;
  const { otlpTracing } = await import("./otlp-tracing.ts");
  return otlpTracing(endpoint, (trouble) => log.warn({ trouble }, "traces cannot be sent"));
}

async function start(): Promise<void> {
  const config = readConfig(process.env);
  log = createLogger(config.LOG_LEVEL, output);
  makeDataFolder(config.DATA_DIR);
  const secret = jwtSecret(config.JWT_SECRET, config.DATA_DIR);
  const store = await openStore(config);
  const { accounts, attempts, resets, sessions, isShared } = store;
  const tracing = await openTracing(config);
  const mail = openMail(config, () => portOf(server) ?? config.PORT);
  const policy = policyOf(config);
  const onRequest = (request: AlphaVantageRequest): void => {
    log.info(request, "outbound request");
    metrics.countOutbound(request);
    tracing?.tellOutbound(request);
  };
  const metrics = createMetrics(async () => market.budget());
  /** Nobody who asks for a price is told; whoever runs the server is. */
  const onStoreFailure = ({ cause }: StoreUnavailable): void => {
    log.error({ err: cause }, "prices cannot be kept");
    metrics.countPriceStoreFailure();
  };
  const market = await openMarket(config, { store, clock, calendar, onStoreFailure, onRequest });
  const ledger = metrics.timedLedger(tracing?.traced(store.ledger) ?? store.ledger);
  const app = createApp(
    {
      accounts,
      sessions,
      attempts,
      resets,
      resetTokens: randomResetTokens(),
      mail,
      ledger,
      portfolios: inMemoryPortfolios(ledger, {
        capacity: config.ACCOUNTS_IN_MEMORY,
        isShared,
        onRecorded: (entry) => {
          logEntry(log, entry);
          metrics.countEntry(entry);
        },
      }),
      quotes: market.quotes,
      closes: market.closes,
      directory: market.directory,
      calendar,
      passwords: metrics.countedPasswords(scryptPasswords()),
      commonPasswords: listedCommonPasswords(),
      clock,
      ids: uuidIds(),
    },
    policy,
  );
  const [trustProxy, limits] = [config.TRUST_PROXY, { requestsPerMinute: config.RATE_LIMIT }];
  const health = healthOf(store, market);
  const server = await createServer({
    app,
    jwtSecret: secret,
    logger: log,
    trustProxy,
    limits,
    health,
    metrics,
    tracing,
  });
  closeWithGrace({ delay: SHUTDOWN_TIME, logger: false }, async ({ err, signal }) => {
    if (err) log.fatal({ err }, "a bug brought the server down");
    else log.info({ signal }, "closing");
    await server.close();
    await mail.close?.();
    await market.close();
    await store.close();
    await tracing?.close();
  });
  await logVacantOperators(log, accounts, policy.operators);
  const listening = server.listen({
    host: config.HOST,
    port: config.PORT,
    listenTextResolver: (url) => `Bourse is open at ${url}, its docs at ${url}/docs`,
  });
  await listening.catch((cause: unknown) => {
    throw new Error("HOST and PORT must be an address and a free port of this machine", { cause });
  });
}

try {
  await start();
} catch (error) {
  logFatal(told(error));
  process.exitCode = 1;
  process.exit();
}
