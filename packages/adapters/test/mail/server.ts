import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { callbackify } from "node:util";
import PostalMime from "postal-mime";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions, type SMTPServerSession } from "smtp-server";

/** A mail as the server was given it. */
type Received = {
  /** Whom it was told that the mail is for, apart from what is written in it. */
  readonly to: readonly string[];
  readonly raw: string;
  readonly header: { readonly to: readonly (string | undefined)[]; readonly from: string; readonly subject: string };
  readonly messageId: string;
  readonly text: string;
  readonly isSecure: boolean;
  readonly user: string;
};

export type MailServer = {
  readonly port: number;
  readonly received: () => readonly Received[];
  readonly close: () => Promise<void>;
};

type Told = { code: number; message: string };

/** A refusal as a server answers it. */
export function smtpError({ code, message }: Told): Error {
  return Object.assign(new Error(message), { responseCode: code });
}

export async function mailServer(options: SMTPServerOptions = {}, port = 0): Promise<MailServer> {
  const all: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    closeTimeout: 1,
    logger: false,
    onData: (stream, session, done) => {
      const receive = async () => void all.push(await read(stream, session));
      callbackify(receive)((error) => done(error));
    },
    ...options,
  });
  const listening = server.listen(port, "127.0.0.1");
  await once(listening, "listening");
  return {
    port: (listening.address() as AddressInfo).port,
    received: () => all,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function read(stream: SMTPServerDataStream, { envelope, secure, user }: SMTPServerSession): Promise<Received> {
  const raw = await text(stream);
  const mail = await PostalMime.parse(raw);
  return {
    to: envelope.rcptTo.map(({ address }) => address),
    raw,
    header: {
      to: (mail.to ?? []).map(({ address }) => address),
      from: mail.from?.address ?? "",
      subject: mail.subject ?? "",
    },
    messageId: mail.messageId ?? "",
    text: mail.text ?? "",
    isSecure: secure,
    user: String(user ?? ""),
  };
}
