import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { inspect } from "node:util";
import { errorOf, only, valueOf } from "@bourse/testkit";
import { describe, expect, it, onTestFinished } from "vitest";
import { letterTo, TOKEN } from "./letters.ts";
import { mailServer, smtpError } from "./server.ts";
import { AGAIN, eventually, mailTo, receivedBy, serverWith } from "./stage.ts";

/** A server that takes connections and says what it is told to: nothing, or a greeting and then nothing. */
async function silentServer(greeting = ""): Promise<{ readonly port: number; readonly connections: () => number }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).write(greeting);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, connections: () => sockets.size };
}

describe("a server that refuses", () => {
  it("for good is asked once, and the failure tells why", async () => {
    let asked = 0;
    const server = await serverWith({
      onRcptTo: (_address, _session, done) => {
        asked += 1;
        done(smtpError({ code: 550, message: "no such person" }));
      },
    });
    const { mail, failures } = mailTo(server.port, { waits: AGAIN });
    valueOf(await mail.send(letterTo()));
    await eventually(() => expect(failures).toHaveLength(1));
    expect(only(failures).to).toBe("ada@example.com");
    expect(only(failures).cause).toMatchObject({ message: expect.stringMatching(/no such person/), responseCode: 550 });
    expect(asked).toBe(1);
  });

  it("for now is asked again, for one and the same mail", async () => {
    const refused: string[] = [];
    const server = await serverWith({
      onMailFrom: (_address, { id }, done) => {
        if (refused.length < 3) done(smtpError({ code: 451, message: "come again" }));
        else done();
        refused.push(id);
      },
    });
    const { mail, failures } = mailTo(server.port, { waits: AGAIN });
    valueOf(await mail.send(letterTo()));
    expect(only(await receivedBy(server)).messageId).toMatch(/^<[0-9a-f-]{36}@brokerage\.example>$/);
    expect(refused).toHaveLength(4);
    expect(failures).toEqual([]);
  });

  it("for now, again and again, is given up after the last try", async () => {
    let asked = 0;
    const server = await serverWith({
      onMailFrom: (_address, _session, done) => {
        asked += 1;
        done(smtpError({ code: 451, message: "come again" }));
      },
    });
    const { mail, failures } = mailTo(server.port, { waits: [1, 1, 1] });
    valueOf(await mail.send(letterTo()));
    await eventually(() => expect(failures).toHaveLength(1));
    expect(asked).toBe(4);
  });

  it("and quotes the mail makes no failure tell the token", async () => {
    const server = await serverWith({
      onData: (stream, _session, done) => {
        stream.resume().on("end", () => done(smtpError({ code: 554, message: `spam: /reset/${TOKEN}` })));
      },
    });
    const { mail, failures } = mailTo(server.port);
    valueOf(await mail.send(letterTo()));
    await eventually(() => expect(failures).toHaveLength(1));
    const { cause } = only(failures);
    expect(cause.message).toContain("spam: /reset/…");
    expect(inspect(cause, { showHidden: true })).not.toContain(TOKEN);
  });
});

describe("a server that is down", () => {
  it("gets the mail once it is back", async () => {
    const gone = await mailServer();
    await gone.close();
    const { mail, failures } = mailTo(gone.port, { waits: AGAIN });
    valueOf(await mail.send(letterTo()));
    const server = await serverWith({}, gone.port);
    await receivedBy(server);
    expect(failures).toEqual([]);
  });

  it("fails the mail when it stays so", async () => {
    const gone = await mailServer();
    await gone.close();
    const { mail, failures } = mailTo(gone.port, { waits: [1] });
    valueOf(await mail.send(letterTo()));
    await eventually(() => expect(failures).toHaveLength(1));
    expect(only(failures).cause).toMatchObject({ code: "ESOCKET", message: expect.stringMatching(/ECONNREFUSED/) });
  });
});

describe("a server that hangs", () => {
  it.each(["", "220 mail.example ESMTP\r\n"])(
    "after saying %j keeps nobody waiting, and fails the mail",
    async (said) => {
      const { port } = await silentServer(said);
      const { mail, failures } = mailTo(port, { tryTime: 50, waits: [1] });
      valueOf(await mail.send(letterTo()));
      expect(failures).toEqual([]);
      await eventually(() => expect(failures).toHaveLength(1));
    },
  );

  it("has a few mails to itself, and of those that wait only so many", async () => {
    const { port, connections } = await silentServer();
    const { mail, failures } = mailTo(port, { capacity: 20 });
    for (let number = 0; number < 20; number += 1) valueOf(await mail.send(letterTo(`p-${number}@example.com`)));
    expect(errorOf(await mail.send(letterTo("last@example.com")))).toMatchObject({ kind: "MailUnavailable" });
    expect(only(failures).to).toBe("last@example.com");
    await eventually(() => expect(connections()).toBe(5));
  });
});

describe("closing", () => {
  it("delivers what a slow server is being told", async () => {
    const server = await serverWith({
      onRcptTo: (_address, _session, done) => void setTimeout(done, 100),
    });
    const { mail, failures } = mailTo(server.port);
    for (let number = 0; number < 7; number += 1) valueOf(await mail.send(letterTo(`p-${number}@example.com`)));
    await mail.close(30_000);
    expect(server.received()).toHaveLength(7);
    expect(failures).toEqual([]);
  });

  it("tries once more what waits to be tried again", async () => {
    const gone = await mailServer();
    await gone.close();
    const { mail, failures } = mailTo(gone.port, { waits: [1e9, 1e9] });
    for (const name of ["ada", "grace"]) valueOf(await mail.send(letterTo(`${name}@example.com`)));
    const server = await serverWith({}, gone.port);
    await mail.close(30_000);
    expect(server.received().length + failures.length).toBe(2);
  });

  it("gives up within its bound what cannot be delivered, and says so", async () => {
    const { port } = await silentServer();
    const { mail, failures } = mailTo(port, { tryTime: 1e6 });
    for (let number = 0; number < 7; number += 1) valueOf(await mail.send(letterTo(`p-${number}@example.com`)));
    await mail.close(20);
    expect(failures).toHaveLength(7);
    for (const { cause } of failures) expect(cause).toBeInstanceOf(Error);
  });

  it("takes on no more, also when closed twice", async () => {
    const server = await serverWith();
    const { mail, failures } = mailTo(server.port);
    await Promise.all([mail.close(), mail.close()]);
    expect(errorOf(await mail.send(letterTo()))).toMatchObject({ kind: "MailUnavailable" });
    expect(failures).toHaveLength(1);
    expect(server.received()).toEqual([]);
  });
});
