import { DEFAULT_POLICY } from "@bourse/core";
import { Ajv } from "ajv";
import { Type, type Static } from "typebox";
import { FORMATS } from "./config-formats.ts";
import { DATA_DIR } from "./wiring/data-folder.ts";
import { LIMITS } from "./limits.ts";

const YEAR_IN_SECONDS = 365 * 24 * 60 * 60;

/** Every variable the server reads. `.env.template` says the same for people, and a test holds the two together. */
export const ConfigSchema = Type.Object({
  PORT: Type.Integer({
    minimum: 0,
    maximum: 65_535,
    default: 3000,
    description: "The port to listen on; 0 takes any free one.",
  }),
  HOST: Type.String({
    default: "127.0.0.1",
    description: "The address to listen on; 0.0.0.0 opens it to the network.",
  }),
  DATA_DIR: Type.String({
    default: DATA_DIR,
    description: "Where the database, the made secret and unsent mail are kept.",
  }),
  DATABASE_URL: Type.Optional(
    Type.String({
      format: "postgres or postgresql URL with a database",
      description:
        "The PostgreSQL database that several servers share, as postgres://user:password@host:5432/bourse?sslmode=verify-full. Unset: SQLite in DATA_DIR.",
    }),
  ),
  DATABASE_CONNECTIONS: Type.Integer({
    minimum: 1,
    maximum: 1000,
    default: 10,
    description: "The most connections that one server holds to the database of DATABASE_URL.",
  }),
  JWT_SECRET: Type.Optional(
    Type.String({
      format: "at least 32 bytes",
      description:
        "Signs the sessions' tokens; at least 32 bytes, and with DATABASE_URL the same for every server. Unset: made once and kept in DATA_DIR.",
    }),
  ),
  SESSION_LIFETIME: Type.Integer({
    minimum: 60,
    maximum: YEAR_IN_SECONDS,
    default: DEFAULT_POLICY.sessionLifetime,
    description: "How long a sign-in lasts, in seconds.",
  }),
  MINIMUM_AGE: Type.Integer({
    minimum: 0,
    maximum: 120,
    default: DEFAULT_POLICY.minimumAge,
    description: "The age to open an account, in years; 0 turns the rule off and makes the date of birth optional.",
  }),
  OPERATORS: Type.Optional(
    Type.String({
      format: "account ids or usernames, with commas between them",
      description:
        "Who may blacklist, reinstate and look up any account: account ids or usernames, with commas between them.",
    }),
  ),
  PUBLIC_URL: Type.Optional(
    Type.String({
      format: "http or https URL that does not end in a slash",
      description:
        "Where people reach the server, for the links in mails, with no slash at the end. Unset: made of HOST and PORT.",
    }),
  ),
  SMTP_URL: Type.Optional(
    Type.String({
      format: "smtp or smtps URL",
      description: "The mail server, as smtp://user:password@host:587. Unset: each mail is a file in DATA_DIR/mail.",
    }),
  ),
  MAIL_FROM: Type.String({
    format: "e-mail address, alone or as Name <address>",
    default: "Bourse <bourse@localhost>",
    description: "Whom mails are from: an e-mail address, alone or as Name <address>.",
  }),
  MAX_QUOTE_AGE: Type.Integer({
    minimum: 1,
    maximum: YEAR_IN_SECONDS,
    default: DEFAULT_POLICY.maxQuoteAge,
    description: "How long ago a price may have been fetched for a trade to fill on it, in seconds.",
  }),
  ALPHA_VANTAGE_API_KEY: Type.Optional(
    Type.String({ description: "Your Alpha Vantage key. Unset: the simulated market, with no network." }),
  ),
  ALPHA_VANTAGE_URL: Type.String({
    format: "http or https URL",
    default: "https://www.alphavantage.co/query",
    description: "Where Alpha Vantage, or a server that speaks as it does, answers.",
  }),
  ALPHA_VANTAGE_PLAN: Type.Enum(["free", "75", "150", "300", "600", "1200"], {
    default: "free",
    description: "What your key allows: free, or a paid plan's 75, 150, 300, 600 or 1200 requests a minute.",
  }),
  ALPHA_VANTAGE_ENTITLEMENT: Type.Optional(
    Type.Enum(["delayed", "realtime"], {
      description: "delayed or realtime, for a paid key that has it. Unset: prices as of the end of the day.",
    }),
  ),
  ALPHA_VANTAGE_DAY_STARTS: Type.Integer({
    minimum: 0,
    maximum: 23,
    default: 0,
    description: "The hour in New York at which a key's day begins; Alpha Vantage does not publish it.",
  }),
  KEPT_FOR_TRADES: Type.Integer({
    minimum: 0,
    maximum: 25,
    default: 5,
    description: "Of a free key's 25 requests a day, how many only a trade may use.",
  }),
  ACCOUNTS_IN_MEMORY: Type.Integer({
    minimum: 1,
    maximum: 1_000_000,
    default: 10_000,
    description:
      "How many accounts are kept in memory, with their portfolios and sessions; all are kept in the database.",
  }),
  QUOTES_IN_MEMORY: Type.Integer({
    minimum: 1,
    maximum: 1_000_000,
    default: 10_000,
    description: "How many stocks' prices are kept in memory; all are kept in the database.",
  }),
  TRUST_PROXY: Type.Boolean({
    default: false,
    description:
      "Whether to believe what the nearest proxy says in X-Forwarded-*: true only behind one of your own. Otherwise all that one on this machine brings is counted at no address.",
  }),
  RATE_LIMIT: Type.Integer({
    minimum: 0,
    maximum: 1_000_000,
    default: LIMITS.requestsPerMinute,
    description: "Requests a minute from one address, this machine's own not counted; 0 allows any number.",
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: Type.Optional(
    Type.String({
      format: "http or https URL",
      description: "The OTLP collector that traces are sent to, as http://localhost:4318. Unset: nothing is traced.",
    }),
  ),
  LOG_LEVEL: Type.Enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"], {
    default: "info",
    description: "The least level that is logged.",
  }),
});

export type Config = Static<typeof ConfigSchema>;

/** The environment is not fit to start with; the message names each variable and its rule. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(`The configuration is wrong: ${problems.join("; ")}.`);
    this.name = "ConfigError";
  }
}

/** Reads the variables that are set to something. No message ever holds a value: some of them are secrets. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const config: Record<string, unknown> = {};
  for (const name of Object.keys(ConfigSchema.properties)) {
    const value = environment[name];
    if (value !== undefined && value !== "") config[name] = value;
  }
  const check = new Ajv({ coerceTypes: true, useDefaults: true, allErrors: true, formats: FORMATS }).compile<Config>(
    ConfigSchema,
  );
  if (check(config)) {
    if (config.DATABASE_URL === undefined || config.JWT_SECRET !== undefined) return config;
    throw new ConfigError(["JWT_SECRET must be set with DATABASE_URL: all servers have to sign alike"]);
  }
  throw new ConfigError(
    (check.errors ?? []).map(({ instancePath, message = "is not valid", params }) => {
      const allowed = "allowedValues" in params ? ` (${String(params["allowedValues"])})` : "";
      return `${instancePath.slice(1)} ${message}${allowed}`;
    }),
  );
}
