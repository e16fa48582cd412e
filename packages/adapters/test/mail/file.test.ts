import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileMail, type MailFailure, type WrittenMail } from "@bourse/adapters/mail";
import { secondsAfter, type Mail } from "@bourse/core";
import { emailOf, errorOf, only, START, valueOf } from "@bourse/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { letterTo, TOKEN } from "./letters.ts";

let parent: string;
let folder: string;
let written: WrittenMail[];
let failures: MailFailure[];
let mail: Mail;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "bourse-mail-"));
  folder = join(parent, "data", "mail");
  [written, failures] = [[], []];
  mail = fileMail({
    folder,
    from: "Bourse <bourse@localhost>",
    publicUrl: () => "https://brokerage.example/",
    onWritten: (each) => written.push(each),
    onFailure: (each) => failures.push(each),
  });
});
afterEach(() => rmSync(parent, { recursive: true }));

describe("a mail in a file", () => {
  it("is told where it is, and reads as it would be sent", async () => {
    valueOf(await mail.send(letterTo("zoë@example.com")));
    const { to, path } = only(written);
    expect(to).toBe("zoë@example.com");
    expect(readFileSync(path, "utf8")).toBe(`From: Bourse <bourse@localhost>
To: zoë@example.com
Subject: Set a new Bourse password
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Hello ada,

a new password was asked for, for your Bourse account ada.
To set one, open this link:

https://brokerage.example/reset/${TOKEN}

It works once, and for ten minutes: until 14:30 UTC on 2026-06-15.

If it was not you who asked, ignore this mail: your password stays as it is.
`);
  });

  it("is its owner's alone to read, and so is its folder, whoever made that", async () => {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    valueOf(await mail.send(letterTo()));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(only(written).path).mode & 0o777).toBe(0o600);
  });

  it("tells in its name neither whom it is for nor its token", async () => {
    valueOf(await mail.send(letterTo()));
    expect(readdirSync(folder)).toEqual([
      expect.stringMatching(/^reset-until-2026-06-15T14\.30\.00Z-[0-9a-f]{16}\.eml$/),
    ]);
  });

  it("is there as a whole or not at all, and what is unfinished does not stay", async () => {
    await Promise.all(Array.from({ length: 20 }, async () => valueOf(await mail.send(letterTo()))));
    for (const { path } of written) expect(readFileSync(path, "utf8")).toMatch(/stays as it is\.\n$/);
    expect(readdirSync(folder).filter((name) => !name.endsWith(".eml"))).toEqual([]);
    expect(new Set(written.map(({ path }) => path)).size).toBe(20);
  });

  it("that cannot be written is told, without the token", async () => {
    mkdirSync(join(parent, "data"));
    writeFileSync(folder, "no folder");
    expect(errorOf(await mail.send(letterTo())).kind).toBe("MailUnavailable");
    const { to, cause } = only(failures);
    expect(to).toBe("ada@example.com");
    expect(cause.message).toMatch(/EEXIST|ENOTDIR/);
    expect(cause.stack).not.toContain(TOKEN);
    expect(written).toEqual([]);
  });

  it("to an address that might be read as two is not written", async () => {
    expect(errorOf(await mail.send(letterTo("ada@example.com>,<eve.example"))).kind).toBe("MailUnavailable");
    expect(existsSync(folder)).toBe(false);
  });

  it("goes when its address is forgotten, also one that was left unfinished, and nothing else in the folder does", async () => {
    for (const to of ["ada@example.com", "eve@example.com"]) valueOf(await mail.send(letterTo(to)));
    const [ada = "", eve = ""] = written.map(({ path }) => path);
    copyFileSync(ada, `${ada}.part`);
    const notes = join(folder, "notes.eml");
    copyFileSync(ada, notes);
    valueOf(await mail.forget(emailOf("Ada@Example.com")));
    expect(readdirSync(folder).toSorted()).toEqual([eve, notes].map((path) => basename(path)).toSorted());
  });

  it("that cannot be forgotten is told", async () => {
    mkdirSync(join(parent, "data"));
    writeFileSync(folder, "no folder");
    expect(errorOf(await mail.forget(emailOf("ada@example.com"))).kind).toBe("MailUnavailable");
    expect(only(failures).cause.message).toMatch(/ENOTDIR/);
  });

  it("goes a day after what it tells has expired, and nothing else in the folder does", async () => {
    valueOf(await mail.send(letterTo("old@example.com")));
    const theirs = ["reset-until-1970-01-01T00.00.00Z.eml", "notes.txt"].map((name) => join(folder, name));
    for (const path of theirs) writeFileSync(path, "");
    const day = 24 * 60 * 60;
    valueOf(await mail.send({ ...letterTo(), expiresAt: secondsAfter(START, day) }));
    expect(written.filter(({ path }) => existsSync(path))).toHaveLength(2);
    valueOf(await mail.send({ ...letterTo(), expiresAt: secondsAfter(START, day + 1) }));
    expect(written.map(({ path }) => existsSync(path))).toEqual([false, true, true]);
    expect(theirs.map((path) => existsSync(path))).toEqual([true, true]);
  });
});
