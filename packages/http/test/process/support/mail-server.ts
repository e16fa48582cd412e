import { createServer, type AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export type MailServer = {
  readonly url: string;
  /** The next whole message that it takes, as it came. */
  readonly message: Promise<string>;
};

/** As little SMTP as it takes to be given a mail (RFC 5321). It says of each recipient what it is told to say. */
export async function mailServer(ofRecipients = "250 OK"): Promise<MailServer> {
  const message = Promise.withResolvers<string>();
  const server = createServer((socket) => {
    let text = "";
    let isData = false;
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    say("220 mail.example.com");
    socket.on("error", () => undefined);
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const end = isData ? "\r\n.\r\n" : "\r\n";
      if (!text.endsWith(end)) return;
      if (isData) message.resolve(text);
      isData = !isData && text.startsWith("DATA");
      say(isData ? "354 Go on" : text.startsWith("RCPT") ? ofRecipients : "250 OK");
      text = "";
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, message: message.promise };
}
