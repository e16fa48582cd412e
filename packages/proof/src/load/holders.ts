import { createHmac } from "node:crypto";
import { join } from "node:path";
import { openSqlite, sqliteAccounts, sqliteSessions } from "@bourse/adapters/sqlite";
import { instant, secondsAfter, type AccountId, type PasswordHash, type Ports, type Session } from "@bourse/core";
import { accountOf, hashOf, sessionIdOf, valueOf } from "@bourse/testkit";

/** Signs the tokens of the servers that are proved. */
export const JWT_SECRET = "the-secret-of-a-server-on-loopback-that-is-proved";

/** How long the sessions last, in seconds. */
const A_DAY = 86_400;

/** A person who is signed in. */
export type Holder = { readonly accountId: AccountId; readonly token: string };

/** Opens accounts and sessions in a data folder that no server has open yet. */
export async function seedHolders(
  dataDir: string,
  count: number,
  passwordHash?: PasswordHash,
): Promise<readonly Holder[]> {
  const { db, close } = openSqlite(join(dataDir, "bourse.sqlite"));
  const holders = await addHolders({ accounts: sqliteAccounts(db), sessions: sqliteSessions(db) }, count, passwordHash);
  close();
  return holders;
}

/**
 * Opens accounts and sessions in an empty brokerage. Nobody signs in over HTTP: a password's hash takes half a second
 * each, and is none of what is proved here.
 */
export async function addHolders(
  { accounts, sessions }: Pick<Ports, "accounts" | "sessions">,
  count: number,
  passwordHash: PasswordHash = hashOf("nobody signs in"),
): Promise<readonly Holder[]> {
  const holders: Holder[] = [];
  const startedAt = instant(Date.now());
  for (let number = 1; number <= count; number += 1) {
    const account = accountOf(number);
    const expiresAt = secondsAfter(startedAt, A_DAY);
    const session = { id: sessionIdOf(number), accountId: account.id, startedAt, expiresAt };
    valueOf(await accounts.add(account, passwordHash));
    valueOf(await sessions.start(session));
    holders.push({ accountId: account.id, token: tokenFor(session) });
  }
  return holders;
}

/** As the server signs them (RFC 7519, HS256). */
function tokenFor({ id, accountId, startedAt, expiresAt }: Session): string {
  const [iat, exp] = [startedAt, expiresAt].map((at) => Math.floor(at / 1000));
  return signed({ sub: accountId, jti: id, iat, exp, iss: "bourse", aud: "bourse" });
}

/** A token that says anything, signed as the server signs, or with another secret. */
export function signed(claims: object, secret: string = JWT_SECRET): string {
  const text = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
