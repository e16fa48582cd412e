import { randomUUID } from "node:crypto";
import type { Letter, Mail, MailUnavailable } from "@bourse/core";
import { errAsync, okAsync, type ResultAsync } from "neverthrow";
import { createTransport } from "nodemailer";
import { compose } from "./compose.ts";
import { deliveries } from "./deliveries.ts";
import { addressRefusal, factsOf, failed, withoutSecrets, type MailFailure } from "./failure.ts";
import { smtpServerAt } from "./smtp-url.ts";

export type SmtpMailOptions = {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  readonly url: string;
  /** Whom mails are from: an address, alone or as `Name <address>`. */
  readonly from: string;
  /** Where people reach the server, for the links; asked for each mail. */
  readonly publicUrl: () => string;
  /** Told of each letter that is given up. */
  readonly onFailure: (failure: MailFailure) => void;
  /** How long one try may take, in milliseconds; 30 seconds when left out. */
  readonly tryTime?: number;
  /** How long after each failed try the next one is made, in milliseconds; 5, 25 and 125 seconds when left out. */
  readonly waits?: readonly number[];
  /** How many letters may be on their way; 1000 when left out. */
  readonly capacity?: number;
};

export type SmtpMail = Mail & {
  /**
   * Takes on no more, tries once more at once what waits to be tried again, and gives up what is not delivered within
   * `time` (in milliseconds; 5 seconds when left out).
   */
  close(time?: number): Promise<void>;
};

/** All tries together end well within the ten minutes that a token holds. */
const WAITS = [5_000, 25_000, 125_000];

/** Mail by SMTP. A letter taken on is delivered in the background: nobody waits for a mail server to get an answer. */
export function smtpMail(options: SmtpMailOptions): SmtpMail {
  const { url, from, publicUrl, onFailure, tryTime = 30_000, waits = WAITS, capacity = 1000 } = options;
  const { connection, secrets } = smtpServerAt(url);
  // One connection a letter: they are few, and an idle one breaks unseen. What it sends it never logs.
  const transport = createTransport({ ...connection, ...timeouts(tryTime), logger: false, disableFileAccess: true });

  /** The same message at each try, so that a server which had it already can tell. */
  function messageOf(letter: Letter) {
    const messageId = `<${randomUUID()}@${/@([^>]+)/.exec(from)?.[1] ?? "localhost"}>`;
    // As an object an address is taken as it is; as a text it would be parsed, and might turn out to be two.
    return { from, to: { name: "", address: letter.to }, messageId, date: new Date(), ...compose(letter, publicUrl()) };
  }

  const queue = deliveries({ waits, tryTime, capacity });

  function send(letter: Letter): ResultAsync<void, MailUnavailable> {
    const refusal = addressRefusal(letter) ?? queue.take(delivery(letter));
    if (refusal === null) return okAsync();
    return errAsync(failed(onFailure, letter.to, refusal));
  }

  function delivery(letter: Letter) {
    const message = messageOf(letter);
    return {
      attempt: async (signal: AbortSignal) => void (await transport.sendMail({ ...message, signal })),
      isHopeless,
      giveUp: (error: unknown) =>
        onFailure({ to: letter.to, cause: withoutSecrets(error, [letter.token, ...secrets]) }),
    };
  }

  // What is on its way is delivered, or given up within minutes; nothing is kept after that.
  return { send, forget: () => okAsync(), close: (time) => queue.close(time) };
}

/** 5xx is a server's last word, and an address that it cannot take stays one. */
function isHopeless(error: unknown): boolean {
  const { code, responseCode } = factsOf(error);
  return typeof responseCode === "number" ? responseCode >= 500 : code === "EENVELOPE";
}

function timeouts(tryTime: number) {
  return { connectionTimeout: tryTime, dnsTimeout: tryTime, greetingTimeout: tryTime, socketTimeout: tryTime };
}
