import type { SMTPTransportOptions } from "nodemailer";

/** Where to connect to, by `smtp://user:password@host:587`, and what is not to be logged of it. */
export type SmtpServerAt = { readonly connection: SMTPTransportOptions; readonly secrets: readonly string[] };

/**
 * `smtps:` is TLS from the first byte, at port 465 unless told otherwise; `smtp:` is STARTTLS where the server offers
 * it, at port 587. Where a password would be sent to another machine, STARTTLS is demanded: someone on the way could
 * otherwise hide the offer. `?requireTLS=true` or `false` says so for other cases, and `?tls.rejectUnauthorized=false`
 * takes a certificate that nobody vouches for. Throws, for whoever starts the server, when it is none of this.
 */
export function smtpServerAt(text: string): SmtpServerAt {
  const url = URL.parse(text);
  if (!url || !["smtp:", "smtps:"].includes(url.protocol) || url.hostname === "") {
    throw new Error("SMTP_URL must be an smtp: or smtps: URL.");
  }
  const secure = url.protocol === "smtps:";
  const host = decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, "$1");
  const [user, pass] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  const asked = parametersOf(url);
  const isLocal = host === "localhost" || host === "::1" || host.startsWith("127.");
  const connection = {
    host,
    port: url.port === "" ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: asked.get("requireTLS") ?? (user !== "" && !secure && !isLocal),
    // Nobody is on the way to this very machine, and what it calls itself no authority vouches for.
    tls: { rejectUnauthorized: asked.get("tls.rejectUnauthorized") ?? !isLocal },
    ...(user !== "" && { auth: { user, pass } }),
  };
  return { connection, secrets: [pass, url.password, Buffer.from(`\0${user}\0${pass}`).toString("base64")] };
}

const PARAMETERS = new Set(["requireTLS", "tls.rejectUnauthorized"]);

function parametersOf(url: URL): ReadonlyMap<string, boolean> {
  const entries = [...url.searchParams].map(([name, value]): [string, boolean] => {
    if (!PARAMETERS.has(name) || !["true", "false"].includes(value)) {
      throw new Error(`SMTP_URL may have requireTLS and tls.rejectUnauthorized, true or false, but not ${name}.`);
    }
    return [name, value === "true"];
  });
  return new Map(entries);
}
