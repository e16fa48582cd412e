import "./runtime.ts";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { alphaVantage, type AlphaVantageRequest } from "@bourse/adapters/alpha-vantage";
import { keptCloses } from "@bourse/adapters/daily-closes";
import { inMemoryPortfolios } from "@bourse/adapters/in-memory";
import { keptDirectory } from "@bourse/adapters/kept-directory";
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
  sqliteBudgetStore,
  sqliteCloseStore,
  sqliteLedger,
  sqliteProfileStore,
  sqliteQuoteStore,
  sqliteSessions,
} from "@bourse/adapters/sqlite";
import { listedStocks } from "@bourse/adapters/stock-list";
import { systemClock, uuidIds } from "@bourse/adapters/system";
import { createApp, type Ports, type StoreUnavailable } from "@bourse/core";
import closeWithGrace from "close-with-grace";
import { readConfig, type Config } from "./config.ts";
import { makeDataFolder } from "./data-folder.ts";
import { jwtSecret } from "./jwt-secret.ts";
import { createLogger, logEntry } from "./logger.ts";
import { createMetrics } from "./metrics.ts";
import { budgetView } from "./routes/health.ts";
import { createServer } from "./server.ts";

/** How long a shutdown waits for the requests under way, in milliseconds. */
const SHUTDOWN_TIME = 10_000;

const clock = systemClock();
const calendar = nyseCalendar();
let log = createLogger("info");
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
  const companies = { source: source.directory, fallback: listedStocks(), store: sqliteProfileStore(db) };
  return {
    name: "alpha-vantage",
    close: () => prices.close(),
    quotes,
    closes: keptCloses({ source: source.closes, store: sqliteCloseStore(db), calendar, ...keeping }),
    directory: keptDirectory({ ...companies, budget: budgetState, ...keeping }),
    budget: budgetState,
  };
}

/** Each source's prices, closes and count of requests in a file of their own: one source's must never pass for another's. */
function pricesFile(url: string, apiKey: string): string {
  const source = createHash("sha256").update(`${url}\n${apiKey}`).digest("hex");
  return `prices-${source.slice(0, 16)}.sqlite`;
}

function budgetPlan({ ALPHA_VANTAGE_PLAN: plan, ALPHA_VANTAGE_DAY_STARTS: hour, KEPT_FOR_TRADES }: Config): BudgetPlan {
  if (plan !== "free") return paidPlan(Number(plan));
  return { ...FREE_PLAN, keptForTrades: KEPT_FOR_TRADES, dayStartsAt: { ...FREE_PLAN.dayStartsAt, hour } };
}

async function start(): Promise<void> {
  const config = readConfig(process.env);
  log = createLogger(config.LOG_LEVEL);
  makeDataFolder(config.DATA_DIR);
  const secret = jwtSecret(config.JWT_SECRET, config.DATA_DIR);
  const database = openSqlite(join(config.DATA_DIR, "bourse.sqlite"));
  const ledger = sqliteLedger(database.db);
  const market = openMarket(config, (request) => {
    log.info(request, "outbound request");
    metrics.countOutbound(request);
  });
  const metrics = createMetrics(market.budget);
  const app = createApp(
    {
      accounts: sqliteAccounts(database.db),
      sessions: sqliteSessions(database.db),
      ledger,
      portfolios: inMemoryPortfolios(ledger, {
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
      return { status: state, database: state, quotes: market.name, requestBudget: budgetView(await market.budget()) };
    },
    metrics,
  });
  closeWithGrace({ delay: SHUTDOWN_TIME, logger: false }, async ({ err, signal }) => {
    if (err) log.fatal({ err }, "a bug brought the server down");
    else log.info({ signal }, "closing");
    await server.close();
    market.close();
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
