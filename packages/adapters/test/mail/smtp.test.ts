import { only, valueOf } from "@bourse/testkit";
import type { SMTPServerOptions } from "smtp-server";
import { describe, expect, it } from "vitest";
import { letterTo, TOKEN } from "./letters.ts";
import { eventually, mailTo, receivedBy, serverWith } from "./stage.ts";

describe("a mail", () => {
  it("tells who it is for, the link, and until when it holds", async () => {
    const server = await serverWith();
    valueOf(await mailTo(server.port).mail.send(letterTo()));
    const { header, to, text } = only(await receivedBy(server));
    expect(to).toEqual(["ada@example.com"]);
    expect(header).toEqual({
      to: ["ada@example.com"],
      from: "bourse@brokerage.example",
      subject: "Set a new Bourse password",
    });
    expect(text).toBe(`Hello ada,

a new password was asked for, for your Bourse account ada.
To set one, open this link:

http://127.0.0.1:3000/reset/${TOKEN}

It works once, and for ten minutes: until 14:30 UTC on 2026-06-15.

If it was not you who asked, ignore this mail: your password stays as it is.
`);
  });

  it("has its link in one piece even as it travels", async () => {
    const server = await serverWith();
    valueOf(await mailTo(server.port).mail.send(letterTo()));
    const { raw } = only(await receivedBy(server));
    expect(raw.split("\r\n")).toContain(`http://127.0.0.1:3000/reset/${TOKEN}`);
  });

  it("has a link that leads to the public address, however long, with one slash between", async () => {
    const server = await serverWith();
    const publicUrl = `https://${"long.".repeat(30)}brokerage.example/paper/`;
    valueOf(await mailTo(server.port, { publicUrl: () => publicUrl }).mail.send(letterTo()));
    const { text } = only(await receivedBy(server));
    expect(text.split("\n")).toContain(`${publicUrl}reset/${TOKEN}`);
  });

  it.each(["zoë@example.com", "ada@bücher.example", "用户@例子.example"])("goes to %s", async (address) => {
    const server = await serverWith();
    valueOf(await mailTo(server.port).mail.send(letterTo(address)));
    const { raw, to } = only(await receivedBy(server));
    expect(to.map((each) => each.normalize("NFC"))).toEqual([address]);
    expect(raw).toContain(TOKEN);
  });

  it("to an address that might be read as another is never sent, and the failure told", async () => {
    const server = await serverWith();
    const { mail, failures } = mailTo(server.port);
    const addresses = ["a,eve@example.com", "<eve>@example.com", '"eve"@example.com', "ada@example.com,eve.example"];
    for (const address of addresses) expect((await mail.send(letterTo(address))).isErr()).toBe(true);
    expect(failures.map(({ to }) => to)).toEqual(addresses);
    await mail.close();
    expect(server.received()).toEqual([]);
  });
});

describe("a connection", () => {
  const account = { user: "bourse", pass: "s3cret/@:" };
  const credentials = `${account.user}:${encodeURIComponent(account.pass)}`;
  /** Takes one user alone, and tells what it was given to whoever is refused. */
  const onlyBourse: SMTPServerOptions = {
    authOptional: false,
    onAuth: ({ username, password }, _session, done) => {
      if (username === account.user && password === account.pass) done(null, { user: username });
      else done(new Error(`no such password: ${password}`));
    },
  };

  it("is made secure by STARTTLS where the server offers it, before the password is sent", async () => {
    const server = await serverWith({ ...onlyBourse, disabledCommands: [] });
    valueOf(await mailTo(server.port, { url: `smtp://${credentials}@127.0.0.1:${server.port}` }).mail.send(letterTo()));
    expect(only(await receivedBy(server))).toMatchObject({ isSecure: true, user: "bourse" });
  });

  it("is secure from the first byte by smtps", async () => {
    const server = await serverWith({ ...onlyBourse, secure: true });
    valueOf(
      await mailTo(server.port, { url: `smtps://${credentials}@127.0.0.1:${server.port}` }).mail.send(letterTo()),
    );
    expect(only(await receivedBy(server))).toMatchObject({ isSecure: true, user: "bourse" });
  });

  it.each([
    {
      what: "a certificate nobody vouches for",
      query: "tls.rejectUnauthorized=true",
      options: { disabledCommands: [] },
    },
    { what: "no STARTTLS where it is asked for", query: "requireTLS=true", options: {} },
  ])("is given up on $what", async ({ query, options }) => {
    const server = await serverWith(options);
    const { mail, failures } = mailTo(server.port, { url: `smtp://127.0.0.1:${server.port}/?${query}` });
    valueOf(await mail.send(letterTo()));
    await eventually(() => expect(failures).toHaveLength(1));
    expect(server.received()).toEqual([]);
  });

  it("with a wrong password is given up, and the password told to nobody", async () => {
    const server = await serverWith({ ...onlyBourse, authMethods: ["LOGIN"], allowInsecureAuth: true });
    const url = `smtp://bourse:another-${encodeURIComponent(account.pass)}@127.0.0.1:${server.port}`;
    const { mail, failures } = mailTo(server.port, { url, waits: [1e6] });
    valueOf(await mail.send(letterTo()));
    await eventually(() => expect(failures).toHaveLength(1));
    expect(only(failures).cause.message).toMatch(/no such password: …/);
    expect(String(only(failures).cause.stack)).not.toContain(account.pass);
  });
});
