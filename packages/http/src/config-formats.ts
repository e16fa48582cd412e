import { parseUsername } from "@bourse/core";

/** What DATABASE_URL must be, as must whatever else leads to a database. */
export const DATABASE_URL_FORMAT = "postgres or postgresql URL with a database";

/** What a variable's text must be, by the name under which a refusal tells it. */
export const FORMATS = {
  "account ids or usernames, with commas between them": (text: string) =>
    listed(text).every((name) => ACCOUNT_ID.test(name) || parseUsername(name).isOk()),
  "at least 32 bytes": (text: string) => Buffer.byteLength(text) >= 32,
  "e-mail address, alone or as Name <address>": (text: string) => MAIL_FROM.test(text),
  "http or https URL": (text: string) => {
    const url = urlOf(text, "http:", "https:");
    // Nothing fetches a URL with a username or a password in it.
    return url !== null && url.username === "" && url.password === "";
  },
  "http or https URL that does not end in a slash": (text: string) => {
    const url = urlOf(text, "http:", "https:");
    return url !== null && url.username === "" && !/[?#]|\/$/.test(text);
  },
  [DATABASE_URL_FORMAT]: (text: string) => {
    const url = urlOf(text, "postgres:", "postgresql:");
    return url !== null && url.pathname.length > 1 && [url.username, url.password, url.pathname].every(isDecodable);
  },
  "smtp or smtps URL": (text: string) => {
    const url = urlOf(text, "smtp:", "smtps:");
    return url !== null && url.hostname !== "" && [url.hostname, url.username, url.password].every(isDecodable);
  },
};

/** As the server writes them. */
export const ACCOUNT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** No line break, which would begin another header, and nothing that ends a name or an address early. */
const MAIL_FROM =
  /^(?:[^\p{C}<>"@,;:\\]+ <[^\p{C}\s<>"@,;:]+@[^\p{C}\s<>"@,;:]+>|[^\p{C}\s<>"@,;:]+@[^\p{C}\s<>"@,;:]+)$/u;

/** What stands between commas. */
export function listed(text: string): readonly string[] {
  return text.split(",").map((item) => item.trim());
}

function urlOf(text: string, ...protocols: readonly string[]): URL | null {
  const url = /\s/.test(text) ? null : URL.parse(text);
  return url && protocols.includes(url.protocol) ? url : null;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
