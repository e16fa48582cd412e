import "./runtime.ts";
import { join } from "node:path";
import { alphaVantage, type AlphaVantageRequest } from "@bourse/adapters/alpha-vantage";
import { listedCommonPasswords } from "@bourse/adapters/common-passwords";
import { keptCloses } from "@bourse/adapters/daily-closes";
import { inMemoryPortfolios } from "@bourse/adapters/in-memory";
import { keptDirectory } from "@bourse/adapters/kept-directory";
import { fileMail, smtpMail, type SmtpMail } from "@bourse/adapters/mail";
import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import { cachedQuotes } from "@bourse/adapters/quote-cache";
import {
  FREE_PLAN,
  paidPlan,
  requestBudget,
  tickerDemand,
  type BudgetPlan,
  type BudgetState,
} from "@bourse/adapters/request-budget";
import { scryptPasswords } from "@bourse/adapters/scrypt";
import { simulatedMarket } from "@bourse/adapters/simulated-market";
import {
  openSqlite,
  sqliteAccounts,
  sqliteAttempts,
  sqliteBudgetStore,
  sqliteCloseStore,
  sqliteLedger,
  sqlitePasswordResets,
  sqliteProfileStore,
  sqliteQuoteStore,
  sqliteSessions,
} from "@bourse/adapters/sqlite";
import { listedStocks } from "@bourse/adapters/stock-list";
import { randomResetTokens, systemClock, uuidIds } from "@bourse/adapters/system";
import { createApp, type Ports, type StoreUnavailable } from "@bourse/core";
import closeWithGrace from "close-with-grace";
import { readConfig, type Config } from "./config.ts";
import { brokerageFile, makeDataFolder, pricesFile } from "./data-folder.ts";
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

/** How long a shutdown waits for the requests under way, in milliseconds. */
const SHUTDOWN_TIME = 10_000;

const clock = systemClock();
const calendar = nyseCalendar();
const output = standardOutput();
let log = createLogger("info", output);
/** Nobody who asks for a price is told; whoever runs the server is. */
const onStoreFailure = ({ cause }: StoreUnavailable): void => log.error({ err: cause }, "prices cannot be kept");
const keeping = { clock, onStoreFailure };

type Market = Pick<Ports, "closes" | "directory" | "quotes"> & {
  readonly name: string;
  readonly close: () => void;
  readonly budget: () => Promise<BudgetState | null>;
};

function openMarket(config: Config, onRequest: (request: AlphaVantageRequest) => void): Market {
  const { ALPHA_VANTAGE_API_KEY: apiKey, ALPHA_VANTAGE_PLAN: plan } = config;
  if (apiKey === undefined) {
    const market = simulatedMarket({ clock, calendar });
    const nothing = { close: () => undefined, budget: async () => null };
    return { name: "simulated", quotes: market, closes: market, directory: listedStocks(), ...nothing };
  }
  const prices = openSqlite(join(config.DATA_DIR, pricesFile(config.ALPHA_VANTAGE_URL, apiKey)));
  const { db } = prices;
  const demand = tickerDemand();
  const budget = requestBudget({ store: sqliteBudgetStore(db), clock, plan: budgetPlan(config), demand });
  const budgetState = async (): Promise<BudgetState | null> => (await budget.state()).unwrapOr(null);
  const source = alphaVantage({
    apiKey,
    url: config.ALPHA_VANTAGE_URL,
    clock,
    calendar,
    budget,
    entitlement: config.ALPHA_VANTAGE_ENTITLEMENT,
    bulk: plan !== "free",
    onRequest,
  });
  const quotes = cachedQuotes({
    source: source.quotes,
    store: sqliteQuoteStore(db),
    calendar,
    demand,
    maxQuoteAge: config.MAX_QUOTE_AGE,
    capacity: config.QUOTES_IN_MEMORY,
    together: plan !== "free",
    ...keeping,
  });
  const closes = { source: source.closes, store: sqliteCloseStore(db), calendar, budget: budgetState };
  const store = sqliteProfileStore(db);
  const companies = { source: source.directory, fallback: listedStocks(), store, budget: budgetState };
  // A free key's next request may be made only after the time that anybody would wait.
  const patience = plan === "free" ? 0 : 2000;
  return {
    name: "alpha-vantage",
    close: () => prices.close(),
    quotes,
    closes: keptCloses({ ...closes, ...keeping }),
    directory: keptDirectory({ ...companies, patience, ...keeping }),
    budget: budgetState,
  };
}

function budgetPlan({ ALPHA_VANTAGE_PLAN: plan, ALPHA_VANTAGE_DAY_STARTS: hour, KEPT_FOR_TRADES }: Config): BudgetPlan {
  if (plan !== "free") return paidPlan(Number(plan));
  return { ...FREE_PLAN, keptForTrades: KEPT_FOR_TRADES, dayStartsAt: { ...FREE_PLAN.dayStartsAt, hour } };
}

/** Mail for people, or for whoever runs the server to look at. */
function openMail(config: Config, port: () => number): Ports["mail"] & Partial<SmtpMail> {
  const links = { publicUrl: () => publicUrl({ ...config, PORT: port() }) };
  const common = { from: config.MAIL_FROM, ...links, onFailure: logMailFailure(log) };
  if (config.SMTP_URL !== undefined) return smtpMail({ ...common, url: config.SMTP_URL });
  const onWritten = ({ path }: { readonly path: string }) => log.info({ path }, "mail kept as a file");
  return fileMail({ ...common, folder: join(config.DATA_DIR, "mail"), onWritten });
}

async function start(): Promise<void> {
  const config = readConfig(process.env);
  log = createLogger(config.LOG_LEVEL, output);
  makeDataFolder(config.DATA_DIR);
  const secret = jwtSecret(config.JWT_SECRET, config.DATA_DIR);
  const database = openSqlite(brokerageFile(config.DATA_DIR), (cause) =>
    log.fatal({ err: cause }, "the disk failed: nothing more is written until the server is started again"),
  );
  const [{ db }, { ACCOUNTS_IN_MEMORY: capacity }] = [database, config];
  const [accounts, ledger] = [sqliteAccounts(db, { capacity }), sqliteLedger(db)];
  const mail = openMail(config, () => portOf(server) ?? config.PORT);
  const policy = policyOf(config);
  const market = openMarket(config, (request) => {
    log.info(request, "outbound request");
    metrics.countOutbound(request);
  });
  const metrics = createMetrics(market.budget);
  const app = createApp(
    {
      accounts,
      sessions: sqliteSessions(db, { capacity }),
      attempts: sqliteAttempts(db, clock),
      resets: sqlitePasswordResets(db),
      resetTokens: randomResetTokens(),
      mail,
      ledger,
      portfolios: inMemoryPortfolios(ledger, {
        capacity,
        onRecorded: (entry) => {
          logEntry(log, entry);
          metrics.countEntry(entry);
        },
      }),
      quotes: market.quotes,
      closes: market.closes,
      directory: market.directory,
      calendar,
      passwords: scryptPasswords(),
      commonPasswords: listedCommonPasswords(),
      clock,
      ids: uuidIds(),
    },
    policy,
  );
  const [trustProxy, limits] = [config.TRUST_PROXY, { requestsPerMinute: config.RATE_LIMIT }];
  const health = healthOf(database, market);
  const server = await createServer({ app, jwtSecret: secret, logger: log, trustProxy, limits, health, metrics });
  closeWithGrace({ delay: SHUTDOWN_TIME, logger: false }, async ({ err, signal }) => {
    if (err) log.fatal({ err }, "a bug brought the server down");
    else log.info({ signal }, "closing");
    await server.close();
    await mail.close?.();
    market.close();
    database.close();
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
