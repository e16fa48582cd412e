import { describe, expect, it } from "vitest";
import { ConfigError, ConfigSchema, readConfig } from "../src/config.ts";

/** What each variable that can be wrong must not be. */
const WRONG: Readonly<Record<string, readonly string[]>> = {
  PORT: ["-1", "65536", "3000.5", "http", "NaN", "1e99", "true", "::1"],
  DATABASE_URL: [
    "mysql://bourse@host/bourse",
    "bourse.sqlite",
    "postgres://host",
    "postgres://host/",
    "postgres://ada:5%@host/bourse",
    "postgres://ho st/bourse",
  ],
  DATABASE_CONNECTIONS: ["0", "1001", "1.5", "many"],
  JWT_SECRET: ["a-secret-of-31-characters-at-mo", "short-secret"],
  SESSION_LIFETIME: ["0", "59", "31536001", "1.5", "a day", "-86400"],
  MINIMUM_AGE: ["-1", "121", "20.5", "twenty-one"],
  OPERATORS: [",", "ada,", ",ada", "ada,,bob", "ada; bob", "ada@example.com", "019AA3F0-5C1E-7B6A-9F5E-3D2C1B0A9E8F"],
  PUBLIC_URL: [
    "bourse.example.com",
    "https://bourse.example.com/",
    "https://bourse.example.com/here/",
    "https://bourse.example.com?a=b",
    "https://bourse.example.com#here",
    "https://ada:secret@bourse.example.com",
    "ftp://bourse.example.com",
    "https://",
  ],
  SMTP_URL: ["mail.example.com", "http://mail.example.com", "smtp://", "smtp:mail", "smtp://ada:5%@mail", "smtp://a b"],
  MAIL_FROM: ["bourse", "@localhost", "Bourse <bourse>", "<bourse@localhost>", "a@b.com, c@d.com", "a@b\r\nBcc: c@d"],
  MAX_QUOTE_AGE: ["0", "-900", "0.5", "31536001", "15 min"],
  ALPHA_VANTAGE_URL: [
    "alphavantage.co",
    "ftp://alphavantage.co",
    "https://",
    "https://a b",
    "//host/query",
    "https://me:secret@host/query",
  ],
  ALPHA_VANTAGE_PLAN: ["premium", "76", "FREE"],
  ALPHA_VANTAGE_ENTITLEMENT: ["real-time", "yes"],
  ALPHA_VANTAGE_DAY_STARTS: ["-1", "24", "midnight", "1.5"],
  KEPT_FOR_TRADES: ["-1", "26", "half"],
  ACCOUNTS_IN_MEMORY: ["0", "1000001", "-1", "0.5", "all"],
  QUOTES_IN_MEMORY: ["0", "1000001", "all"],
  RATE_LIMIT: ["-1", "1000001", "0.5", "none"],
  TRUST_PROXY: ["yes", "1", "TRUE", "10.0.0.1"],
  OTEL_EXPORTER_OTLP_ENDPOINT: ["localhost:4318", "grpc://localhost:4317", "http://", "http://me:secret@host:4318"],
  LOG_LEVEL: ["verbose", "INFO", "warning", "5"],
};

/** What any text will do for. */
const ANY_TEXT = ["HOST", "DATA_DIR", "ALPHA_VANTAGE_API_KEY"];

function refusal(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "";
}

describe("the configuration", () => {
  it.each(Object.entries(WRONG))("refuses a wrong %s by name, and never repeats the value", (name, values) => {
    for (const value of values) {
      const message = refusal({ [name]: value });
      expect(message, value).toMatch(new RegExp(`^The configuration is wrong: ${name} `));
      expect(message.split(/[\s(),;]+/), value).not.toContain(value);
      expect(value.length > 3 && message.includes(value), value).toBe(false);
    }
  });

  it("names everything that is wrong at once", () => {
    const environment = Object.fromEntries(Object.entries(WRONG).map(([name, [value = ""]]) => [name, value]));
    const message = refusal(environment);
    for (const name of Object.keys(WRONG)) expect(message).toContain(`${name} `);
  });

  it("tries every variable that it reads", () => {
    expect(Object.keys(ConfigSchema.properties).toSorted()).toStrictEqual(
      [...Object.keys(WRONG), ...ANY_TEXT].toSorted(),
    );
  });

  it("needs nothing, and takes what is empty as not set", () => {
    const unset = Object.fromEntries(Object.keys(ConfigSchema.properties).map((name) => [name, ""]));
    for (const environment of [{}, unset]) {
      expect(readConfig(environment)).toStrictEqual({
        PORT: 3000,
        HOST: "127.0.0.1",
        DATA_DIR: "./data",
        DATABASE_CONNECTIONS: 10,
        SESSION_LIFETIME: 86_400,
        MINIMUM_AGE: 21,
        MAIL_FROM: "Bourse <bourse@localhost>",
        MAX_QUOTE_AGE: 900,
        ALPHA_VANTAGE_URL: "https://www.alphavantage.co/query",
        ALPHA_VANTAGE_PLAN: "free",
        ALPHA_VANTAGE_DAY_STARTS: 0,
        KEPT_FOR_TRADES: 5,
        ACCOUNTS_IN_MEMORY: 10_000,
        QUOTES_IN_MEMORY: 10_000,
        TRUST_PROXY: false,
        RATE_LIMIT: 6000,
        LOG_LEVEL: "info",
      });
    }
  });

  it("takes whom, where and by what to send as people write them", () => {
    const right: Readonly<Record<string, readonly string[]>> = {
      OPERATORS: ["ada", "Ada, bob ,019aa3f0-5c1e-7b6a-9f5e-3d2c1b0a9e8f", "żółw"],
      PUBLIC_URL: ["http://localhost:3000", "https://example.com/bourse", "http://[::1]:3000"],
      SMTP_URL: [
        "smtp://localhost",
        "smtps://ada%40example.com:p%25ss@mail.example.com:465",
        "smtp://m?requireTLS=true",
      ],
      MAIL_FROM: ["bourse@example.com", "The Bourse <bourse@example.com>", "Börse <bourse@example.com>"],
    };
    for (const [name, values] of Object.entries(right)) {
      for (const value of values) expect(readConfig({ [name]: value })).toHaveProperty(name, value);
    }
  });

  it("reads numbers and truths from text, and nothing that is not its own", () => {
    const environment = { PORT: "0", MINIMUM_AGE: "0", TRUST_PROXY: "true", LOG_LEVEL: "silent", PATH: "/bin" };
    expect(readConfig(environment)).toMatchObject({ PORT: 0, MINIMUM_AGE: 0, TRUST_PROXY: true, LOG_LEVEL: "silent" });
    expect(readConfig(environment)).not.toHaveProperty("PATH");
  });
});
