import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileMail, smtpMail } from "@bourse/adapters/mail";
import type { Mail } from "@bourse/core";
import { verifyContract } from "@bourse/testkit";
import { mailContract, type MailSubject } from "@bourse/testkit/contracts";
import { describe, expect, it, vi } from "vitest";
import { mailServer } from "./server.ts";

const FROM = "Bourse <bourse@localhost>";
const publicUrl = () => "http://127.0.0.1:3000";

const ignored = () => undefined;

async function smtpSubject(): Promise<MailSubject> {
  const server = await mailServer();
  const options = { url: `smtp://127.0.0.1:${server.port}`, from: FROM, publicUrl };
  let taken = 0;
  let givenUp = 0;
  const mail = smtpMail({ ...options, onFailure: () => (givenUp += 1) });
  const refused = new Set<unknown>();
  const port: Mail = {
    send: (letter) =>
      mail
        .send(letter)
        .andTee(() => (taken += 1))
        .orTee((error) => refused.add(error)),
    forget: (address) => mail.forget(address),
  };
  const failing = smtpMail({ ...options, onFailure: ignored });
  await failing.close();
  return {
    port,
    failing,
    delivered: async () => {
      await vi.waitFor(() => expect(server.received().length + givenUp - refused.size).toBe(taken), 30_000);
      return server.received();
    },
    kept: async () => [],
    dispose: async () => {
      await mail.close();
      await server.close();
    },
  };
}

async function fileSubject(): Promise<MailSubject> {
  const parent = mkdtempSync(join(tmpdir(), "bourse-mail-"));
  const options = { from: FROM, publicUrl, onWritten: ignored, onFailure: ignored };
  const folder = join(parent, "mail");
  writeFileSync(join(parent, "no-folder"), "");
  const kept = async () =>
    readdirSync(folder).map((name) => {
      const [head = "", ...text] = readFileSync(join(folder, name), "utf8").split("\n\n");
      return { to: [/^To: (.*)$/m.exec(head)?.[1] ?? ""], text: text.join("\n\n") };
    });
  return {
    port: fileMail({ ...options, folder }),
    failing: fileMail({ ...options, folder: join(parent, "no-folder") }),
    delivered: kept,
    kept,
    dispose: async () => rmSync(parent, { recursive: true }),
  };
}

describe("by SMTP", () => {
  verifyContract(mailContract, smtpSubject, { describe, it });
});

describe("into files", () => {
  verifyContract(mailContract, fileSubject, { describe, it });
});
