import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ConfigSchema, readConfig } from "../../src/config.ts";

const TEMPLATE = readFileSync(new URL("../../../../.env.template", import.meta.url), "utf8");

type Variable = { readonly description: string; readonly default?: boolean | number | string };
const VARIABLES = Object.entries<unknown>(ConfigSchema.properties) as [string, Variable][];

/** A paragraph of comments that ends in `#NAME=value`. */
const PARAGRAPH = /^((?:# .+\n)+)#([A-Z_]+)=(.*)$/gm;

describe(".env.template", () => {
  const told = [...TEMPLATE.matchAll(PARAGRAPH)].map(([, comment = "", name = "", value = ""]) => ({
    name,
    value,
    meaning: comment.replaceAll(/^# /gm, "").replaceAll("\n", " ").trim(),
  }));

  it("tells every variable that the server reads, in its words and with its default", () => {
    const expected = VARIABLES.map(([name, { description, default: value = "" }]) => ({
      name,
      value: String(value),
      meaning: description,
    }));
    expect(told).toEqual(expected);
  });

  it("sets nothing until a line is uncommented", () => {
    expect(TEMPLATE.split("\n").filter((line) => line !== "" && !line.startsWith("#"))).toEqual([]);
  });
});

describe("the configuration", () => {
  it("without any variable is the defaults", () => {
    const defaults = VARIABLES.filter(([, variable]) => variable.default !== undefined);
    const expected = Object.fromEntries(defaults.map(([name, variable]) => [name, variable.default]));
    expect(readConfig({})).toEqual(expected);
    expect(readConfig({ PORT: "", JWT_SECRET: "" })).toEqual(expected);
  });

  it("reads numbers and truth from text", () => {
    expect(readConfig({ PORT: "8080", TRUST_PROXY: "true", MINIMUM_AGE: "0" })).toMatchObject({
      PORT: 8080,
      TRUST_PROXY: true,
      MINIMUM_AGE: 0,
    });
  });

  it.each([
    ["PORT", "http"],
    ["PORT", "65536"],
    ["PORT", "80.5"],
    ["JWT_SECRET", "x".repeat(31)],
    ["SESSION_LIFETIME", "59"],
    ["MINIMUM_AGE", "-1"],
    ["OPERATORS", "ada,"],
    ["DATABASE_URL", "mysql://bourse:secret@db.example.com/bourse"],
    ["PUBLIC_URL", "bourse.example.com"],
    ["SMTP_URL", "http://mail.example.com"],
    ["MAIL_FROM", "nobody"],
    ["MAX_QUOTE_AGE", "0"],
    ["ALPHA_VANTAGE_URL", "ftp://example.com"],
    ["TRUST_PROXY", "perhaps"],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4318"],
    ["LOG_LEVEL", "loud"],
  ])("with %s=%s is refused by the variable's name", (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^The configuration is wrong: ${name} must .+\\.$`));
    expect(() => readConfig({ [name]: value })).not.toThrow(value);
  });

  it("with DATABASE_URL is refused without the secret that all servers share", () => {
    const DATABASE_URL = "postgres://bourse:secret@db.example.com/bourse";
    const rule = "JWT_SECRET must be set with DATABASE_URL: all servers have to sign alike";
    expect(() => readConfig({ DATABASE_URL })).toThrow(`The configuration is wrong: ${rule}.`);
    const JWT_SECRET = "x".repeat(32);
    expect(readConfig({ DATABASE_URL, JWT_SECRET })).toMatchObject({ DATABASE_URL, JWT_SECRET });
  });
});
