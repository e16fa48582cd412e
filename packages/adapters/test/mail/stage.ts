import { smtpMail, type MailFailure, type SmtpMail, type SmtpMailOptions } from "@bourse/adapters/mail";
import type { SMTPServerOptions } from "smtp-server";
import { expect, onTestFinished, vi } from "vitest";
import { mailServer, type MailServer } from "./server.ts";

/** Tries again at once, and more often than any test needs. */
export const AGAIN: readonly number[] = Array.from({ length: 1000 }, () => 5);

export type Stage = { readonly mail: SmtpMail; readonly failures: readonly MailFailure[] };

/** Mail to a server, with all that could not be delivered; closed when the test ends. */
export function mailTo(port: number, options: Partial<SmtpMailOptions> = {}): Stage {
  const failures: MailFailure[] = [];
  const mail = smtpMail({
    url: `smtp://127.0.0.1:${port}`,
    from: "Bourse <bourse@brokerage.example>",
    publicUrl: () => "http://127.0.0.1:3000",
    onFailure: (failure) => failures.push(failure),
    waits: [],
    ...options,
  });
  onTestFinished(() => mail.close(0));
  return { mail, failures };
}

export async function serverWith(options: SMTPServerOptions = {}, port = 0): Promise<MailServer> {
  const server = await mailServer(options, port);
  onTestFinished(() => server.close());
  return server;
}

/** Waits for what comes sooner or later; how long is nobody's business. */
export function eventually<Value>(check: () => Value): Promise<Awaited<Value>> {
  return vi.waitFor(check, { timeout: 30_000, interval: 5 }) as Promise<Awaited<Value>>;
}

export async function receivedBy(server: MailServer, count = 1): Promise<ReturnType<MailServer["received"]>> {
  await eventually(() => expect(server.received()).toHaveLength(count));
  return server.received();
}
