import { describe, expect, it } from "vitest";
import { smtpServerAt } from "../../src/mail/smtp-url.ts";

const checks = (url: string) => smtpServerAt(url).connection.tls?.rejectUnauthorized;

describe("SMTP_URL", () => {
  it.each([
    { url: "smtp://mail.example", host: "mail.example", port: 587, secure: false, requireTLS: false },
    { url: "smtp://mail.example:25", host: "mail.example", port: 25, secure: false, requireTLS: false },
    { url: "smtps://mail.example", host: "mail.example", port: 465, secure: true, requireTLS: false },
    { url: "smtp://u:p@mail.example", host: "mail.example", port: 587, secure: false, requireTLS: true },
    { url: "smtp://u:p@127.0.0.1:1025", host: "127.0.0.1", port: 1025, secure: false, requireTLS: false },
    { url: "smtp://u:p@[::1]:1025", host: "::1", port: 1025, secure: false, requireTLS: false },
    { url: "smtp://u:p@mail?requireTLS=false", host: "mail", port: 587, secure: false, requireTLS: false },
  ])("$url says where to connect and how", ({ url, ...expected }) => {
    expect(smtpServerAt(url).connection).toMatchObject(expected);
  });

  it("names the user and the password, which may have any characters", () => {
    const { connection, secrets } = smtpServerAt("smtp://ada%40example.com:p%2F%3A%25@mail.example");
    expect(connection.auth).toEqual({ user: "ada@example.com", pass: "p/:%" });
    expect(secrets).toContain("p/:%");
  });

  it("has certificates checked, except this machine's own, unless it says otherwise", () => {
    expect(checks("smtps://mail.example")).toBe(true);
    expect(checks("smtps://localhost")).toBe(false);
    expect(checks("smtps://mail.example?tls.rejectUnauthorized=false")).toBe(false);
    expect(checks("smtps://localhost?tls.rejectUnauthorized=true")).toBe(true);
  });

  it.each([
    "",
    "mail.example",
    "http://mail.example",
    "smtp://",
    "smtp://mail?logger=true",
    "smtp://mail?requireTLS=1",
  ])("is refused as %j", (url) => {
    expect(() => smtpServerAt(url)).toThrow(/^SMTP_URL /);
  });
});
