import { randomBytes } from "node:crypto";
import { chmod, mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { loginName, type Email, type Letter, type Mail, type MailUnavailable } from "@bourse/core";
import { err, ok, ResultAsync, type Result } from "neverthrow";
import { compose } from "./compose.ts";
import { addressRefusal, failed, withoutSecrets, type MailFailure } from "./failure.ts";

export type FileMailOptions = {
  /** Made when it is not there, for its owner alone to read. */
  readonly folder: string;
  /** Whom mails are from: an address, alone or as `Name <address>`. */
  readonly from: string;
  /** Where people reach the server, for the links; asked for each mail. */
  readonly publicUrl: () => string;
  /** Told where each mail is; the token is in the file alone. */
  readonly onWritten: (written: WrittenMail) => void;
  readonly onFailure: (failure: MailFailure) => void;
};

export type WrittenMail = { readonly to: Email; readonly path: string };

/** Files are kept this long after what they tell has expired, in milliseconds: they have people's addresses. */
const KEPT = 24 * 60 * 60 * 1000;

/**
 * Mail that goes nowhere: each is a file, for whoever runs the server to open. It is written as it would be sent, its
 * link in one piece on one line.
 */
export function fileMail(options: FileMailOptions): Mail {
  return {
    send: (letter) => new ResultAsync(send(options, letter)),
    forget: (address) => new ResultAsync(forget(options, address)),
  };
}

async function send(options: FileMailOptions, letter: Letter): Promise<Result<void, MailUnavailable>> {
  const { folder, onWritten, onFailure } = options;
  const refusal = addressRefusal(letter);
  if (refusal) return err(failed(onFailure, letter.to, refusal));
  try {
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o700);
    const path = join(folder, nameFor(letter));
    await writeWhole(path, asFile(letter, options));
    onWritten({ to: letter.to, path });
    // The letter is written, whatever comes of the others.
    await removeOutdated(folder, letter.expiresAt - KEPT).catch(() => undefined);
    return ok();
  } catch (error) {
    return err(failed(onFailure, letter.to, withoutSecrets(error, [letter.token])));
  }
}

async function forget({ folder, onFailure }: FileMailOptions, address: Email): Promise<Result<void, MailUnavailable>> {
  try {
    for (const path of await mailsIn(folder)) {
      const to = await orIfGone(addresseeOf(path), "");
      if (loginName(to) === loginName(address)) await rm(path, { force: true });
    }
    return ok();
  } catch (error) {
    return err(failed(onFailure, address, withoutSecrets(error, [])));
  }
}

/** The parts of a mail that a mail program needs to show it. */
function asFile(letter: Letter, { from, publicUrl }: FileMailOptions): string {
  const { subject, text } = compose(letter, publicUrl());
  const headers = [
    `From: ${from}`,
    `To: ${letter.to}`,
    `Subject: ${subject}`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
  ];
  return `${headers.join("\n")}\n\n${text}`;
}

/** Under another name until it is all there: whoever finds a mail finds the whole of it. */
async function writeWhole(path: string, text: string): Promise<void> {
  const unfinished = `${path}.part`;
  try {
    const file = await open(unfinished, "wx", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

const NAME = /^reset-until-(\d{4}-\d\d-\d\dT)(\d\d)\.(\d\d)\.(\d\d)Z-[0-9a-f]{16}\.eml(?:\.part)?$/;

/** Tells when it expires, and neither who it is for nor its token. */
function nameFor({ expiresAt }: Letter): string {
  const until = new Date(expiresAt).toISOString().slice(0, 19).replaceAll(":", ".");
  return `reset-until-${until}Z-${randomBytes(8).toString("hex")}.eml`;
}

async function removeOutdated(folder: string, before: number): Promise<void> {
  for (const path of await mailsIn(folder)) {
    const [, day, hours, minutes, seconds] = NAME.exec(basename(path)) ?? [];
    if (Date.parse(`${day}${hours}:${minutes}:${seconds}Z`) < before) await rm(path, { force: true });
  }
}

async function mailsIn(folder: string): Promise<readonly string[]> {
  const names = await orIfGone(readdir(folder), []);
  return names.filter((name) => NAME.test(name)).map((name) => join(folder, name));
}

async function addresseeOf(path: string): Promise<string> {
  return /^To: (.*)$/m.exec(await readFile(path, "utf8"))?.[1] ?? "";
}

/** The folder comes with the first mail, and mails go whenever somebody deletes them. */
async function orIfGone<Value>(found: Promise<Value>, otherwise: Value): Promise<Value> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return otherwise;
    throw error;
  }
}
